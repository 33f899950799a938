using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination) =>
        Rows(RowKernels.LogSoftmax, x.Rows, x.Columns, RowsOf(x, destination));

    public void Sparsemax(TensorBuffer x, TensorBuffer destination) =>
        Rows(RowKernels.Sparsemax, x.Rows, x.Columns, RowsOf(x, destination));

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination) => Each(
        RowKernels.PRelu, destination.Count,
        Slopes(x, slopes.Shape, destination) with { Slopes = Numbers(slopes), Count = destination.Count });

    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination) => Each(
        RowKernels.PReluGradient, destination.Count,
        Slopes(x, slopes.Shape, destination) with { Slopes = Numbers(slopes), Gradient = Numbers(gradient), Count = destination.Count });

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        var shared = destination.Count == 0 ? 0 : x.Count / destination.Count;
        Rows(
            RowKernels.PReluSlopeGradient, destination.Count, shared,
            Slopes(x, destination.Shape, destination) with { Gradient = Numbers(gradient), Count = shared });
    }

    private static RowArguments RowsOf(TensorBuffer x, TensorBuffer destination) =>
        new() { X = Numbers(x), Destination = Numbers(destination), Columns = x.Columns };

    /// <summary>Returns the ways from elements to slopes, and from slopes to the elements that share them.</summary>
    private static SlopeArguments Slopes(TensorBuffer x, Shape slopes, TensorBuffer destination)
    {
        Span<int> steps = stackalloc int[x.Shape.Rank], firsts = stackalloc int[slopes.Rank], sizes = stackalloc int[x.Shape.Rank];
        Span<int> all = stackalloc int[x.Shape.Rank];
        for (var axis = 0; axis < x.Shape.Rank; axis++)
        {
            var isShared = axis == 0 || slopes[axis - 1] == 1;
            all[axis] = StepOf(x.Shape, axis);
            steps[axis] = isShared ? 0 : StepOf(slopes, axis - 1);
            sizes[axis] = isShared ? x.Shape[axis] : 1;
            if (axis > 0) firsts[axis - 1] = all[axis];
        }
        return new()
        {
            X = Numbers(x),
            Slopes = Numbers(destination),
            Gradient = Numbers(destination),
            Destination = Numbers(destination),
            SlopeOf = Places.Of(x.Shape.Dimensions, steps),
            First = Places.Of(slopes.Dimensions, firsts),
            Shared = Places.Of(sizes, all),
        };
    }
}
