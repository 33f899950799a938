namespace ModelDsl.Formatting;

/// <summary>Finds options that are null and must not be; it returns one sentence for each.</summary>
internal static class Nulls
{
    /// <summary>Checks a value that must be given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="instead">The advice: what to write instead.</param>
    public static IEnumerable<string> Of(string name, object? value, string instead)
    {
        if (value is null) yield return $"{name} is null: {instead}";
    }

    /// <summary>Checks a list, which may be empty but not null, and its items.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="items">The list.</param>
    public static IEnumerable<string> In<T>(string name, IReadOnlyList<T>? items)
    {
        foreach (var fault in Of(name, items, "an empty list is []")) yield return fault;
        for (var i = 0; i < items?.Count; i++)
            if (items[i] is null) yield return FormattableString.Invariant($"{name}[{i}] is null: leave it out");
    }
}
