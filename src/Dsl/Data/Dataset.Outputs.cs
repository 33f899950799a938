using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

// Labels of several outputs.
public sealed partial class Dataset
{
    /// <summary>
    /// Combines data sets of the same samples into one that has the labels of all of them, for a model with several outputs. Samples,
    /// scaling and class names come from the first set. The samples of the other sets are compared with them; this takes a pass over the
    /// data if they are not in the same memory. Labels are shared, or copied if the order differs. <c>KFold</c>, <c>Split</c> and all other
    /// methods work as for any data set, except those that use classes.
    /// </summary>
    /// <param name="parts">The data sets, in the order of the outputs; each has labels.</param>
    /// <returns>
    /// The data set, or an error that lists everything that does not fit together: numbers of samples, a sample that differs, different
    /// weights, missing labels. Or an error that a file could not be read.
    /// </returns>
    public static Fin<Dataset> JoinLabels(params Dataset[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return DataFaults.Reading(Engine.Cpu, () => WithLabelsOf(parts));
    }

    private static Fin<Dataset> WithLabelsOf(Dataset[] parts)
    {
        if (parts.Length == 0) return Report("JoinLabels", "there are no data sets");
        if (Array.IndexOf(parts, null) is >= 0 and var missing) return Report("JoinLabels", $"data set {missing + 1} is null");
        var (first, weighted, faults) = (parts[0], parts.FirstOrDefault(part => part.HasWeights), new List<string>());
        foreach (var part in parts)
        {
            if (!part.HasLabels) faults.Add($"{part.Name} has no labels");
            else if (part.labels is PackedLabels) faults.Add($"{part.Name} has the labels of several outputs already");
            if (part.Count != first.Count) faults.Add($"{first.Name} has {first.Count} samples, but {part.Name} has {part.Count}");
            else if (first.FirstDifferentSample(part) is { } sample) faults.Add($"sample {sample} is not the same in {first.Name} and in {part.Name}");
            else if (weighted is not null && part.HasWeights && weighted.FirstDifferentWeight(part) is { } of)
                faults.Add($"the weight of sample {of} is not the same in {weighted.Name} and in {part.Name}");
        }
        if (faults.Count > 0) return Report(string.Join(" with ", parts.Select(part => part.Name).Distinct()), faults);
        var joined = new Dataset(first,
            new PackedLabels([.. parts.Select(first.LabelsAt)], parts.ToSeq().Bind(part => part.Legends).Strict()));
        return weighted is null || first.HasWeights ? joined : joined.Weighted(weighted.WeightsInOrder());
    }

    /// <summary>Returns this whole set, in its storage's order, with class indices as labels. They must have been checked.</summary>
    internal Dataset WithClasses(int[] classes, IReadOnlyList<string> names) =>
        new(this, new ClassLabels(classes, []), names.ToSeq().Strict());

    /// <summary>Returns this whole set, in its storage's order, with a number for each sample as label. They must be finite.</summary>
    internal Dataset WithTargets(float[] targets) => new(this, new TargetLabels(targets, [1]), Seq<string>.Empty);

    /// <summary>Returns this set with the labels of one of several outputs.</summary>
    private Dataset OfOutput(int output)
    {
        var packed = (PackedLabels)labels!;
        return new(this, packed.Parts[output], packed.Legends[output] is { IsYes: false } legend ? legend.Names : Seq<string>.Empty);
    }

    /// <summary>Returns the labels of another set of the same samples, at the storage positions that the samples have here.</summary>
    private LabelStorage LabelsAt(Dataset other)
    {
        if (ReferenceEquals(map, other.map)) return other.labels!;
        var inOrder = other.LabelsInOrder();
        return map is null ? inOrder : inOrder.At(map[..Count]);
    }

    /// <summary>Returns the first sample that differs in another set with the same number of samples; null if there is none.</summary>
    private int? FirstDifferentSample(Dataset other)
    {
        if (ReferenceEquals(samples, other.samples) && ReferenceEquals(map, other.map)
            && ReferenceEquals(transform, other.transform)) return null;
        if (SampleShape != other.SampleShape) return 0;
        var (mine, its) = (new float[samples.Width], new float[samples.Width]);
        for (var i = 0; i < Count; i++)
        {
            CopySamples([i], mine);
            other.CopySamples([i], its);
            if (!mine.AsSpan().SequenceEqual(its)) return i;
        }
        return null;
    }
}
