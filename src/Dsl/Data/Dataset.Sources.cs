using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl;

// Sets whose samples are read or computed when they are gathered.
public sealed partial class Dataset
{
    /// <summary>Creates a data set of samples in a storage of your own, whose labels are class indices.</summary>
    /// <param name="source">The samples. They are read when batches need them, by several threads ahead of the steps.</param>
    /// <param name="classes">
    /// The class index of each sample, 0 … 2²⁴ − 1, or <see cref="NoClass"/>. There are several for each sample if
    /// <paramref name="labelShape"/> is given.
    /// </param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="labelShape">Shape of the label of one sample; by default <c>[]</c>, one class index.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or one error with all faults of the labels. Samples are read and checked later.</returns>
    public static Fin<Dataset> From(
        SampleSource source, ReadOnlySpan<int> classes, IEnumerable<string>? classNames = null, Shape labelShape = default,
        string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (names, faults) = ((classNames ?? []).ToSeq().Strict(), new List<string>());
        CheckLabelCount(source.Count, classes.Length, labelShape, faults);
        CheckClasses(classes, labelShape, names, least: NoClass, faults);
        return faults.Count > 0 ? Report(name, faults) : Of(source, new ClassLabels(classes.ToArray(), labelShape), names, name);
    }

    /// <summary>Creates a data set of samples in a storage of your own, whose labels are real numbers.</summary>
    /// <param name="source">The samples. They are read when batches need them, by several threads ahead of the steps.</param>
    /// <param name="targets">The targets of the samples, one after the other.</param>
    /// <param name="targetShape">Shape of the target of one sample: <c>[1]</c> for a model that ends in <c>Dense(1)</c>.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or one error with all faults of the targets. Samples are read and checked later.</returns>
    public static Fin<Dataset> From(SampleSource source, ReadOnlySpan<float> targets, Shape targetShape, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(source);
        var faults = new List<string>();
        CheckTargets(source.Count, targets, targetShape, faults);
        return faults.Count > 0 ? Report(name, faults)
            : Of(source, new TargetLabels(targets.ToArray(), targetShape), Seq<string>.Empty, name);
    }

    /// <summary>Creates a data set of samples in a storage of your own, without labels, for prediction.</summary>
    /// <param name="source">The samples. They are read when batches need them, by several threads ahead of the steps.</param>
    /// <param name="classNames">Names of the classes that a model may predict.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or an error: a class without a name.</returns>
    public static Fin<Dataset> From(SampleSource source, IEnumerable<string>? classNames = null, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(source);
        var names = (classNames ?? []).ToSeq().Strict();
        return CsvText.Fault(names) is { } unnamed ? Report(name, unnamed) : Of(source, null, names, name);
    }

    private static Dataset Of(SampleSource source, LabelStorage? labels, Seq<string> names, string name) =>
        new(new SourceStorage(source), source.SampleShape, source.Count, labels, names, name);

    /// <summary>Returns this set after a function of each sample.</summary>
    /// <param name="function">The function.</param>
    /// <param name="seed">The seed of its random numbers.</param>
    /// <param name="shape">Shape of the samples that it gives; null for the shape that they have.</param>
    internal Fin<Dataset> Mapped(RandomSampleFunction function, int seed, Shape? shape)
    {
        var to = shape ?? SampleShape;
        if (to.Size == 0) return Fault($"a sample of shape {to} has no numbers; each dimension must be positive");
        var mapping = new SampleMapping(function, seed, SampleShape, to);
        var samples = new MappedStorage(new JoinedPart(this.samples, transform, map), mapping, pass: 0);
        var mapped = new Dataset(samples, to, Count, labels is null ? null : LabelsInOrder(), ClassNames, Name);
        mapped = HasWeights ? new Dataset(mapped, WeightsInOrder()) : mapped;
        if (to != SampleShape) return mapped;
        return new Dataset(new Dataset(mapped, Features), IsScaledAlready) { EncodedBy = EncodedBy };
    }

    /// <summary>Returns this set as it is in a pass over the data; the same object if every pass is the same.</summary>
    /// <param name="number">The number of passes before.</param>
    internal Dataset InPass(int number) =>
        samples.InPass(number) is var inPass && inPass == samples ? this : new Dataset(this, inPass);
}
