using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>
/// Products in bfloat16 and TensorFloat32. The kernel runs whole, with barriers and the memory of groups; a lane's instruction is computed
/// by the definition in the PTX manual, since no machine here has tensor cores.
/// </summary>
public sealed class ProductPrecisionTests
{
    [Theory]
    [InlineData(0f, 0x0000), InlineData(1f, 0x3F80), InlineData(-2.5f, 0xC020), InlineData(1.00390625f, 0x3F80)]
    [InlineData(1.01171875f, 0x3F82), InlineData(1.00390637f, 0x3F81), InlineData(float.MaxValue,
        0x7F80), InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(1e-45f, 0), InlineData(float.NaN, 0xFFC0)]
    public void A_number_is_rounded_to_the_nearest_and_of_two_to_the_even_one(float number, int bits) =>
        Assert.Equal((uint)bits, BFloat16.Bits(number));

    [Theory]
    [InlineData(0f, 0), InlineData(1f, 0x3F800000), InlineData(1.00048828f, 0x3F802000), InlineData(1.00048816f, 0x3F800000)]
    [InlineData(-1.00048828f, unchecked((int)0xBF802000)), InlineData(1.00146484f, 0x3F804000), InlineData(float.MaxValue, 0x7F800000)]
    [InlineData(1e-45f, 0), InlineData(float.NegativeInfinity, unchecked((int)0xFF800000)), InlineData(float.NaN,
        unchecked((int)0xFFC00000))]
    public void A_number_is_rounded_to_TensorFloat32_and_of_two_to_the_larger_one(float number, int bits) =>
        Assert.Equal((uint)bits, TensorFloat32.Bits(number));

    [Fact]
    public void NaN_of_every_payload_stays_NaN()
    {
        foreach (var bits in new[] { 0x7F800001u, 0x7FFFFFFFu, 0xFF80FFFFu, 0xFFFF8000u })
        {
            Assert.True(float.IsNaN(BFloat16.Round(BitConverter.UInt32BitsToSingle(bits))));
            Assert.True(float.IsNaN(BitConverter.UInt32BitsToSingle(TensorFloat32.Bits(BitConverter.UInt32BitsToSingle(bits)))));
        }
    }

    [Theory]
    [InlineData(1, 1, 1), InlineData(16, 8, 16), InlineData(17, 9, 33), InlineData(63, 65, 31), InlineData(64, 64, 64)]
    [InlineData(65, 130, 97)]
    public void A_product_is_that_of_rounded_factors(int rows, int columns, int steps)
    {
        foreach (var transpose in Enum.GetValues<Transpose>())
        {
            var trial = new ProductTrial(rows, columns, steps, 2, transpose, rows + steps);
            Assert.All(Results<UnitOfTheManual<BFloat16Cores>>(trial, steps, Rounded), number => Assert.Equal(Rounded(number), number));
            var wide = Results<UnitOfTheManual<TensorFloat32Cores>>(trial, steps, RoundedToTensorFloat32);
            if (steps > 1) Assert.Contains(wide, number => number != RoundedToTensorFloat32(number));
        }

        static float[] Results<TUnit>(ProductTrial trial, int steps, Func<float, float> rounded) where TUnit : struct, IMatrixUnit
        {
            var results = new[] { false, true }.Select(splits =>
                trial.Run<TUnit>(new(ProductTile.TensorCores, 64, 64, 32, (steps + 31) / 32, splits))).ToArray();
            trial.Check(results[0], rounded, TUnit.RoundsResults);
            Assert.Equal(results[0], results[1]);
            return results[0];
        }
    }

    [Fact]
    public void Only_engines_of_CUDA_have_tensor_cores_and_one_without_a_device_says_so()
    {
        Assert.Same(GpuEngine.OpenCl(), GpuEngine.OpenCl().In(ComputePrecision.Default));
        foreach (var (precision, name) in new[] { (ComputePrecision.BFloat16, "bfloat16"), (ComputePrecision.TensorFloat32, "tensorfloat32") })
        {
            Assert.Null(GpuEngine.OpenCl().In(precision));
            var rounded = GpuEngine.Cuda(99).In(precision)!;
            Assert.Equal("gpu:cuda:99 " + name, rounded.Name);
            Assert.Same(rounded, GpuEngine.Cuda(99).In(precision));
            Assert.Same(rounded, rounded.In(precision));
            Assert.True(rounded.Availability.IsFail);
        }
    }

    /// <summary>Rounds by search: the candidates are the bfloat16 numbers around.</summary>
    private static float Rounded(float x)
    {
        var below = BitConverter.SingleToUInt32Bits(x) & 0xFFFF0000u;
        var (down, up) = (BitConverter.UInt32BitsToSingle(below), BitConverter.UInt32BitsToSingle(below + 0x10000u));
        var (toDown, toUp) = (Math.Abs((double)x - down), Math.Abs((double)up - x));
        return toDown < toUp || (toDown == toUp && (below & 0x10000u) == 0) ? down : up;
    }

    private static float RoundedToTensorFloat32(float x)
    {
        var below = BitConverter.SingleToUInt32Bits(x) & 0xFFFFE000u;
        var (down, up) = (BitConverter.UInt32BitsToSingle(below), BitConverter.UInt32BitsToSingle(below + 0x2000u));
        return Math.Abs((double)x - down) < Math.Abs((double)up - x) ? down : up;
    }
}

/// <summary>
/// <c>mma.m16n8k16</c> and <c>mma.m16n8k8</c> as the PTX manual defines them, element by element ("Matrix Fragments for mma.m16n8k16 with
/// floating point type", "Matrix Fragments for mma.m16n8k8"): lanes put what they hold into the group's memory, and each adds up the terms
/// of its four sums.
/// </summary>
/// <typeparam name="TFormat">The unit whose factors it takes.</typeparam>
internal struct UnitOfTheManual<TFormat> : IMatrixUnit
    where TFormat : struct, IMatrixUnit
{
    private Four s0, s1, s2, s3, s4, s5, s6, s7;

    public static int StepsOfWord => TFormat.StepsOfWord;

    public static bool RoundsResults => TFormat.RoundsResults;

    public static uint Word(float first, float second) => TFormat.Word(first, second);

    public readonly void Begin()
    {
    }

    public void Clear() => this = default;

    public void Multiply(int sum, LeftFragment left, RightFragment right)
    {
        var a = SharedMemory.Allocate<float>(4 * 16 * 16);
        var b = SharedMemory.Allocate<float>(4 * 16 * 8);
        var (warp, group, thread) = (Group.IdxX / 32, Group.IdxX % 32 >> 2, Group.IdxX % 4);
        if (StepsOfWord == 2)
        {
            for (var i = 0; i < 8; i++)
            {
                var row = i < 2 || (i >= 4 && i < 6) ? group : group + 8;
                var column = thread * 2 + (i & 1) + (i < 4 ? 0 : 8);
                var register = i / 2 == 0 ? left.R0 : i / 2 == 1 ? left.R1 : i / 2 == 2 ? left.R2 : left.R3;
                a[warp * 256 + row * 16 + column] = Half(register, i);
            }
            for (var i = 0; i < 4; i++)
            {
                var row = thread * 2 + (i & 1) + (i < 2 ? 0 : 8);
                b[warp * 128 + row * 8 + group] = Half(i < 2 ? right.R0 : right.R1, i);
            }
        }
        else
        {
            for (var i = 0; i < 4; i++)
            {
                var row = i == 0 || i == 2 ? group : group + 8;
                var column = i < 2 ? thread : thread + 4;
                var register = i == 0 ? left.R0 : i == 1 ? left.R1 : i == 2 ? left.R2 : left.R3;
                a[warp * 256 + row * 16 + column] = Interop.IntAsFloat(register);
            }
            for (var i = 0; i < 2; i++)
                b[warp * 128 + (i == 0 ? thread : thread + 4) * 8 + group] = Interop.IntAsFloat(i == 0 ? right.R0 : right.R1);
        }
        Group.Barrier();
        var more = default(Four);
        for (var step = 0; step < 8 * StepsOfWord; step++)
        {
            var (upper, lower) = (a[warp * 256 + group * 16 + step], a[warp * 256 + (group + 8) * 16 + step]);
            var (even, odd) = (b[warp * 128 + step * 8 + thread * 2], b[warp * 128 + step * 8 + thread * 2 + 1]);
            more.X += upper * even;
            more.Y += upper * odd;
            more.Z += lower * even;
            more.W += lower * odd;
        }
        Group.Barrier();
        switch (sum)
        {
            case 0: s0.Add(1f, more); break;
            case 1: s1.Add(1f, more); break;
            case 2: s2.Add(1f, more); break;
            case 3: s3.Add(1f, more); break;
            case 4: s4.Add(1f, more); break;
            case 5: s5.Add(1f, more); break;
            case 6: s6.Add(1f, more); break;
            default: s7.Add(1f, more); break;
        }
    }

    public readonly void Store(int number, ArrayView<float> results, int upper, int lower)
    {
        results[upper] = Number(s0, number);
        results[upper + 8] = Number(s1, number);
        results[upper + 16] = Number(s2, number);
        results[upper + 24] = Number(s3, number);
        results[lower] = Number(s4, number);
        results[lower + 8] = Number(s5, number);
        results[lower + 16] = Number(s6, number);
        results[lower + 24] = Number(s7, number);
    }

    private static float Number(Four sums, int number) => number == 0 ? sums.X : number == 1 ? sums.Y : number == 2 ? sums.Z : sums.W;

    private static float Half(uint register, int i) => Interop.IntAsFloat((i & 1) == 0 ? register << 16 : register & 0xFFFF0000u);
}
