using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

// Windows of a series.
public sealed partial class Dataset
{
    /// <summary>Returns windows of the steps of this set; see <c>Functions.Windows</c>.</summary>
    internal Fin<Dataset> Windows(int length, int horizon, int gap, int stride, IReadOnlyList<string> targets)
    {
        if (length < 1) return Fault($"a window has at least 1 step, but {length} were asked for");
        if (stride < 1) return Fault($"the stride is at least 1 step, but is {stride}");
        if (horizon < 0) return Fault($"the horizon is not negative, but is {horizon}");
        if (gap < 0 || (gap > 0 && horizon == 0)) return Fault($"the gap between a window and its targets is {gap}; it needs a horizon, and is not negative");
        if (FirstNotNext() is { } odd)
            return Fault($"windows need steps in their order, but sample {odd} does not follow the one before it: make windows before Shuffle, and parts by Split(…, shuffle: false)");
        if (HasWeights) return Fault("the steps have weights, and a window has many steps: give weights to the windows instead");
        if (labels is PackedLabels) return Fault("the steps have labels of several outputs: make windows of each, then JoinLabels");
        if (labels is not null && targets.Count > 0) return Fault("the steps have labels, so that targets can't be chosen among their features");
        var needed = (long)length + gap + horizon;
        if (needed > Count) return Fault($"a window of {length} steps with a gap of {gap} and a horizon of {horizon} needs {needed} steps, but there are {Count}");
        if ((long)length * samples.Width > int.MaxValue) return Fault($"a window of {length} steps with {samples.Width} numbers each is too large");
        var count = (int)((Count - needed) / stride) + 1;
        var steps = new SeriesSteps(samples, transform, map?[0] ?? 0);
        return LabelsAhead(steps, length, horizon, gap, stride, count, targets).Map(ahead =>
        {
            var windows = new WindowStorage(steps, length, stride);
            var made = new Dataset(windows, SampleShape.Prepend(length), count, ahead.Case as LabelStorage, ClassNames, Name);
            return new Dataset(new Dataset(made, IsScaledAlready), FeaturesOfSteps(length));
        });
    }

    /// <summary>Returns the first sample of this view that does not follow its predecessor in storage; null if there is none.</summary>
    private int? FirstNotNext()
    {
        for (var i = 1; map is not null && i < Count; i++)
            if (map[i] != map[i - 1] + 1) return i;
        return null;
    }

    private Fin<Option<LabelStorage>> LabelsAhead(
        SeriesSteps steps, int length, int horizon, int gap, int stride, int count, IReadOnlyList<string> targets)
    {
        if (labels is not null)
            return Prelude.Some(LabelsOfSteps(length - 1 + (horizon == 0 ? 0 : gap + 1), Math.Max(horizon, 1), stride, count));
        if (horizon == 0)
        {
            return targets.Count == 0 ? Option<LabelStorage>.None
                : Fault("with a horizon of 0 windows have no targets, but some were named");
        }
        return ColumnsOf(targets).Map(columns => Prelude.Some<LabelStorage>(
            new WindowTargets(steps, columns, ShapeAhead(horizon, columns.Length), length + gap, stride, count)));
    }

    /// <summary>Returns the shape of the targets: <c>[1]</c>, <c>[horizon]</c>, <c>[targets]</c> or <c>[horizon, targets]</c>.</summary>
    private static Shape ShapeAhead(int horizon, int targets) => horizon == 1 ? [targets] : targets == 1 ? [horizon] : [horizon, targets];

    /// <summary>Returns the labels of steps at an offset from each window's beginning: of one step, or of several in a row.</summary>
    private LabelStorage LabelsOfSteps(int offset, int horizon, int stride, int count)
    {
        int[] rows = [.. Enumerable.Range(0, count).SelectMany(window => Enumerable.Range(window * stride + offset, horizon))];
        var shape = horizon == 1 ? LabelShape : LabelShape.Prepend(horizon);
        if (ClassIndices is { } classes)
        {
            var indices = new int[rows.Length * classes.Width];
            CopyClasses(rows, indices);
            var ahead = new ClassLabels(indices, horizon == 1 ? classes.Shape : classes.Shape.Prepend(horizon));
            return labels is OneHotLabels ? new OneHotLabels(ahead, LabelShape[^1]) : ahead;
        }
        var numbers = new float[rows.Length * labels!.Width];
        CopyTargets(rows, numbers);
        return new TargetLabels(numbers, shape, (labels as TargetLabels)?.Yes ?? default);
    }

    /// <summary>Returns the positions of features in a step: of all, or of those with these names.</summary>
    private Fin<int[]> ColumnsOf(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return Enumerable.Range(0, samples.Width).ToArray();
        var columns = new List<int>();
        foreach (var name in names)
        {
            var found = NamedFeatures.Find(feature => CsvText.FormC(feature.Name) == CsvText.FormC(name ?? ""));
            if (found.Case is not DataFeature feature)
                return Fault($"there is no feature {CsvText.Quoted(name ?? "")} for a target; there are {CsvText.Listed([.. NamedFeatures.Map(f => f.Name)])}");
            columns.AddRange(Enumerable.Range(feature.First, feature.Width));
        }
        return columns.ToArray();
    }

    /// <summary>Returns the features of a window: those of each step, from the first one to the last one, <c>t</c>.</summary>
    private Seq<DataFeature> FeaturesOfSteps(int length) => Features.IsEmpty ? Features : Enumerable.Range(0, length).SelectMany(step =>
        Features.Map(feature => feature with
        {
            Name = FormattableString.Invariant($"{feature.Name} t{(step == length - 1 ? "" : $"−{length - 1 - step}")}"),
            First = step * samples.Width + feature.First,
        })).ToSeq().Strict();
}
