using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Names of axes. An axis without a name matches any axis; if two axes with names become one, their names must be equal. Functions pass
/// names on. Equality ignores names.
/// </content>
public sealed partial class Tensor
{
    private readonly ImmutableArray<string?> names;

    internal Tensor(ITensorEngine engine, TensorBuffer buffer, ImmutableArray<string?> names) : this(engine, buffer) => this.names = names;

    /// <summary>Names of the axes, outermost first; <c>_</c> for an axis without a name.</summary>
    public IReadOnlyList<string> Axes => [.. Enumerable.Range(0, Shape.Rank).Select(axis => AxisNames.At(names, axis) ?? AxisNames.None)];

    /// <summary>Names of the axes: null for an axis without a name, and no list if no axis has a name.</summary>
    internal ImmutableArray<string?> Names => names;

    /// <summary>
    /// Returns the same numbers with other names of the axes: <c>x.Named("batch", "height", "width")</c>, or without the batch,
    /// <c>x.Named("height", "width")</c>. <c>_</c> removes a name.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The names do not match the axes (all of them, or all except the first), or a name occurs twice or is not a word.
    /// </exception>
    public Tensor Named(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var all = names.Length == Shape.Rank - 1 ? names.Prepend(AxisNames.Batch).ToArray() : names;
        var words = all.Where(name => name != AxisNames.None).ToArray();
        if (all.Length != Shape.Rank || words.Distinct().Count() < words.Length || !words.All(IsWord)
            || all.Skip(1).Contains(AxisNames.Batch))
            throw new ArgumentException($"Tensor {Shape} can't name its axes [{string.Join(", ", names)}]: each gets a word, a different one, or {AxisNames.None} for none; the batch comes first.");
        return WithNames(AxisNames.Of(all));
    }

    /// <summary>Returns the number of the axis with a name, counted from 0.</summary>
    /// <exception cref="ArgumentException">No axis has this name, or more than one has it.</exception>
    public int Axis(string name) => Numbered(name);

    private int Numbered(string name, [CallerArgumentExpression(nameof(name))] string argument = "")
    {
        ArgumentNullException.ThrowIfNull(name, argument);
        var found = names.IsDefault ? -1 : names.IndexOf(name);
        return found >= 0 && names.LastIndexOf(name) == found
            ? found
            : throw new ArgumentException($"Tensor {ShapeText} has {(found < 0 ? "no axis" : "several axes")} named '{name}': give its axes names with Named.");
    }

    /// <summary>Reorders the axes by their names; the batch may be omitted, and stays first.</summary>
    /// <exception cref="ArgumentException">Not every axis is named exactly once.</exception>
    public Tensor Transpose(params string[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        var batch = axes.Length == Shape.Rank - 1 && !axes.Contains(AxisNames.Batch);
        return Transpose([.. batch ? [0] : Array.Empty<int>(), .. axes.Select(Axis)]);
    }

    /// <inheritdoc cref="Flip(int)"/>
    public Tensor Flip(string axis) => Flip(Numbered(axis));

    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Sum(string axis, bool keepDims = false) => Sum(Numbered(axis), keepDims);

    /// <inheritdoc cref="Mean(int, bool)"/>
    public Tensor Mean(string axis, bool keepDims = false) => Mean(Numbered(axis), keepDims);

    /// <inheritdoc cref="Max(int, bool)"/>
    public Tensor Max(string axis, bool keepDims = false) => Max(Numbered(axis), keepDims);

    /// <inheritdoc cref="Split(int, int)"/>
    public Tensor[] Split(int sections, string axis) => Split(sections, Numbered(axis));

    /// <summary>Returns the same memory with other names of its axes.</summary>
    internal Tensor WithNames(ImmutableArray<string?> names) =>
        names.IsDefault && this.names.IsDefault ? this : new(Engine, Buffer, AxisNames.Normal(names));

    /// <summary>Returns a result with the names of some of this tensor's axes, −1 for a new axis.</summary>
    private Tensor Naming(Tensor result, IEnumerable<int> axes) =>
        names.IsDefault ? result : result.WithNames([.. axes.Select(axis => axis < 0 ? null : names[axis])]);

    private string ShapeText => names.IsDefault
        ? Shape.ToString()
        : $"[{string.Join(", ", names.Select((name, axis) => name is null ? $"{Shape[axis]}" : $"{name}={Shape[axis]}"))}]";

    private static bool IsWord(string name) =>
        name is { Length: > 0 } && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
