using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        Each(MapKernel<TKernel>.Method, buffers[0].Count, new MapArguments
        {
            B0 = At(buffers, 0),
            B1 = At(buffers, 1),
            B2 = At(buffers, 2),
            B3 = At(buffers, 3),
            B4 = At(buffers, 4),
            B5 = At(buffers, 5),
            B6 = At(buffers, 6),
            B7 = At(buffers, 7),
            N0 = At(numbers, 0),
            N1 = At(numbers, 1),
            N2 = At(numbers, 2),
            N3 = At(numbers, 3),
            N4 = At(numbers, 4),
            N5 = At(numbers, 5),
            N6 = At(numbers, 6),
            N7 = At(numbers, 7),
            N8 = At(numbers, 8),
            N9 = At(numbers, 9),
            N10 = At(numbers, 10),
            N11 = At(numbers, 11),
            N12 = At(numbers, 12),
            N13 = At(numbers, 13),
            N14 = At(numbers, 14),
            N15 = At(numbers, 15),
            Count = buffers[0].Count,
        });
    }

    public void ClipNorm(TensorBuffer x, double limit)
    {
        if (x.Count == 0) return;
        var groups = Math.Min((x.Count - 1) / (4 * Team.Most) + 1, Team.Most);
        var norm = new NormArguments
        {
            X = Numbers(x),
            Kept = Scratch(x, 3 * groups),
            Count = x.Count,
            Parts = groups,
            LimitOfLarge = (float)(limit * NormKernels.LargeScale),
            Limit = (float)limit,
            LimitOfSmall = (float)(limit * NormKernels.SmallScale),
        };
        Launch(NormKernels.ScaledSquares, new(groups, Team.Most), norm);
        Launch(NormKernels.Clip, new(groups, Team.Most), norm);
    }

    private static float At(ReadOnlySpan<double> numbers, int index) => index < numbers.Length ? (float)numbers[index] : 0f;

    /// <summary>Returns a buffer's numbers; the first buffer's for one that is not there, since a launch needs all of them.</summary>
    private static ArrayView<float> At(ReadOnlySpan<TensorBuffer> buffers, int index) =>
        Numbers(buffers[index < buffers.Length ? index : 0]);
}
