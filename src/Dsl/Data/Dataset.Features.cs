using System.Globalization;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl;

// The names of features, and their numbers before any scaling.
public sealed partial class Dataset
{
    /// <summary>
    /// The features, in the order of a sample's numbers; each number belongs to one of them. Empty if they have no names. <c>Csv.Load</c>
    /// takes the names of the columns, <c>WithFeatureNames</c> sets others, and every view keeps them.
    /// </summary>
    public Seq<DataFeature> Features { get; }

    /// <summary>The features; if they have no names, one for each number, named by its position: <c>x0</c>, <c>x1</c>.</summary>
    internal Seq<DataFeature> NamedFeatures => !Features.IsEmpty ? Features
        : Enumerable.Range(0, SampleShape.Size).Select(i => new DataFeature(DefaultFeature(i), i)).ToSeq().Strict();

    /// <summary>What the encoder learnt that made the samples of rows, as text; null for other samples.</summary>
    internal string? EncodedBy { get; private init; }

    /// <summary>Returns this set with the text of the encoder that made its samples.</summary>
    internal Dataset EncodedAs(string encoder) => new(this) { EncodedBy = encoder };

    /// <summary>
    /// Returns the fault if a model's own encoder is another one than that of these samples: the same number then means something else.
    /// </summary>
    /// <param name="learnt">What the model's encoder learnt, as text; null if it has none.</param>
    internal string? ConflictWithEncoder(string? learnt) => EncodedBy is null || learnt is null || EncodedBy == learnt ? null
        : $"{Name}: its rows were encoded by another encoder than the model's own, which learnt from other rows; encode them with model.Encode(rows)";

    /// <summary>Returns this set with names for its features, or an error that lists what is wrong with them.</summary>
    internal Fin<Dataset> WithFeatures(Seq<DataFeature> features)
    {
        var (faults, next, names) = (new List<string>(), 0, new System.Collections.Generic.HashSet<string>());
        foreach (var feature in features)
        {
            if (string.IsNullOrWhiteSpace(feature.Name)) faults.Add($"the feature at position {feature.First} has no name");
            else if (!names.Add(CsvText.FormC(feature.Name))) faults.Add($"two features have the name {CsvText.Quoted(feature.Name)}");
            if (feature.Width < 1) faults.Add($"the feature {feature.Name} has {feature.Width} numbers, but must have at least 1");
            else if (feature.First != next) faults.Add($"the feature {feature.Name} begins at {feature.First}, but the one before it ends at {next}");
            if (!feature.Columns.IsEmpty && feature.Columns.Count != feature.Width)
                faults.Add($"the feature {feature.Name} has {feature.Width} numbers, but names for {feature.Columns.Count}");
            next = feature.First + feature.Width;
        }
        if (faults.Count == 0 && next != samples.Width)
            faults.Add($"the features have {next} numbers, but a sample of shape {SampleShape} has {samples.Width}");
        return faults.Count > 0 ? Report(Name, faults) : new Dataset(this, features.Strict());
    }

    /// <summary>Returns this set with a name for each number of a sample; without names if there are none.</summary>
    internal Fin<Dataset> WithFeatureNames(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return new Dataset(this, Seq<DataFeature>.Empty);
        return names.Count == samples.Width ? WithFeatures(names.Select((name, i) => new DataFeature(name, i)).ToSeq().Strict())
            : Fault($"there are {Words.Counted(names.Count, "feature name")}, but a sample of shape {SampleShape} has {Words.Counted(samples.Width, "number")}");
    }

    /// <summary>Copies a sample's numbers as they were before <c>Scale</c> and <c>Standardize</c>.</summary>
    internal void CopyRaw(int row, Span<double> destination) => samples.CopyRaw(Locate(row), destination);

    /// <summary>Returns what <c>Scale</c> and <c>Standardize</c> do with a number of a sample: <c>(x − Center)·Scale</c>.</summary>
    internal (double Center, double Scale) UnitOf(int position) => samples.UnitOf(position, transform);

    /// <summary>Returns this view in storage of its own order, so that samples of it can replace others.</summary>
    internal Dataset InOrder()
    {
        var whole = new JoinedStorage([new JoinedPart(samples, transform, map)]);
        var ordered = new Dataset(whole, SampleShape, Count, labels is null ? null : LabelsInOrder(), ClassNames, Name);
        return HasWeights ? new Dataset(ordered, WeightsInOrder()) : ordered;
    }

    /// <summary>
    /// Returns a set <see cref="InOrder"/> whose numbers of a feature come from other samples: sample i gets those of <c>rows[i]</c>.
    /// </summary>
    internal Dataset WithFeatureOf(int[] rows, DataFeature feature) =>
        new(this, new SubstitutedStorage(samples, feature.First, feature.Width, rows));

    /// <summary>Returns a set <see cref="InOrder"/> whose numbers of a feature are these in every sample, scaled already.</summary>
    internal Dataset WithFeatureAt(float[] numbers, DataFeature feature) =>
        new(this, new SubstitutedStorage(samples, feature.First, numbers));

    /// <summary>
    /// Returns the features of sets that are joined side by side. A set without names becomes one feature with its own name.
    /// </summary>
    private static Seq<DataFeature> FeaturesSideBySide(Dataset[] parts)
    {
        if (Array.TrueForAll(parts, part => part.Features.IsEmpty)) return default;
        var (joined, first, names) = (new List<DataFeature>(), 0, new System.Collections.Generic.HashSet<string>());
        foreach (var part in parts)
        {
            var own = part.Features.IsEmpty ? Prelude.Seq1(new DataFeature(part.Name, 0, part.samples.Width)) : part.Features;
            foreach (var feature in own) joined.Add(feature with { Name = Distinct(feature.Name, names), First = first + feature.First });
            first += part.samples.Width;
        }
        return joined.ToSeq().Strict();
    }

    /// <summary>Returns features with these names, of one number each. The second of two equal names becomes <c>name (2)</c>.</summary>
    internal static Seq<DataFeature> FeaturesNamed(IEnumerable<string> names)
    {
        var used = new System.Collections.Generic.HashSet<string>();
        return names.Select((name, i) => new DataFeature(Distinct(name, used), i)).ToSeq().Strict();
    }

    private static string Distinct(string name, ISet<string> used)
    {
        var distinct = name;
        for (var number = 2; !used.Add(CsvText.FormC(distinct)); number++)
            distinct = string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
        return distinct;
    }

    private string DefaultFeature(int position) => SampleShape.Rank == 1
        ? string.Create(CultureInfo.InvariantCulture, $"x{position}")
        : "x" + Places.At(SampleShape, position)[(SampleShape.Rank == 0 ? 0 : " at ".Length)..];
}
