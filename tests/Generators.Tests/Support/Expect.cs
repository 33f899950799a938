using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Comparisons whose failures a person can read.</summary>
public static class Expect
{
    /// <summary>Exactly the marked diagnostics, at exactly their spans.</summary>
    public static void Marks(string what, ImmutableArray<Mark> expected, ImmutableArray<Diagnostic> actual)
    {
        var missing = expected.Except(actual.Select(Mark.Of)).Select(m => $"missing: {m.Id} at {m.File}{m.Span}");
        var surplus = actual.Where(d => !expected.Contains(Mark.Of(d))).Select(d => $"surplus: {d} at {d.Location.SourceSpan}: '{Text(d.Location)}'");
        var faults = missing.Concat(surplus).ToArray();
        Assert.True(faults.Length == 0, $"{what}:\n{string.Join("\n", faults)}");
    }

    private static string? Text(Location location) => location.SourceTree?.GetText().ToString(location.SourceSpan);
}
