using System.Globalization;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>A feature attribute.</summary>
/// <param name="Name">Its name, without the suffix.</param>
/// <param name="Kinds">The kinds of values that it takes.</param>
/// <param name="Takes">These kinds, in words.</param>
/// <param name="Read">Reads the encoding; null when something is wrong, which is reported.</param>
internal sealed record FeatureDefinition(string Name, CellKind[] Kinds, string Takes, Func<FeatureArguments, EncodingSpec?> Read)
{
    public string AttributeName => $"ModelDsl.{Name}Attribute";
}

/// <summary>Every feature attribute.</summary>
internal static class EncodingTable
{
    /// <summary>float32 holds every whole number up to this one, and indices are float32 numbers.</summary>
    public const int MostIndices = 1 << 24;

    private static readonly CellKind[] Numbers = [CellKind.Number];
    private static readonly CellKind[] Dates = [CellKind.DateTime, CellKind.DateTimeOffset, CellKind.DateOnly, CellKind.TimeOnly];
    private static readonly CellKind[] Classes = [CellKind.Enumeration, CellKind.Boolean, CellKind.Text];

    public static readonly IReadOnlyList<FeatureDefinition> All =
    [
        new("Number", Numbers, "numbers", Scaled),
        new("Normalize", Numbers, "numbers", Scaled),
        new("MinMax", Numbers, "numbers", Scaled),
        new("Bucket", Numbers, "numbers", Bucket),
        new("Bins", Numbers, "numbers", Bins),
        new("Cyclic", Numbers, "numbers", Cyclic),
        new("Date", Dates, "DateTime, DateTimeOffset, DateOnly and TimeOnly", Date),
        new("Category", Classes, "enums, bools and strings", Category),
        new("Vocabulary", [CellKind.Text], "strings", Vocabulary),
        new("TextVectorization", [CellKind.Text], "strings", TextVectorizationReader.Read),
        new("Label", [.. Classes, CellKind.Number], "enums, bools, strings and numbers", Label),
        new("SampleWeight", Numbers, "numbers", Weight),
        new("Ignore", [.. Classes, CellKind.Number, .. Dates, CellKind.Other], "every type", static _ => new IgnoredEncoding()),
    ];

    private static readonly Dictionary<string, FeatureDefinition> ByAttributes = All.ToDictionary(feature => feature.Name + "Attribute");

    /// <param name="attribute">The attribute's name within our namespace.</param>
    public static FeatureDefinition? ByAttribute(string attribute) => ByAttributes.TryGetValue(attribute, out var feature) ? feature : null;

    /// <summary>Returns the usual attribute for a kind of value, for messages.</summary>
    public static string Usual(CellKind kind) => kind switch
    {
        CellKind.Number => "[Normalize]",
        CellKind.Boolean or CellKind.Enumeration => "[Category]",
        CellKind.Text => "[Vocabulary(1000)]",
        CellKind.TimeOnly => "[Date(DateParts.TimeOfDay)]",
        CellKind.Other => "[Ignore]",
        _ => "[Date(DateParts.Month | DateParts.DayOfWeek)]",
    };

    private static EncodingSpec? Scaled(FeatureArguments feature)
    {
        var missing = feature.Member("Missing");
        if (missing is null) return null;
        foreach (var option in new[] { "Missing", "Indicator" })
        {
            if (feature.Cell.IsOptional || !feature.Reader.IsGiven(option)) continue;
            feature.Report(Rules.MissingValues, option, $"has the option {option}, but its type can't be null, so it never counts: remove it, or make the parameter nullable");
            return null;
        }
        if (feature is { Kind: "Number", Cell.IsOptional: true } && missing.Length == 0)
        {
            feature.Report(Rules.MissingValues, "Missing", "may be null, but does not say which number stands for a missing one: write for instance [Number(Missing = Missing.Median)]");
            return null;
        }
        return new ScaledEncoding(feature.Kind, feature.Reader.Bool("Log", false), missing, feature.Reader.Bool("Indicator", true));
    }

    private static EncodingSpec? Bucket(FeatureArguments feature)
    {
        var boundaries = feature.Reader.Doubles("boundaries") ?? [];
        if (boundaries.Count == 0)
        {
            feature.Report(Rules.FeatureOption, "", "no boundary", "it needs at least one: [Bucket(18, 65)] has three intervals");
            return null;
        }
        for (var i = 0; i < boundaries.Count; i++)
        {
            var fault = double.IsNaN(boundaries[i]) || double.IsInfinity(boundaries[i]) ? "a boundary must be a finite number"
                : i > 0 && boundaries[i] <= boundaries[i - 1] ? "each boundary must be larger than the one before" : null;
            if (fault is null) continue;
            feature.ReportItem(Rules.FeatureOption, i, $"the boundary {Text(boundaries[i])}{(i > 0 ? $" after {Text(boundaries[i - 1])}" : "")}", fault);
            return null;
        }
        return new BucketEncoding(boundaries, feature.Reader.Bool("AsIndex", false));
    }

    private static EncodingSpec? Bins(FeatureArguments feature)
    {
        if (feature.Reader.Int("count") is not { } count || feature.Member("Strategy") is not { } strategy) return null;
        return InRange(feature, "count", count, 2, "intervals") ? new BinsEncoding(count, strategy, feature.Reader.Bool("AsIndex", false)) : null;
    }

    private static EncodingSpec? Cyclic(FeatureArguments feature)
    {
        if (feature.Reader.Exact("period") is not { } period) return null;
        if (period > 0 && !double.IsInfinity(period)) return new CyclicEncoding(period);
        feature.Report(Rules.FeatureOption, "period", $"the period {Text(period)}", "it must be a finite number above 0: 24 for hours");
        return null;
    }

    private static EncodingSpec? Date(FeatureArguments feature)
    {
        if (feature.Reader.Enum("parts") is not { } parts) return null;
        string[] names = ["Trend", "Month", "DayOfMonth", "DayOfWeek", "DayOfYear", "TimeOfDay", "Weekend"];
        var chosen = names.Where((_, bit) => (parts & 1 << bit) != 0).ToEquatableArray();
        var fault = parts == 0 ? ("no parts", "it needs at least one, such as DateParts.Month")
            : parts >> names.Length != 0 ? ($"the parts {Literal.Of(parts)}", "these are not only members of DateParts")
            : feature.Cell.Kind == CellKind.TimeOnly && chosen.FirstOrDefault(part => part != "TimeOfDay") is { } other ? ($"the part {other}", "a TimeOnly has only DateParts.TimeOfDay")
            : feature.Cell.Kind == CellKind.DateOnly && chosen.Contains("TimeOfDay") ? ("the part TimeOfDay", "a DateOnly has no time of day")
            : default;
        if (fault.Item1 is null) return new DateEncoding(chosen);
        feature.Report(Rules.FeatureOption, "parts", fault.Item1, fault.Item2);
        return null;
    }

    private static EncodingSpec? Category(FeatureArguments feature)
    {
        var (asIndex, unknown) = (feature.Reader.Bool("AsIndex", false), feature.Member("Unknown"));
        if (CategoryNames.Read(feature, least: 1) is not { } names || unknown is null) return null;
        if (feature.Cell.Kind == CellKind.Boolean)
        {
            foreach (var option in new[] { "AsIndex", "Unknown" })
            {
                if (!feature.Reader.IsGiven(option)) continue;
                feature.Report(Rules.FeatureOption, option, $"the option {option}", "a bool is always one column of 0 or 1");
                return null;
            }
            return new FlagEncoding();
        }
        if (!asIndex || unknown != "Zeros") return new CategoryEncoding(names, unknown, asIndex);
        feature.Report(Rules.FeatureOption, "Unknown", "the Unknown.Zeros", "an index is never without a number: write Unknown.Own or Unknown.Refuse");
        return null;
    }

    private static EncodingSpec? Vocabulary(FeatureArguments feature)
    {
        if (feature.Reader.Int("size") is not { } size) return null;
        return InRange(feature, "size", size, feature.Cell.IsOptional ? 3 : 2, feature.Cell.IsOptional ? "numbers, two of them for unknown and missing words" : "numbers, one of them for unknown words")
            ? new VocabularyEncoding(size, feature.Reader.Bool("OneHot", false)) : null;
    }

    private static EncodingSpec? Label(FeatureArguments feature)
    {
        var normalize = feature.Reader.Bool("Normalize", false);
        if (feature.Cell.Kind != CellKind.Number && normalize)
        {
            feature.Report(Rules.FeatureOption, "Normalize", "the option Normalize", "only a number can be normalized");
            return null;
        }
        if (CategoryNames.Read(feature, least: 2) is not { } names) return null;
        return feature.Cell.Kind == CellKind.Number ? new NumberLabelEncoding(normalize) : new ClassLabelEncoding(names);
    }

    private static EncodingSpec? Weight(FeatureArguments feature)
    {
        if (!feature.Cell.IsOptional) return new SampleWeightEncoding();
        feature.Report(Rules.MissingValues, "", "may be null, but a weight is never missing: make the parameter a number that is not nullable");
        return null;
    }

    private static bool InRange(FeatureArguments feature, string argument, int value, int least, string what)
    {
        if (value >= least && value <= MostIndices) return true;
        feature.Report(Rules.FeatureOption, argument, $"the {argument} {Literal.Of(value)}", value < least
            ? $"it needs at least {Literal.Of(least)} {what}" : $"there are at most {Literal.Of(MostIndices)}, which float32 numbers tell apart");
        return false;
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
