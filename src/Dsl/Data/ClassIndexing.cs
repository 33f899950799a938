using System.Globalization;

namespace ModelDsl.Data;

/// <summary>
/// Assigns indices to names of classes. If a list is given, its indices are used. Otherwise the names are sorted: by number if all names
/// are numbers, and in ordinal order if not.
/// </summary>
internal sealed class ClassIndexing
{
    private readonly bool isGiven;
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> indices = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>Begins with the given names; null if the names are to be collected.</summary>
    internal ClassIndexing(IReadOnlyList<string>? given)
    {
        (isGiven, lookup) = (given is not null, indices.GetAlternateLookup<ReadOnlySpan<char>>());
        foreach (var name in given ?? []) IndexOf(CsvText.Name(name), mayAdd: true);
    }

    /// <summary>The known names, in the order in which they were found.</summary>
    internal IReadOnlyList<string> Names => names;

    /// <summary>Returns a number for the name of a class; null if it is not among the given names.</summary>
    internal int? IndexOf(ReadOnlySpan<char> text)
    {
        if (lookup.TryGetValue(text, out var index)) return index;
        // Another spelling of a known name is found faster next time.
        if (IndexOf(CsvText.Name(text), !isGiven) is { } found) return indices[text.ToString()] = found;
        return null;
    }

    /// <summary>
    /// Returns the names in the order of their indices, and the class index for each number that <see cref="IndexOf(ReadOnlySpan{char})"/>
    /// returned.
    /// </summary>
    internal (string[] Names, int[] Indices) InOrder()
    {
        if (isGiven) return ([.. names], [.. Enumerable.Range(0, names.Count)]);
        var values = Values();
        int[] order = [.. Enumerable.Range(0, names.Count).OrderBy(i => values?[i] ?? 0).ThenBy(i => names[i], StringComparer.Ordinal)];
        var indexOf = new int[order.Length];
        for (var index = 0; index < order.Length; index++) indexOf[order[index]] = index;
        return ([.. order.Select(i => names[i])], indexOf);
    }

    /// <summary>Returns two names of one number, such as <c>1</c> and <c>1.0</c>; null if there are none.</summary>
    internal (string One, string Other)? Twins()
    {
        if (isGiven || Values() is not { } values) return null;
        var first = new Dictionary<decimal, int>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!first.TryAdd(values[i], i)) return (names[first[values[i]]], names[i]);
        }
        return null;
    }

    private int? IndexOf(string name, bool mayAdd)
    {
        if (indices.TryGetValue(name, out var index)) return index;
        if (!mayAdd) return null;
        indices[name] = names.Count;
        names.Add(name);
        return names.Count - 1;
    }

    /// <summary>Returns the names as numbers; null if one is not a number. A decimal holds this many digits exactly.</summary>
    private decimal[]? Values()
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var values = new decimal[names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (names[i].Length > 28 || !decimal.TryParse(names[i], Plain, CultureInfo.InvariantCulture, out values[i])) return null;
        }
        return values;
    }
}
