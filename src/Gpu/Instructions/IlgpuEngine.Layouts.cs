using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    /// <summary>Axes shorter than this are not worth a tile of 32.</summary>
    private const int ShortAxis = 8;

    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Span<int> steps = stackalloc int[axes.Length];
        for (var axis = 0; axis < axes.Length; axis++) steps[axis] = StepOf(x.Shape, axes[axis]);
        Span<(int Size, int Step)> joined = stackalloc (int, int)[Places.MostAxes];
        joined = joined[..Places.Join(destination.Shape.Dimensions, steps, joined)];
        if (joined.Length > ShortPlaces.Most) Permute(LayoutKernels.PermuteMany, x, joined, destination);
        else if (!TryTranspose(x, joined, destination)) Permute(LayoutKernels.Permute, x, joined, destination);
    }

    private void Permute<TPlaces>(
        GpuKernel<PermuteArguments<TPlaces>> kernel, TensorBuffer x, ReadOnlySpan<(int Size, int Step)> axes, TensorBuffer destination)
        where TPlaces : struct, IPlaces<TPlaces> => Each(kernel, destination.Count, new PermuteArguments<TPlaces>
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Places = TPlaces.Of(axes),
            Count = destination.Count,
        });

    /// <summary>Exchanges the last axes of source and destination by tiles, if they differ and are long.</summary>
    private bool TryTranspose(TensorBuffer x, ReadOnlySpan<(int Size, int Step)> axes, TensorBuffer destination)
    {
        var last = 0;
        while (last < axes.Length && axes[last].Step != 1) last++;
        if (last == 0 || last >= axes.Length || axes[0].Size < ShortAxis || axes[last].Size < ShortAxis) return false;
        Span<(int Size, int Step)> from = stackalloc (int, int)[axes.Length - 2], to = stackalloc (int, int)[axes.Length - 2];
        var (others, step, lastStep, batch) = (0, 1, 0, 1);
        for (var axis = 0; axis < axes.Length; axis++)
        {
            if (axis == last) lastStep = step;
            else if (axis > 0)
            {
                (from[others], to[others]) = (axes[axis], (axes[axis].Size, step));
                others++;
                batch *= axes[axis].Size;
            }
            step *= axes[axis].Size;
        }
        var tiles = Tiles(axes[0].Size) * Tiles(axes[last].Size);
        Launch(LayoutKernels.Transpose, new(batch * tiles, Team.Most), new TransposeArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            First = axes[0].Size,
            Second = axes[last].Size,
            FirstStep = axes[0].Step,
            SecondStep = lastStep,
            From = ShortPlaces.Of(from),
            To = ShortPlaces.Of(to),
        });
        return true;

        static int Tiles(int size) => (size - 1) / LayoutKernels.Tile + 1;
    }

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count) =>
        Each(LayoutKernels.CopyBlocks, length * count, new BlockArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            From = from,
            To = to,
            Length = new(length),
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
