using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Span<int> steps = stackalloc int[axes.Length];
        for (var axis = 0; axis < axes.Length; axis++) steps[axis] = StepOf(x.Shape, axes[axis]);
        Each(LayoutKernels.Permute, destination.Count, new PermuteArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Places = Places.Of(destination.Shape.Dimensions, steps),
            Count = destination.Count,
        });
    }

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count) =>
        Each(LayoutKernels.CopyBlocks, length * count, new BlockArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            From = from,
            To = to,
            Length = length,
            Count = length * count,
        });

    /// <summary>Returns the distance from an index of an axis to the next.</summary>
    private static int StepOf(Shape shape, int axis)
    {
        var step = 1;
        for (var inner = axis + 1; inner < shape.Rank; inner++) step *= shape[inner];
        return step;
    }
}
