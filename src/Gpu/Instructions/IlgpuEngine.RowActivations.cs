using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination) =>
        ShortRows(SoftmaxKernels.LogSoftmax, x.Rows, x.Columns, RowsOf(x, destination));

    /// <summary>Gives each row a group of its own, because rows take different numbers of steps.</summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination) =>
        Rows(RowKernels.Sparsemax, x.Rows, x.Columns, RowsOf(x, destination));

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination) =>
        Slopes(SlopeKernels.PRelu, SlopeKernels.PReluMany, x, slopes, x, destination);

    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination) =>
        Slopes(SlopeKernels.PReluGradient, SlopeKernels.PReluGradientMany, x, slopes, gradient, destination);

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (rank, slopes) = (x.Shape.Rank, destination.Shape);
        Span<int> all = stackalloc int[rank], sizes = stackalloc int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            all[axis] = StepOf(x.Shape, axis);
            sizes[axis] = IsShared(slopes, axis) ? x.Shape[axis] : 1;
        }
        Span<(int Size, int Step)> first = stackalloc (int, int)[Places.MostAxes], shared = stackalloc (int, int)[Places.MostAxes];
        first = first[..Places.Join(slopes.Dimensions, all[1..], first)];
        shared = shared[..Places.Join(sizes, all, shared)];
        if (Math.Max(first.Length, shared.Length) > ShortPlaces.Most) Sum(SlopeKernels.PReluSlopeGradientMany, first, shared);
        else Sum(SlopeKernels.PReluSlopeGradient, first, shared);

        void Sum<TPlaces>(
            GpuKernel<SharedSlopeArguments<TPlaces>> kernel, ReadOnlySpan<(int, int)> first, ReadOnlySpan<(int, int)> shared)
            where TPlaces : struct, IPlaces<TPlaces> =>
            Rows(kernel, destination.Count, x.Count / destination.Count, new SharedSlopeArguments<TPlaces>
            {
                X = Numbers(x),
                Gradient = Numbers(gradient),
                Destination = Numbers(destination),
                First = TPlaces.Of(first),
                Shared = TPlaces.Of(shared),
                Count = x.Count / destination.Count,
            });
    }

    private void Slopes<TMany>(
        GpuKernel<SlopeArguments<ShortPlaces>> kernel, GpuKernel<SlopeArguments<TMany>> kernelOfMany, TensorBuffer x, TensorBuffer slopes,
        TensorBuffer gradient, TensorBuffer destination)
        where TMany : struct, IPlaces<TMany>
    {
        Span<int> steps = stackalloc int[x.Shape.Rank];
        for (var axis = 0; axis < steps.Length; axis++) steps[axis] = IsShared(slopes.Shape, axis) ? 0 : StepOf(slopes.Shape, axis - 1);
        Span<(int Size, int Step)> joined = stackalloc (int, int)[Places.MostAxes];
        joined = joined[..Places.Join(x.Shape.Dimensions, steps, joined)];
        if (joined.Length > ShortPlaces.Most) Launch(kernelOfMany, joined);
        else Launch(kernel, joined);

        void Launch<TPlaces>(GpuKernel<SlopeArguments<TPlaces>> chosen, ReadOnlySpan<(int, int)> axes)
            where TPlaces : struct, IPlaces<TPlaces> => Each(chosen, destination.Count, new SlopeArguments<TPlaces>
            {
                X = Numbers(x),
                Slopes = Numbers(slopes),
                Gradient = Numbers(gradient),
                Destination = Numbers(destination),
                SlopeOf = TPlaces.Of(axes),
                Count = destination.Count,
            });
    }

    /// <summary>Whether all elements along an axis of the input have the same slope. The slopes lack the first axis.</summary>
    private static bool IsShared(Shape slopes, int axis) => axis == 0 || slopes[axis - 1] == 1;

    private static RowArguments RowsOf(TensorBuffer x, TensorBuffer destination) => new()
    {
        X = Numbers(x),
        Gradient = Numbers(x),
        Destination = Numbers(destination),
        Rows = x.Rows,
        Columns = x.Columns,
        Threads = ThreadsOf(x.Columns),
    };

    /// <summary>
    /// Launches a kernel whose rows may lie side by side in a group. A group has at least 64 threads: a multiprocessor that holds 32 groups
    /// is full then.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="arguments">The kernel's arguments; they say how many threads a row has, too.</param>
    private void ShortRows<TArguments>(GpuKernel<TArguments> kernel, int rows, int length, TArguments arguments) where TArguments : struct
    {
        if (rows == 0) return;
        var threads = ThreadsOf(length);
        var group = Math.Max(threads, 64);
        Launch(kernel, new((rows - 1) / (group / threads) + 1, group), arguments);
    }

    /// <summary>
    /// Returns how many threads a row has: a power of two, as many as numbers, but at most 256. Its length alone decides.
    /// </summary>
    private static int ThreadsOf(int length)
    {
        var threads = 1;
        while (threads < length && threads < Team.Most) threads *= 2;
        return threads;
    }
}
