using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

public sealed partial class Dataset
{
    /// <summary>
    /// Joins the samples of several data sets side by side. Sample i is one row: the numbers of the first set's sample, then those of the
    /// next set's. Nothing is copied; each set keeps its own element type and scaling. A model with several inputs makes such a set by
    /// names: <c>Net.Join(images, metas)</c>.
    /// </summary>
    /// <param name="parts">
    /// Sets with the same number of samples. Labels and weights come from the set that has them; if several sets have them, they must be
    /// equal.
    /// </param>
    /// <returns>
    /// The data set, with samples of shape <c>[numbers]</c>; or an error: no set, different numbers of samples, or the first sample whose
    /// labels or weights differ.
    /// </returns>
    public static Fin<Dataset> Join(params Dataset[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0) return Report("Join", "there are no data sets");
        if (Array.IndexOf(parts, null) is >= 0 and var missing) return Report("Join", $"data set {missing + 1} is null");
        var name = string.Join(" with ", parts.Select(part => part.Name).Distinct());
        var (first, labelled, weighted) =
            (parts[0], parts.FirstOrDefault(part => part.HasLabels), parts.FirstOrDefault(part => part.HasWeights));
        var faults = new List<string>();
        foreach (var other in parts.Skip(1))
        {
            if (other.Count != first.Count) faults.Add($"{first.Name} has {first.Count} samples, but {other.Name} has {other.Count}");
            else if (labelled is not null && other.HasLabels && labelled.LabelDifference(other) is { } difference) faults.Add(difference);
            else if (weighted is not null && other.HasWeights && weighted.FirstDifferentWeight(other) is { } sample)
                faults.Add($"the weight of sample {sample} is not the same in {weighted.Name} and in {other.Name}");
        }
        if (parts.Sum(part => (long)part.samples.Width) > int.MaxValue) faults.Add("the samples of all sets together are too large");
        if (faults.Count > 0) return Report(name, faults);

        var samples = new JoinedStorage([.. parts.Select(part => new JoinedPart(part.samples, part.transform, part.map))]);
        var joined = new Dataset(samples, [samples.Width], first.Count, labelled?.LabelsInOrder(),
            labelled?.ClassNames ?? first.ClassNames, name);
        joined = new Dataset(joined, FeaturesSideBySide(parts));
        return weighted is null ? joined : joined.Weighted(weighted.WeightsInOrder());
    }

    /// <summary>Returns the labels of only this view, in its order.</summary>
    private LabelStorage LabelsInOrder()
    {
        int[] rows = [.. Enumerable.Range(0, Count)];
        if (ClassIndices is { } classes)
        {
            var inOrder = new int[Count * classes.Width];
            CopyClasses(rows, inOrder);
            var copy = new ClassLabels(inOrder, classes.Shape);
            return labels is OneHotLabels ? new OneHotLabels(copy, LabelShape[^1]) : copy;
        }
        if (labels is PackedLabels packed)
            return new PackedLabels([.. packed.Parts.Select((_, output) => OfOutput(output).LabelsInOrder())], packed.Legends);
        var targets = new float[Count * labels!.Width];
        CopyTargets(rows, targets);
        return new TargetLabels(targets, LabelShape, (labels as TargetLabels)?.Yes ?? default);
    }

    private float[] WeightsInOrder()
    {
        var inOrder = new float[Count];
        CopyWeights([.. Enumerable.Range(0, Count)], inOrder);
        return inOrder;
    }

    /// <summary>
    /// Returns where the labels of another set with the same number of samples differ from these, in words; null if they don't differ.
    /// </summary>
    private string? LabelDifference(Dataset other)
    {
        if (ReferenceEquals(this, other)) return null;
        if (other.LabelKind != LabelKind || other.LabelShape != LabelShape)
            return $"the labels of {Name} are {Text(this)}, but those of {other.Name} {Text(other)}";
        if (other.ConflictWith(Legends) is not null) return $"the classes of {Name} are {Legends[0].Text}, but those of {other.Name} {other.Legends[0].Text}";
        if (LabelKind == LabelKind.ClassIndices)
        {
            var (mine, its) = (new int[labels!.Width], new int[labels.Width]);
            for (var i = 0; i < Count; i++)
            {
                CopyClasses([i], mine);
                other.CopyClasses([i], its);
                if (!mine.AsSpan().SequenceEqual(its)) return Differs(i);
            }
            return null;
        }
        var (targets, others) = (new float[labels!.Width], new float[labels.Width]);
        for (var i = 0; i < Count; i++)
        {
            CopyTargets([i], targets);
            other.CopyTargets([i], others);
            if (!targets.AsSpan().SequenceEqual(others)) return Differs(i);
        }
        return null;

        string Differs(int sample) => $"the label of sample {sample} is not the same in {Name} and in {other.Name}";
        static string Text(Dataset data) => Dataset.Text(data.labels!);
    }

    private int? FirstDifferentWeight(Dataset other)
    {
        var (mine, its) = (WeightsInOrder(), other.WeightsInOrder());
        var sample = mine.AsSpan().CommonPrefixLength(its);
        return sample < mine.Length ? sample : null;
    }
}
