namespace ModelDsl.Generators.Ir;

/// <summary>The origin of an axis of a layer's output: an axis of the input, or the layer itself, which may name it.</summary>
/// <param name="Input">The number of the input's axis; −1 for a new axis.</param>
/// <param name="Name">The name of a new axis.</param>
internal readonly record struct AxisOrigin(int Input, string? Name = null)
{
    public static AxisOrigin New(string name) => new(-1, name.Length == 0 ? null : name);

    /// <summary>Returns origins for an output with the same axes as the input.</summary>
    public static IEnumerable<AxisOrigin> Kept(int rank) => Enumerable.Range(0, rank).Select(axis => new AxisOrigin(axis));

    /// <summary>Returns origins for an output that keeps the input's rows and has a new last axis.</summary>
    public static IEnumerable<AxisOrigin> Features(TensorType output, string name) => [.. Kept(output.Rank - 1), New(name)];

    /// <summary>
    /// Returns origins for the same numbers in another shape. An axis is the same when it has the same length, and as many numbers follow
    /// each of its positions. Other axes are new, with the names that the layer gives.
    /// </summary>
    public static IEnumerable<AxisOrigin> Reshaped(TensorType x, TensorType output, IReadOnlyList<string> names)
    {
        var next = 1;
        yield return new AxisOrigin(0);
        for (var axis = 1; axis < output.Rank; axis++)
        {
            var (size, behind, same) = (output.Dims[axis].Size, Behind(output, axis), -1);
            for (var of = next; of < x.Rank && same < 0; of++)
                if (x.Dims[of].Size == size && Behind(x, of) == behind) same = of;
            if (same >= 0) next = same + 1;
            var name = names.Count > 0 ? names[axis - 1] : "";
            yield return same >= 0 && name.Length == 0 ? new AxisOrigin(same) : New(name);
        }

        static long Behind(TensorType type, int axis) => type.Dims.Skip(axis + 1).Aggregate(1L, (product, dim) => product * dim.Size);
    }
}

/// <summary>The names of axes: when two names agree, and which name an axis has.</summary>
internal static class AxisNames
{
    /// <summary>The placeholder for an axis without a name in a list of names.</summary>
    public const string None = "_";

    /// <summary>Returns true unless both axes have names, and the names differ.</summary>
    public static bool Agree(Dim a, Dim b) => a.Name is null || b.Name is null || a.Name == b.Name;

    /// <summary>Returns the declared names for a shape; null for each axis when none are declared.</summary>
    public static IEnumerable<string?> Of(IReadOnlyCollection<string> names, int rank) =>
        names.Count == 0 ? Enumerable.Repeat<string?>(null, rank) : names.Select(name => name.Length == 0 ? null : name);

    /// <summary>Names the axes of a layer's output after the axes that they come from.</summary>
    public static Value Name(IEnumerable<AxisOrigin> axes, Value x, Value output)
    {
        var named = output.Type.Named(axes.Select(axis => axis.Input >= 0 ? x.Type.Dims[axis.Input].Name : axis.Name));
        return ReferenceEquals(output, x) ? x.Named(named) : output.TakeNames(named);
    }

    /// <summary>
    /// Returns the first axis where two types of the same shape disagree. There the names differ, or only one of the two types has a name.
    /// In the second case they disagree only if the other type has that name at another axis.
    /// </summary>
    public static (Dim A, Dim B)? Clash(TensorType a, TensorType b)
    {
        for (var axis = 0; axis < a.Rank; axis++)
        {
            var (x, y) = (a.Dims[axis], b.Dims[axis]);
            if (!Agree(x, y) || IsElsewhere(x, y, a, b) || IsElsewhere(y, x, b, a)) return (x, y);
        }
        return null;
    }

    private static bool IsElsewhere(Dim named, Dim nameless, TensorType of, TensorType other) =>
        named.Name is { } name && nameless.Name is null && other.AxesNamed(name).Any(axis => of.Dims[axis].Name is null);

    /// <summary>Returns what is wrong with names of axes; null when they are right.</summary>
    /// <param name="names">The names, with <see cref="None"/> for an axis without a name.</param>
    /// <param name="rank">The number of names that are needed.</param>
    public static string? Fault(IReadOnlyCollection<string> names, int rank) =>
        names.Count != rank ? $"there must be a name for each of its {Support.Literal.Of(rank)} axes, or {None} for an axis without a name"
        : names.FirstOrDefault(name => !IsWord(name)) is { } wrong ? $"'{wrong}' is not a name: write a word, or {None} for an axis without a name"
        : names.Contains(Dim.BatchName) ? $"'{Dim.BatchName}' is the axis of the samples, which comes before these"
        : names.Where(name => name != None).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"two axes would be named '{twice.Key}'"
        : null;

    private static bool IsWord(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
