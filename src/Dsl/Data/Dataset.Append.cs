using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

public sealed partial class Dataset
{
    /// <summary>
    /// Puts data sets one after the other: the samples of the first, then those of the next. Nothing is copied but labels. For instance
    /// the windows of several series: <c>Dataset.Append(north, south)</c>. NumPy: <c>concatenate</c>.
    /// </summary>
    /// <param name="parts">
    /// Sets with samples of one shape, labels of one kind and shape, and the same scaling. Classes are matched by name, as in
    /// <c>MatchClasses</c>. If only some sets have weights, samples of the others have the weight 1.
    /// </param>
    /// <returns>The data set; or an error that names the first set that does not fit, and why.</returns>
    public static Fin<Dataset> Append(params Dataset[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0) return Report("Append", "there are no data sets");
        if (Array.IndexOf(parts, null) is >= 0 and var missing) return Report("Append", $"data set {missing + 1} is null");
        return parts.Skip(1).Select(part => part.MadeLike(parts[0])).ToSeq().Strict().Sequence()
            .Bind(others => Appended([parts[0], .. others]));
    }

    private static Fin<Dataset> Appended(Dataset[] parts)
    {
        var (first, total) = (parts[0], parts.Sum(part => (long)part.Count));
        var name = string.Join(" and ", parts.Select(part => part.Name).Distinct());
        if (total > Array.MaxLength) return Report(name, $"{total} samples together are too many");
        var firsts = new int[parts.Length];
        for (var i = 1; i < firsts.Length; i++) firsts[i] = firsts[i - 1] + parts[i - 1].Count;
        var samples = new AppendedStorage([.. parts.Select(part => new JoinedPart(part.samples, part.transform, part.map))], firsts);
        var appended = new Dataset(first, samples, (int)total, AppendedLabels(parts), name);
        return parts.Any(part => part.HasWeights) ? appended.Weighted([.. parts.SelectMany(part => part.WeightsInOrder())]) : appended;
    }

    /// <summary>Makes a set like another one, of other samples that have its scaling already.</summary>
    private Dataset(Dataset like, SampleStorage samples, int count, LabelStorage? labels, string name)
        : this(samples, like.SampleShape, count, labels, like.ClassNames, name) =>
        (Features, IsScaledAlready, EncodedBy) = (like.Features, like.IsScaledAlready, like.EncodedBy);

    /// <summary>Returns this set with the class numbers of another one, or an error that says why they can't follow each other.</summary>
    private Fin<Dataset> MadeLike(Dataset first)
    {
        if (SampleShape != first.SampleShape)
            return Fault($"samples have the shape {SampleShape}, but those of {first.Name} {first.SampleShape}");
        if (HasLabels != first.HasLabels) return Fault($"it has {(HasLabels ? "" : "no ")}labels, unlike {first.Name}");
        if (HasLabels && (LabelKind != first.LabelKind || LabelShape != first.LabelShape || PartsOf(this) != PartsOf(first)))
            return Fault($"the labels are {WhatLabels}, but those of {first.Name} {first.WhatLabels}");
        if (IsScaledAlready != first.IsScaledAlready || !SampleScaling.Of(this).IsLike(SampleScaling.Of(first)))
            return Fault($"it is not scaled like {first.Name}: scale the sets after Append, or all in the same way");
        if (EncodedBy != first.EncodedBy) return Fault($"its rows were encoded by another encoder than those of {first.Name}");
        if (!Features.IsEmpty && !first.Features.IsEmpty && Features != first.Features)
            return Fault($"its features are others than those of {first.Name}");
        return NumberedAs(first.Legends);

        static int PartsOf(Dataset data) => (data.labels as PackedLabels)?.Parts.Count ?? 1;
    }

    private static LabelStorage? AppendedLabels(Dataset[] parts) =>
        parts[0].labels is null ? null : AppendedLabels([.. parts.Select(part => part.LabelsInOrder())]);

    private static LabelStorage AppendedLabels(LabelStorage[] parts) => parts[0] switch
    {
        ClassLabels first => new ClassLabels([.. parts.Cast<ClassLabels>().SelectMany(part => part.All)], first.Shape),
        OneHotLabels first => new OneHotLabels(
            (ClassLabels)AppendedLabels([.. parts.Cast<OneHotLabels>().Select(part => part.Classes)]), first.Shape[^1]),
        PackedLabels first => new PackedLabels(
            [.. first.Parts.Select((_, output) => AppendedLabels([.. parts.Cast<PackedLabels>().Select(part => part.Parts[output])]))],
            first.Legends),
        TargetLabels first => new TargetLabels([.. parts.Cast<TargetLabels>().SelectMany(part => part.All)], first.Shape, first.Yes),
        _ => throw new NotSupportedException(parts[0].GetType().Name),
    };
}
