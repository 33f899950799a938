using System.Collections.Immutable;

namespace ModelDsl.Tensors;

/// <summary>
/// Names of a tensor's axes, null for one without; no list at all where none has one, so that tensors without names cost what they did. The rules are those that the
/// generator has for forward methods.
/// </summary>
internal static class AxisNames
{
    /// <summary>What stands for no name where names are listed.</summary>
    public const string None = "_";

    public const string Batch = "batch";

    public static ImmutableArray<string?> Of(ReadOnlySpan<string> names)
    {
        var read = ImmutableArray.CreateBuilder<string?>(names.Length);
        foreach (var name in names) read.Add(name == None ? null : name);
        return Normal(read.MoveToImmutable());
    }

    /// <summary>None at all where no axis has a name.</summary>
    public static ImmutableArray<string?> Normal(ImmutableArray<string?> names) => names.IsDefault || names.All(name => name is null) ? default : names;

    public static string? At(ImmutableArray<string?> names, int axis) => names.IsDefault ? null : names[axis];

    /// <summary>Names of what is computed place by place from two tensors.</summary>
    /// <exception cref="ArgumentException">Axes in one place have different names.</exception>
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
    /// Names after a change of shape: an axis of the same length, with as many numbers behind each of its places, is the same axis.
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
