using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Metrics;
using ModelDsl.Printing;
using ModelDsl.Shapes;

namespace ModelDsl;

/// <summary>
/// Samples with their labels: an immutable value that is never empty. It keeps its numbers in their own element type (bytes stay bytes).
/// <c>Take</c>, <c>Split</c>, <c>KFold</c> and <c>Shuffle</c> make views that share the storage. <c>Scale</c> and <c>Standardize</c> are
/// stored and applied while a batch is gathered. Reading is safe from any number of threads.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed partial class Dataset
{
    /// <summary>Minimum width of a sample: smaller samples are not worth a prefetch.</summary>
    private const int PrefetchWidth = 64;

    /// <summary>Number of rows to prefetch ahead.</summary>
    private const int PrefetchDistance = 4;

    private readonly SampleStorage samples;
    private readonly LabelStorage? labels;
    private readonly FeatureTransform transform = FeatureTransform.Identity;

    /// <summary>Weights of samples by their positions in storage; null if all are 1.</summary>
    private readonly float[]? weights;

    /// <summary>Positions in storage of the samples of this view; null if the view is the start of the storage.</summary>
    private readonly int[]? map;

    private Dataset(SampleStorage samples, Shape sampleShape, int count, LabelStorage? labels, Seq<string> classNames, string name)
    {
        (this.samples, SampleShape, Count, this.labels, ClassNames, Name) = (samples, sampleShape, count, labels, classNames, name);
    }

    private Dataset(Dataset original, FeatureTransform transform) : this(original) => this.transform = transform;

    private Dataset(Dataset original, LabelStorage labels) : this(original) => this.labels = labels;

    private Dataset(Dataset original, float[] weights) : this(original) => this.weights = weights;

    private Dataset(Dataset original, LabelStorage? labels, Seq<string> classNames) : this(original) =>
        (this.labels, ClassNames) = (labels, classNames);

    private Dataset(Dataset original, string name) : this(original) => Name = name;

    private Dataset(Dataset original, int[]? map, int count, string name) : this(original) =>
        (this.map, Count, Name) = (map, count, name);

    private Dataset(Dataset original, Seq<DataFeature> features) : this(original) => Features = features;

    private Dataset(Dataset original, bool isScaledAlready) : this(original) => IsScaledAlready = isScaledAlready;

    private Dataset(Dataset original, SampleStorage samples) : this(original) => this.samples = samples;

    private Dataset(Dataset original)
        : this(original.samples, original.SampleShape, original.Count, original.labels, original.ClassNames, original.Name) =>
        (transform, map, weights, Features, IsScaledAlready, EncodedBy) =
        (original.transform, original.map, original.weights, original.Features, original.IsScaledAlready, original.EncodedBy);

    /// <summary>Number of samples; at least one.</summary>
    public int Count { get; }

    /// <summary>Shape of one sample.</summary>
    public Shape SampleShape { get; }

    /// <summary>Whether there are labels; a set without labels can be used for prediction only.</summary>
    public bool HasLabels => labels is not null;

    /// <summary>
    /// Whether a batch gets class indices or real numbers as labels. It is <see cref="LabelKind.ClassIndices"/>, without meaning, if
    /// <see cref="HasLabels"/> is false.
    /// </summary>
    public LabelKind LabelKind =>
        labels is PackedLabels ? LabelKind.Packed : labels is ValueLabels ? LabelKind.Values : LabelKind.ClassIndices;

    /// <summary>Shape of the label of one sample; <c>[]</c> for one class index, and if there are no labels.</summary>
    public Shape LabelShape => labels?.Shape ?? [];

    /// <summary>Whether samples have weights; otherwise each counts 1 in a loss.</summary>
    public bool HasWeights => weights is not null;

    /// <summary>Names of the classes, by class index; empty if they are not known.</summary>
    public Seq<string> ClassNames { get; }

    /// <summary>The name of this data set in errors.</summary>
    public string Name { get; }

    /// <summary>Returns this data set under another name.</summary>
    public Dataset Named(string name) => new(this, name);

    /// <summary>
    /// Gathers samples into a batch: conversion to float32, scaling and gathering are one pass. Allocates nothing.
    /// </summary>
    /// <param name="rows">The samples: positions 0 … <see cref="Count"/> − 1, in any order.</param>
    /// <param name="destination">Receives the samples, one after the other; at least as many numbers as the samples have.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="IOException">
    /// A file on disk has changed, or a sample in it is not finite (<see cref="Idx.Map(string, string, IEnumerable{string}, string)"/>).
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopySamples(ReadOnlySpan<int> rows, Span<float> destination)
    {
        var width = samples.Width;
        CheckRoom(rows.Length, width, destination.Length);
        samples.ThrowIfChanged();
        // Rows of a shuffled set are scattered: fetching some ahead while one is converted reduces the time of a batch from 15 µs to 5.
        var fetched = width >= PrefetchWidth ? 0 : rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            for (; fetched < rows.Length && fetched <= i + PrefetchDistance; fetched++) samples.Prefetch(Locate(rows[fetched]));
            samples.Copy(Locate(rows[i]), transform, destination.Slice(i * width, width));
        }
        // Samples in memory were checked when the data met its model; those on disk are read only now.
        if (samples.IsSlow && samples.MayOverflow(transform)) ThrowIfOverflown(rows, destination[..(rows.Length * width)]);
    }

    /// <summary>
    /// Asks the processor to load the samples and labels that are gathered next, and to look up the positions of those after them. It does
    /// so only for small batches, which are too short to hide the wait for memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Prefetch(ReadOnlySpan<int> next, ReadOnlySpan<int> behind)
    {
        if (next.Length > PrefetchDistance || samples.Width < PrefetchWidth) return;
        foreach (var row in next)
        {
            var position = Locate(row);
            samples.Prefetch(position);
            labels?.Prefetch(position);
        }
        if (map is null) return;
        foreach (var row in behind) Cache.Fetch(new ReadOnlySpan<int>(map, row, 1));
    }

    /// <summary>Gathers the class indices of samples, including those of a set made by <c>OneHot</c>. Allocates nothing.</summary>
    /// <inheritdoc cref="CopySamples" path="/param"/>
    /// <inheritdoc cref="CopySamples" path="/exception"/>
    /// <exception cref="InvalidOperationException">The labels are not class indices.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyClasses(ReadOnlySpan<int> rows, Span<int> destination)
    {
        var classes = ClassIndices ?? throw new InvalidOperationException($"The labels of {Name} are not class indices.");
        CheckRoom(rows.Length, classes.Width, destination.Length);
        var to = 0;
        foreach (var row in rows)
        {
            // Nearly always one label: a copy call would take longer.
            foreach (var label in classes[Locate(row)]) destination[to++] = label;
        }
    }

    /// <summary>Gathers the targets of samples: real numbers, or one-hot rows of zeros and a one. Allocates nothing.</summary>
    /// <inheritdoc cref="CopySamples" path="/param"/>
    /// <inheritdoc cref="CopySamples" path="/exception"/>
    /// <exception cref="InvalidOperationException">The labels are class indices.</exception>
    public void CopyTargets(ReadOnlySpan<int> rows, Span<float> destination)
    {
        var targets = labels as ValueLabels ?? throw new InvalidOperationException($"The labels of {Name} are not real numbers.");
        CheckRoom(rows.Length, targets.Width, destination.Length);
        for (var i = 0; i < rows.Length; i++) targets.Copy(Locate(rows[i]), destination.Slice(i * targets.Width, targets.Width));
    }

    /// <summary>Gathers the weights of samples, 1 if there are none. Allocates nothing.</summary>
    /// <inheritdoc cref="CopySamples" path="/param"/>
    /// <inheritdoc cref="CopySamples" path="/exception"/>
    public void CopyWeights(ReadOnlySpan<int> rows, Span<float> destination)
    {
        CheckRoom(rows.Length, 1, destination.Length);
        for (var i = 0; i < rows.Length; i++) destination[i] = Locate(rows[i]) is var position && weights is null ? 1f : weights[position];
    }

    /// <summary>Returns all samples, <c>[N, …]</c>, on the CPU engine.</summary>
    public Tensor ToTensor() => ToTensor(..);

    /// <summary>Returns a block of samples, <c>[N, …]</c>, on the CPU engine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block reaches beyond the set.</exception>
    /// <exception cref="ArgumentException">It has more than 2³¹ − 1 numbers, the limit of a tensor.</exception>
    public Tensor ToTensor(Range rows)
    {
        var shape = BlockShape(rows, SampleShape);
        var values = new float[shape.Size];
        CopySamples(Positions(rows), values);
        return SampleScaling.Mark(Tensor.Create(shape, values), SampleScaling.Of(this));
    }

    /// <summary>Returns all samples with their labels and weights, on the CPU engine.</summary>
    /// <exception cref="InvalidOperationException">The set has no labels.</exception>
    public Batch ToBatch() => ToBatch(..);

    /// <summary>Returns a block of samples with their labels and weights, on the CPU engine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block reaches beyond the set.</exception>
    /// <exception cref="InvalidOperationException">The set has no labels.</exception>
    /// <exception cref="ArgumentException">Its samples or its labels have more than 2³¹ − 1 numbers, the limit of a tensor.</exception>
    public Batch ToBatch(Range rows)
    {
        if (labels is null) throw new InvalidOperationException($"{Name} has no labels; use ToTensor.");
        var shape = BlockShape(rows, LabelShape);
        BlockShape(rows, SampleShape);
        var positions = Positions(rows);
        if (LabelKind == LabelKind.ClassIndices)
        {
            var classes = new int[shape.Size];
            CopyClasses(positions, classes);
            return new Batch(ToTensor(rows), Tensor.Create(shape, classes), WeightsOf(positions));
        }
        var targets = new float[shape.Size];
        CopyTargets(positions, targets);
        return new Batch(ToTensor(rows), Tensor.Create(shape, targets), WeightsOf(positions));
    }

    /// <summary>
    /// Counts the samples of each class, by class index. Samples of no class, −1, are not counted. Returns nothing if labels are not one
    /// class index for each sample.
    /// </summary>
    public Option<Seq<int>> CountClasses()
    {
        if (SingleClasses is not { } classes) return Option<Seq<int>>.None;
        var counts = new int[Math.Max(classes.Largest + 1, ClassNames.Count)];
        for (var i = 0; i < Count; i++)
            if (classes[Locate(i)][0] is >= 0 and var c) counts[c]++;
        return counts.ToSeq();
    }

    /// <summary>Returns name, number and shape of samples, labels and their meaning, for debuggers and logs.</summary>
    public override string ToString() => ValueText.Line($"{Name}: {Words.Counted(Count, "sample")} of shape {SampleShape}, " + labels switch
    {
        null => "no labels",
        PackedLabels { Parts: var parts, Legends: var legends } => $"labels: {string.Join(", ", parts.Zip(legends, Text))}",
        _ => $"labels: {Text(labels, Legends[0])}",
    });

    private static string Text(LabelStorage labels, ClassLegend legend) =>
        Text(labels) + (legend is { IsKnown: true, IsYes: false } ? $" ({legend.Text})" : legend.IsKnown ? $", yes for {legend.Text}" : "");

    private static string Text(LabelStorage labels) =>
        (labels is ClassLabels ? "class indices" : "numbers") + (labels is ClassLabels && labels.Shape.Rank == 0 ? "" : $" of shape {labels.Shape}");

    /// <summary>The class indices, also those of one-hot rows; null if there are none.</summary>
    internal ClassLabels? ClassIndices => labels as ClassLabels ?? (labels as OneHotLabels)?.Classes;

    /// <summary>The class indices if each sample has exactly one; otherwise null.</summary>
    private ClassLabels? SingleClasses => ClassIndices is { Width: 1 } classes ? classes : null;

    /// <summary>Returns the class of each sample in order; null if samples do not have exactly one class each.</summary>
    internal int[]? Classes()
    {
        if (SingleClasses is not { } classes) return null;
        var result = new int[Count];
        for (var i = 0; i < result.Length; i++) result[i] = classes[Locate(i)][0];
        return result;
    }

    /// <summary>Returns a view of some samples of this view, in the given order.</summary>
    internal Dataset View(ReadOnlySpan<int> rows, string name)
    {
        var positions = new int[rows.Length];
        for (var i = 0; i < positions.Length; i++) positions[i] = Locate(rows[i]);
        return new Dataset(this, positions, positions.Length, name);
    }

    /// <summary>Returns a view of the first samples.</summary>
    internal Dataset First(int count) => new(this, map, Math.Min(count, Count), Name);

    internal Dataset Scaled(float factor) => new(this, transform.ThenScale(factor));

    internal Dataset Standardized(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
        new(this, transform.ThenStandardize(means, deviations));

    internal Fin<Dataset> Weighted(float[] ofSamples)
    {
        if (ofSamples.Length != Count) return Fault($"there are {Count} samples but {ofSamples.Length} weights");
        var wrong = Array.FindIndex(ofSamples, weight => !RowWeights.Fits(weight));
        if (wrong >= 0) return Fault($"the weight of sample {wrong} is {Text(ofSamples[wrong])}, but a weight must be finite and 0 or more");
        if (map is null) return new Dataset(this, (float[])ofSamples.Clone());
        var byPosition = new float[map.Max() + 1];
        for (var i = 0; i < Count; i++) byPosition[map[i]] = ofSamples[i];
        return new Dataset(this, byPosition);
    }

    internal Dataset WithLabels(LabelStorage newLabels) => new(this, newLabels);

    /// <summary>Returns the position in storage of a sample of this view.</summary>
    private int Locate(int row)
    {
        if ((uint)row >= (uint)Count) ThrowNoSuchSample(row);
        return map is null ? row : map[row];
    }

    private Tensor? WeightsOf(int[] rows)
    {
        if (weights is null) return null;
        var values = new float[rows.Length];
        CopyWeights(rows, values);
        return Tensor.Create([rows.Length], values);
    }

    /// <summary>Returns the shape of a block of samples, or of their labels.</summary>
    private Shape BlockShape(Range rows, Shape each)
    {
        var (_, length) = rows.GetOffsetAndLength(Count);
        if ((long)length * each.Size <= int.MaxValue) return each.Prepend(length);
        throw new ArgumentException($"{Name}: {length} samples with {each.Size} numbers each are more than a tensor has, {int.MaxValue}; take a smaller block.", nameof(rows));
    }

    private int[] Positions(Range rows)
    {
        var (offset, length) = rows.GetOffsetAndLength(Count);
        return [.. Enumerable.Range(offset, length)];
    }

    private static void CheckRoom(int rows, int width, int room)
    {
        if (room < (long)rows * width)
            throw new ArgumentException(FormattableString.Invariant($"{rows} rows of {width} numbers do not fit a destination of {room}."), nameof(room));
    }

    private void ThrowIfOverflown(ReadOnlySpan<int> rows, ReadOnlySpan<float> gathered)
    {
        if (FirstNotFinite(gathered) is { } wrong)
            throw new UnreadableSamples($"{Name}: {Overflown(rows[wrong / samples.Width], wrong % samples.Width, gathered[wrong])}.");
    }

    private string Overflown(int sample, int position, float number) => FormattableString.Invariant(
        $"sample {sample} is {number}{Places.At(SampleShape, position)} after Scale and Standardize, too large for float32: scale by less");

    private void ThrowNoSuchSample(int row) =>
        throw new ArgumentOutOfRangeException(
        nameof(row), FormattableString.Invariant($"{Name} has the samples 0 … {Count - 1}, but {row} was asked for."));
}
