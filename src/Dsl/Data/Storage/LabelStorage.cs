using LanguageExt;
using ModelDsl.Descriptions;

namespace ModelDsl.Data;

/// <summary>
/// The labels of all samples, side by side. Every view of a data set shares them. Facts needed to check them against a model are computed
/// once.
/// </summary>
/// <param name="shape">Shape of the label of one sample.</param>
internal abstract class LabelStorage(Shape shape)
{
    /// <summary>Shape of the label of one sample.</summary>
    internal Shape Shape { get; } = shape;

    /// <summary>Count of numbers in the label of one sample.</summary>
    internal int Width { get; } = shape.Size;

    /// <summary>Asks the processor to load a label that will be copied soon.</summary>
    internal abstract void Prefetch(int row);

    /// <summary>Returns the labels moved to new positions, in order; all other positions are 0.</summary>
    internal abstract LabelStorage At(int[] positions);

    /// <summary>Returns numbers of labels moved to new positions.</summary>
    protected T[] Placed<T>(T[] numbers, int[] positions)
    {
        var placed = new T[(positions.Max() + 1) * Width];
        for (var i = 0; i < positions.Length; i++) numbers.AsSpan(i * Width, Width).CopyTo(placed.AsSpan(positions[i] * Width));
        return placed;
    }
}

/// <summary>Class indices.</summary>
internal sealed class ClassLabels : LabelStorage
{
    private readonly int[] classes;

    internal ClassLabels(int[] classes, Shape shape) : base(shape)
    {
        this.classes = classes;
        foreach (var c in classes) (Smallest, Largest) = (Math.Min(Smallest, c), Math.Max(Largest, c));
    }

    /// <summary>The smallest class index in storage.</summary>
    internal int Smallest { get; } = int.MaxValue;

    /// <summary>The largest class index in storage.</summary>
    internal int Largest { get; } = int.MinValue;

    /// <summary>The class indices of all samples.</summary>
    internal IReadOnlyList<int> All => classes;

    /// <summary>The class indices of one sample.</summary>
    internal ReadOnlySpan<int> this[int row] => new(classes, row * Width, Width);

    internal override void Prefetch(int row) => Cache.Fetch(this[row]);

    internal override LabelStorage At(int[] positions) => new ClassLabels(Placed(classes, positions), Shape);

    /// <summary>Returns the labels with new numbers for the classes; classes without a new number become 0.</summary>
    internal ClassLabels Renumbered(IReadOnlyDictionary<int, int> numbers) =>
        new(Array.ConvertAll(classes, c => numbers.TryGetValue(c, out var number) ? number : 0), Shape);

    /// <summary>Returns 1 for each label whose class is one of these, otherwise 0.</summary>
    internal float[] Membership(IReadOnlyList<int> members) => Array.ConvertAll(classes, c => members.Contains(c) ? 1f : 0f);
}

/// <summary>Labels that a batch gets as real numbers.</summary>
internal abstract class ValueLabels(Shape shape) : LabelStorage(shape)
{
    /// <summary>Writes the label of one sample to a batch.</summary>
    internal abstract void Copy(int row, Span<float> destination);

    /// <summary>Returns whether all numbers in storage are known to fit a loss.</summary>
    internal abstract bool Within(TargetRange range);

    /// <summary>Whether every row (the last axis) in storage sums to 1 within <see cref="SumTolerance"/>.</summary>
    internal abstract bool RowsSumToOne { get; }

    /// <summary>The largest allowed distance from 1 of the sum of a row of probabilities.</summary>
    internal const double SumTolerance = 1e-3;
}

/// <summary>Regression targets or probabilities.</summary>
internal sealed class TargetLabels : ValueLabels
{
    private readonly float[] targets;
    private readonly Lazy<(double Least, double Most)> extent;
    private readonly Lazy<bool> rowsSumToOne;

    internal TargetLabels(float[] targets, Shape shape, Seq<string> yes = default) : base(shape)
    {
        (this.targets, Yes) = (targets, yes);
        extent = new Lazy<(double, double)>(() => (targets.Min(), targets.Max()));
        rowsSumToOne = new Lazy<bool>(() => SumsToOne(targets, Columns));
    }

    /// <summary>The classes for which a 1 means yes; empty if the numbers mean something else.</summary>
    internal Seq<string> Yes { get; }

    private int Columns => Shape.Rank == 0 ? 1 : Shape[^1];

    internal override bool Within(TargetRange range) =>
        !range.WholeOnly && extent.Value.Least >= range.Least && extent.Value.Most <= range.Most;

    internal override bool RowsSumToOne => rowsSumToOne.Value;

    internal override void Prefetch(int row) => Cache.Fetch(this[row]);

    internal override LabelStorage At(int[] positions) => new TargetLabels(Placed(targets, positions), Shape, Yes);

    internal override void Copy(int row, Span<float> destination) => this[row].CopyTo(destination);

    /// <summary>The targets of all samples.</summary>
    internal IReadOnlyList<float> All => targets;

    /// <summary>The targets of one sample.</summary>
    internal ReadOnlySpan<float> this[int row] => new(targets, row * Width, Width);

    /// <summary>Returns whether each group of columns sums to 1.</summary>
    internal static bool SumsToOne(ReadOnlySpan<float> rows, int columns)
    {
        for (var start = 0; start < rows.Length; start += columns)
        {
            if (Math.Abs(Sum(rows.Slice(start, columns)) - 1) > SumTolerance) return false;
        }
        return true;
    }

    /// <summary>Returns the sum, in double precision.</summary>
    internal static double Sum(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var value in row) sum += value;
        return sum;
    }
}

/// <summary>Class indices in the form of one-hot rows: zeros with a one at the class. Only the indices are stored.</summary>
internal sealed class OneHotLabels(ClassLabels classes, int columns) : ValueLabels(Shape.Create([.. classes.Shape.Dimensions, columns]))
{
    /// <summary>The class indices that are stored.</summary>
    internal ClassLabels Classes { get; } = classes;

    internal override bool Within(TargetRange range) => range.Contains(0) && range.Contains(1);

    internal override bool RowsSumToOne => true;

    internal override void Prefetch(int row) => Classes.Prefetch(row);

    internal override LabelStorage At(int[] positions) => new OneHotLabels((ClassLabels)Classes.At(positions), columns);

    internal override void Copy(int row, Span<float> destination)
    {
        destination.Clear();
        var indices = Classes[row];
        for (var i = 0; i < indices.Length; i++) destination[i * columns + indices[i]] = 1;
    }
}

/// <summary>The labels of several outputs, one after the other in a row of numbers; class indices are whole numbers.</summary>
internal sealed class PackedLabels(LabelStorage[] parts, Seq<ClassLegend> legends) : ValueLabels([parts.Sum(part => part.Width)])
{
    /// <summary>The labels of each output.</summary>
    internal IReadOnlyList<LabelStorage> Parts => parts;

    /// <summary>The meaning of each output's labels.</summary>
    internal Seq<ClassLegend> Legends => legends;

    /// <summary>Returns false: each output's labels are checked separately.</summary>
    internal override bool Within(TargetRange range) => false;

    /// <inheritdoc cref="Within"/>
    internal override bool RowsSumToOne => false;

    internal override void Prefetch(int row)
    {
        foreach (var part in parts) part.Prefetch(row);
    }

    internal override LabelStorage At(int[] positions) => new PackedLabels(Array.ConvertAll(parts, part => part.At(positions)), legends);

    internal override void Copy(int row, Span<float> destination)
    {
        foreach (var part in parts)
        {
            var to = destination[..part.Width];
            if (part is ClassLabels classes)
            {
                var label = classes[row];
                for (var i = 0; i < label.Length; i++) to[i] = label[i];
            }
            else ((ValueLabels)part).Copy(row, to);
            destination = destination[part.Width..];
        }
    }
}
