using System.Globalization;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Reads the rows and columns outside an image that an author gives as numbers.</summary>
internal static class PadsReader
{
    /// <param name="name">Name of the layer.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="arguments">The kind of the window.</param>
    /// <param name="reach">The rows and the columns that the window covers.</param>
    /// <returns>Top, bottom, left and right; empty when none are given; null when an error was reported.</returns>
    public static EquatableArray<int>? Read(string name, AttributeReader attribute, WindowArguments arguments, long[] reach)
    {
        if (attribute.Ints("Pads") is not { } given) return EquatableArray<int>.Empty;
        var overSequence = arguments.OverSequence;
        int[] pads = (overSequence, given.Count) switch
        {
            (true, 1) => [0, 0, given[0], given[0]],
            (true, 2) => [0, 0, given[0], given[1]],
            (false, 1) => [given[0], given[0], given[0], given[0]],
            (false, 2) => [given[0], given[0], given[1], given[1]],
            (false, 4) => [.. given],
            _ => [],
        };
        if (attribute.IsGiven("Padding")) return Refuse("it also has Padding: keep one of the two");
        if (pads.Length == 0)
        {
            return Refuse(overSequence
                ? "a sequence has two ends: write [before, after], or one number for both"
                : "an image has four edges: write [top, bottom, left, right], [height, width], or one number for all");
        }
        if (pads.Any(pad => pad < 0)) return Refuse("they must be 0 or more");
        for (var edge = 0; arguments.IsPool && edge < 4; edge++)
        {
            if (pads[edge] == 0 || pads[edge] < reach[edge / 2]) continue;
            var covered = reach[edge / 2].ToString(CultureInfo.InvariantCulture);
            return Refuse($"a pool that covers {covered} would lie outside its {(overSequence ? "sequence" : "image")}: pads must be less than {covered}");
        }
        return pads.ToEquatableArray();

        EquatableArray<int>? Refuse(string what)
        {
            attribute.Report(Rules.Pads, "Pads", name, string.Join(", ", given.Select(Literal.Of)), what);
            return null;
        }
    }
}
