using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Comparisons with readable failures.</summary>
public static class Expect
{
    /// <summary>Expects exactly the marked diagnostics, at exactly their spans, and each of ours once.</summary>
    public static void Marks(string what, ImmutableArray<Mark> expected, ImmutableArray<Diagnostic> actual)
    {
        var missing = expected.Except(actual.Select(Mark.Of)).Select(m => $"missing: {m.Id} at {m.File}{m.Span}");
        var surplus = actual.Where(d => !expected.Contains(Mark.Of(d))).Select(d => $"surplus: {d} at {d.Location.SourceSpan}: '{Text(d.Location)}'");
        var twice = actual.Where(d => d.Id.StartsWith("MDSL", StringComparison.Ordinal)).GroupBy(d => (Mark.Of(d), d.GetMessage())).Where(same => same.Count() > 1).Select(same => $"{same.Count()} times: {same.First()}");
        var faults = missing.Concat(surplus).Concat(twice).ToArray();
        Assert.True(faults.Length == 0, $"{what}:\n{string.Join("\n", faults)}");
    }

    private static string? Text(Location location) => location.SourceTree?.GetText().ToString(location.SourceSpan);
}
