using System.Collections.Immutable;

namespace ModelDsl.Tensors;

/// <summary>
/// Names of a tensor's axes, null for an axis without a name. There is no list if no axis has a name, so tensors without names cost nothing
/// more. The rules are the same as the generator's rules for forward methods.
/// </summary>
internal static class AxisNames
{
    /// <summary>The text for a missing name in a list of names.</summary>
    public const string None = "_";

    public const string Batch = "batch";

    public static ImmutableArray<string?> Of(ReadOnlySpan<string> names)
    {
        var read = ImmutableArray.CreateBuilder<string?>(names.Length);
        foreach (var name in names) read.Add(name == None ? null : name);
        return Normal(read.MoveToImmutable());
    }

    /// <summary>Returns no list if no axis has a name.</summary>
    public static ImmutableArray<string?> Normal(ImmutableArray<string?> names) =>
        names.IsDefault || names.All(name => name is null) ? default : names;

    public static string? At(ImmutableArray<string?> names, int axis) => names.IsDefault ? null : names[axis];

    /// <summary>Returns the names of an elementwise result of two tensors.</summary>
    /// <exception cref="ArgumentException">Axes at the same position have different names.</exception>
    public static ImmutableArray<string?> Merged(ImmutableArray<string?> a, ImmutableArray<string?> b, string what)
    {
        if (a.IsDefault || b.IsDefault) return a.IsDefault ? b : a;
        for (var axis = 0; axis < a.Length; axis++)
        {
            if (!Agree(a[axis], b[axis]) || IsElsewhere(axis, a, b) || IsElsewhere(axis, b, a)) throw Clash(what, a[axis], b[axis]);
        }
        return [.. a.Zip(b, (x, y) => x ?? y)];
    }

    public static bool Agree(string? a, string? b) => a is null || b is null || a == b;

    public static ArgumentException Clash(string what, string? a, string? b) => new(
        $"{what} brings the axes '{a ?? None}' and '{b ?? None}' together, which are different: turn one tensor with Transpose, or rename its axes with Named.");

    /// <summary>
    /// Returns the names after a change of shape. An axis stays the same if it keeps its length and the count of numbers at each of its
    /// positions.
    /// </summary>
    public static ImmutableArray<string?> Reshaped(ImmutableArray<string?> names, Shape from, Shape to)
    {
        if (names.IsDefault) return names;
        var (result, next) = (new string?[to.Rank], 0);
        for (var axis = 0; axis < to.Rank; axis++)
        {
            for (var of = next; of < from.Rank; of++)
            {
                if (from[of] != to[axis] || Behind(from, of) != Behind(to, axis)) continue;
                (result[axis], next) = (names[of], of + 1);
                break;
            }
        }
        return Normal([.. result]);
    }

    private static bool IsElsewhere(int axis, ImmutableArray<string?> a, ImmutableArray<string?> b)
    {
        if (a[axis] is not { } name || b[axis] is not null) return false;
        for (var k = 0; k < b.Length; k++)
            if (b[k] == name && a[k] is null) return true;
        return false;
    }

    private static int Behind(Shape shape, int axis)
    {
        var count = 1;
        foreach (var dimension in shape.Dimensions[(axis + 1)..]) count *= dimension;
        return count;
    }
}
