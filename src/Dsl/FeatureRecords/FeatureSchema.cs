using System.Globalization;
using LanguageExt;
using ModelDsl.FeatureRecords;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>The columns of a record with <see cref="FeaturesAttribute"/>, and their places in a sample.</summary>
[JsonConverter(typeof(TextJson))]
public sealed class FeatureSchema
{
    /// <summary>Makes a schema; the generator's code does.</summary>
    /// <param name="name">Name of the record.</param>
    /// <param name="columns">The columns, in the order of the record's parameters.</param>
    public FeatureSchema(string name, params FeatureColumn[] columns)
    {
        (Name, Columns) = (name, columns.ToSeq().Strict());
        var numbers = columns.Where(column => !column.Encoding.IsIndex).Sum(column => column.Encoding.Width(column.IsOptional));
        var (next, nextIndex) = (0, numbers);
        Firsts = new int[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            ref var place = ref columns[i].Encoding.IsIndex ? ref nextIndex : ref next;
            Firsts[i] = place;
            place += columns[i].Encoding.Width(columns[i].IsOptional);
        }
        SampleWidth = nextIndex;
        Labels = [.. Enumerable.Range(0, columns.Length).Where(i => columns[i].Encoding is LabelEncoding)];
        Weight = Array.FindIndex(columns, column => column.Encoding is SampleWeightEncoding);
    }

    /// <summary>Name of the record.</summary>
    public string Name { get; }

    /// <summary>The columns, in the order of the record's parameters.</summary>
    public Seq<FeatureColumn> Columns { get; }

    /// <summary>
    /// Count of numbers in a sample. The numbers of all encodings but indices come first, in the order of the columns; the indices follow.
    /// </summary>
    public int SampleWidth { get; }

    /// <summary>Returns the name, and the columns with their encodings.</summary>
    public override string ToString() => ValueText.Line($"{Name}: {string.Join(", ", Columns.Map(column => $"{column.Name} ({column.Encoding})"))}");

    /// <summary>The place in a sample where each column's numbers begin.</summary>
    internal int[] Firsts { get; }

    /// <summary>The columns of the labels, in their order.</summary>
    internal int[] Labels { get; }

    /// <summary>The column of the weight; −1 if there is none.</summary>
    internal int Weight { get; }
}

/// <summary>A column of a table, and how it becomes numbers.</summary>
/// <param name="Name">The name of the parameter; within a nested record after the name of its parameter: <c>Home.Rooms</c>.</param>
/// <param name="Header">The name in tables.</param>
/// <param name="Encoding">How it becomes numbers.</param>
/// <param name="IsOptional">Whether a value may be missing.</param>
public sealed record FeatureColumn(string Name, string Header, FeatureEncoding Encoding, bool IsOptional = false)
{
    /// <summary>Whether the parameter has a default value, which an absent column or an empty cell gives.</summary>
    public bool HasDefault { get; init; }

    /// <summary>Returns the columns of an array: <c>Spectrum.0</c>, <c>Spectrum.1</c> …</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="header">The name in tables, before the number of the item.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="encoding">How each item becomes numbers.</param>
    public static IEnumerable<FeatureColumn> Items(string name, string header, int count, FeatureEncoding encoding) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $".{i}"))
            .Select(item => new FeatureColumn(name + item, header + item, encoding));

    /// <summary>Returns the name and the encoding: <c>Age: normalize(missing: Median, indicator: True)</c>.</summary>
    public override string ToString() => ValueText.Line($"{Name}: {Encoding}");
}
