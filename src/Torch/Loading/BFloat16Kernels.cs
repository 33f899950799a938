using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// Checks if libtorch multiplies bfloat16 numbers correctly on this processor. It picks its kernels by processor, and some are wrong
/// on some (docs/adr/0035). The check runs once per process, at the first product.
/// </summary>
internal static class BFloat16Kernels
{
    /// <summary>The largest relative error of rounding a result: half the distance from 1 to the next bfloat16 number.</summary>
    private const double Rounding = 1.0 / 256.0;

    private static readonly Lazy<bool> Tried = new(Try);

    /// <summary>True if all products of the check agree with float32's.</summary>
    public static bool AreRight => Tried.Value;

    /// <summary>Computes a product of bfloat16 factors in float32.</summary>
    public static TorchTensor InFloat32(TorchTensor left, TorchTensor right, Func<TorchTensor, TorchTensor, TorchTensor> multiply)
    {
        using var a = left.to(torch.ScalarType.Float32);
        using var b = right.to(torch.ScalarType.Float32);
        return multiply(a, b);
    }

    /// <summary>Tries matrices around the widths of vectors and tiles, small and large.</summary>
    private static bool Try()
    {
        foreach (var rows in (int[])[1, 16, 64])
            foreach (var inner in (int[])[3, 40, 130])
                foreach (var columns in (int[])[10, 33, 40, 70, 100])
                    if (!Agree([rows, inner], [inner, columns], static (a, b) => a.mm(b))) return false;
        foreach (var filters in (int[])[10, 33, 40, 70, 100])
            if (!Agree([3, 16, filters], [3, filters, 33], static (a, b) => a.bmm(b))) return false;
        return true;
    }

    private static bool Agree(long[] leftShape, long[] rightShape, Func<TorchTensor, TorchTensor, TorchTensor> multiply)
    {
        using var scope = torch.NewDisposeScope();
        var (left, right) = (Waves(leftShape, 0.37f), Waves(rightShape, 0.61f));
        var (expected, actual) = (Numbers(InFloat32(left, right, multiply)), Numbers(multiply(left, right)));
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= 2.0 * Rounding * (1.0 + Math.Abs(expected[i])))) return false;
        return true;
    }

    private static float[] Numbers(TorchTensor x) => x.to(torch.ScalarType.Float32).contiguous().data<float>().ToArray();

    /// <summary>Returns numbers between −1 and 1 with no short period, the same in each process.</summary>
    private static TorchTensor Waves(long[] shape, float step)
    {
        var numbers = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = MathF.Sin(i * step);
        return torch.tensor(numbers).view(shape).to(torch.ScalarType.BFloat16);
    }
}
