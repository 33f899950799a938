using System.Buffers;
using ModelDsl.Descriptions;

namespace ModelDsl.Data;

/// <summary>The targets of windows: numbers of the steps behind each window, read from the series when they are gathered.</summary>
internal sealed class WindowTargets : ValueLabels
{
    private readonly SeriesSteps steps;
    private readonly int[] columns;
    private readonly int offset;
    private readonly int stride;
    private readonly Lazy<(double Least, double Most)> extent;

    /// <summary>Makes a view of a series.</summary>
    /// <param name="steps">The series.</param>
    /// <param name="columns">The positions of the targets in a step.</param>
    /// <param name="shape">The shape of a window's targets: those of one step, or of several.</param>
    /// <param name="offset">Number of steps from the beginning of a window to its first target.</param>
    /// <param name="stride">Number of steps from one window to the next.</param>
    /// <param name="windows">Number of windows.</param>
    internal WindowTargets(SeriesSteps steps, int[] columns, Shape shape, int offset, int stride, int windows) : base(shape)
    {
        (this.steps, this.columns, this.offset, this.stride) = (steps, columns, offset, stride);
        extent = new Lazy<(double, double)>(() => Extent(windows));
    }

    internal override bool RowsSumToOne => false;

    internal override bool Within(TargetRange range) =>
        !range.WholeOnly && extent.Value.Least >= range.Least && extent.Value.Most <= range.Most;

    internal override void Prefetch(int row) => steps.Samples.Prefetch(steps.First + row * stride + offset);

    internal override LabelStorage At(int[] positions)
    {
        var numbers = new float[positions.Length * Width];
        for (var i = 0; i < positions.Length; i++) Copy(i, numbers.AsSpan(i * Width, Width));
        return new TargetLabels(Placed(numbers, positions), Shape);
    }

    internal override void Copy(int row, Span<float> destination)
    {
        var first = row * stride + offset;
        var rented = ArrayPool<float>.Shared.Rent(steps.Width);
        try
        {
            var step = rented.AsSpan(0, steps.Width);
            for (var ahead = 0; ahead * columns.Length < Width; ahead++)
            {
                steps.Copy(first + ahead, 1, steps.Transform, step);
                for (var i = 0; i < columns.Length; i++) destination[ahead * columns.Length + i] = step[columns[i]];
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private (double Least, double Most) Extent(int windows)
    {
        var (least, most, numbers) = (double.PositiveInfinity, double.NegativeInfinity, new float[Width]);
        for (var row = 0; row < windows; row++)
        {
            Copy(row, numbers);
            foreach (var number in numbers) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        }
        return (least, most);
    }
}
