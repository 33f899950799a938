namespace ModelDsl.Formatting;

/// <summary>What is null among options and must not be, a sentence each.</summary>
internal static class Nulls
{
    /// <summary>A value that must be given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="instead">What to write.</param>
    public static IEnumerable<string> Of(string name, object? value, string instead)
    {
        if (value is null) yield return $"{name} is null: {instead}";
    }

    /// <summary>A list that may be empty, but must be there, and its items.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="items">The list.</param>
    public static IEnumerable<string> In<T>(string name, IReadOnlyList<T>? items)
    {
        foreach (var fault in Of(name, items, "an empty list is []")) yield return fault;
        for (var i = 0; i < items?.Count; i++)
            if (items[i] is null) yield return FormattableString.Invariant($"{name}[{i}] is null: leave it out");
    }
}
