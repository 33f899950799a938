namespace ModelDsl.Generators.Ir;

/// <summary>Where an axis of a layer's output comes from: an axis of its input, or the layer itself, which may have a name for it.</summary>
/// <param name="Input">Which axis of the input; −1 for a new one.</param>
/// <param name="Name">The name of a new one.</param>
internal readonly record struct AxisOrigin(int Input, string? Name = null)
{
    public static AxisOrigin New(string name) => new(-1, name.Length == 0 ? null : name);

    /// <summary>Every axis is the input's at its place.</summary>
    public static IEnumerable<AxisOrigin> Kept(int rank) => Enumerable.Range(0, rank).Select(axis => new AxisOrigin(axis));

    /// <summary>Rows are the input's; the layer makes their numbers.</summary>
    public static IEnumerable<AxisOrigin> Features(TensorType output, string name) => [.. Kept(output.Rank - 1), New(name)];

    /// <summary>
    /// The same numbers in another shape. An axis of the same length, with as many numbers behind each of its places, is the same axis; others are new, and named as
    /// the layer says.
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

/// <summary>The names of axes: when two agree, and which an axis has.</summary>
internal static class AxisNames
{
    /// <summary>What stands for no name where names are listed.</summary>
    public const string None = "_";

    /// <summary>Whether two axes may be one: unless both have a name, and not the same.</summary>
    public static bool Agree(Dim a, Dim b) => a.Name is null || b.Name is null || a.Name == b.Name;

    /// <summary>Names as they are declared, for a shape; none where none are.</summary>
    public static IEnumerable<string?> Of(IReadOnlyCollection<string> names, int rank) =>
        names.Count == 0 ? Enumerable.Repeat<string?>(null, rank) : names.Select(name => name.Length == 0 ? null : name);

    /// <summary>A layer's output with the names that follow from where its axes come from.</summary>
    public static Value Name(IEnumerable<AxisOrigin> axes, Value x, Value output)
    {
        var named = output.Type.Named(axes.Select(axis => axis.Input >= 0 ? x.Type.Dims[axis.Input].Name : axis.Name));
        return ReferenceEquals(output, x) ? x.Named(named) : output.TakeNames(named);
    }

    /// <summary>
    /// The first place where two types of one shape disagree: names differ, or a name of one meets no name of the other, which has it elsewhere.
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

    /// <summary>What is wrong with names of axes; null where nothing is.</summary>
    /// <param name="names">The names, <see cref="None"/> for an axis without.</param>
    /// <param name="rank">How many are needed.</param>
    public static string? Fault(IReadOnlyCollection<string> names, int rank) =>
        names.Count != rank ? $"there must be one for each of its {Support.Literal.Of(rank)} axes, {None} where one has no name"
        : names.FirstOrDefault(name => !IsWord(name)) is { } wrong ? $"'{wrong}' is no name: write a word, or {None} for an axis without a name"
        : names.Contains(Dim.BatchName) ? $"'{Dim.BatchName}' is the axis of the samples, which stands before these"
        : names.Where(name => name != None).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"'{twice.Key}' would be two axes"
        : null;

    private static bool IsWord(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
