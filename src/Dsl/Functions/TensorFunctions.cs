using System.Collections.Immutable;
using System.Globalization;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Functions of tensors: of each element, and of several tensors. They run at once; in a <see cref="ForwardAttribute"/> method the
/// generator differentiates them.
/// </content>
public static partial class Functions
{
    /// <summary>Returns eˣ.</summary>
    public static Tensor Exp(Tensor x) => Activated(ActivationKind.Exponential, x);

    /// <summary>Returns the natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Each(x, static (engine, from, to) => engine.Log(from, to));

    /// <summary>Returns √x.</summary>
    public static Tensor Sqrt(Tensor x) => Each(x, static (engine, from, to) => engine.Sqrt(from, to));

    /// <summary>Returns x².</summary>
    public static Tensor Square(Tensor x) => Each(x, static (engine, from, to) => engine.Multiply(from, from, to));

    /// <summary>Returns |x|; its derivative at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) => Each(x, static (engine, from, to) => engine.Abs(from, to));

    /// <summary>Returns −1, 0 or 1; its derivative is 0.</summary>
    public static Tensor Sign(Tensor x) => Each(x, static (engine, from, to) => engine.Sign(from, to));

    /// <summary>Returns <c>max(least, min(x, most))</c>; the derivative is 1 at a bound, 0 beyond. Keras: <c>clip</c>.</summary>
    /// <exception cref="ArgumentException">The lower bound is greater than the upper bound, or one of them is NaN.</exception>
    public static Tensor Clip(Tensor x, double least, double most) => least <= most
        ? Each(x, (engine, from, to) => engine.Clamp(from, least, most, to))
        : throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture, $"Clip limits to numbers between {least} and {most}, but there is none: give the smaller bound first."));

    /// <summary>
    /// Returns the larger of each pair, and NaN if either is NaN. If both are equal, it is a, and the gradient goes to a. Keras:
    /// <c>maximum</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Maximum(Tensor a, Tensor b) => Paired<Larger>(a, b, nameof(Maximum));

    /// <summary>
    /// Returns the smaller of each pair, and NaN if either is NaN. If both are equal, it is a, and the gradient goes to a. Keras:
    /// <c>minimum</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Minimum(Tensor a, Tensor b) => Paired<Smaller>(a, b, nameof(Minimum));

    /// <summary>
    /// Returns a where the condition is not 0, otherwise b: <c>Where(x > 0, x, 0.1 * x)</c>. The other branch is ignored; a NaN in it has
    /// no effect.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (condition.Shape != a.Shape || a.Shape != b.Shape)
            throw new ArgumentException($"Where takes tensors of one shape, but these are {condition.Shape}, {a.Shape} and {b.Shape}.");
        var names = AxisNames.Merged(AxisNames.Merged(condition.Names, a.Names, nameof(Where)), b.Names, nameof(Where));
        return a.Mapped((engine, x, to) => engine.Where(condition.On(engine), x, b.On(engine), to)).WithNames(names);
    }

    /// <summary>Joins tensors one after the other along an axis: <c>Concat([a, b])</c>. Keras: <c>concatenate</c>.</summary>
    /// <exception cref="ArgumentException">There are no tensors, one is null, or other axes differ.</exception>
    public static Tensor Concat(Tensor[] tensors, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (Array.IndexOf(tensors, null) is >= 0 and var missing)
            throw new ArgumentException($"Concat takes tensors, but tensor {missing + 1} of {tensors.Length} is null.", nameof(tensors));
        if (tensors.Length == 0) throw new ArgumentException("Concat takes one tensor at least.");
        var along = tensors[0].CheckedAxis(axis);
        return tensors.Aggregate((a, b) =>
        {
            if (a.Shape.Rank != b.Shape.Rank || Enumerable.Range(0, a.Shape.Rank).Any(k => k != along && a.Shape[k] != b.Shape[k]))
                throw new ArgumentException(FormattableString.Invariant($"Concat along axis {axis} needs tensors whose other axes agree, but these are {a.Shape} and {b.Shape}."));
            Shape shape = [.. a.Shape.Select((size, k) => k == along ? size + b.Shape[k] : size)];
            return a.Computed(shape, (engine, x, to) =>
                engine.ConcatColumns(Tensor.Rows(engine, x, along), Tensor.Rows(engine, b.On(engine), along),
                    Tensor.Rows(engine, to, along)))
                .WithNames(JoinedNames(a, b, along));
        });
    }

    /// <summary>Joins tensors one after the other along the axis with a name.</summary>
    /// <exception cref="ArgumentException">There are no tensors, the first has no such axis, or other axes differ.</exception>
    public static Tensor Concat(Tensor[] tensors, string axis)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(axis);
        return Concat(tensors, tensors is [{ } first, ..] ? first.Axis(axis) : 0);
    }

    /// <summary>
    /// Returns the matrix product of the last two axes, for each position of the axes before, which must be the same in both.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (x, y) = (a.Shape, b.Shape);
        if (x.Rank < 2 || x.Rank != y.Rank || x[^1] != y[^2] || !x.SkipLast(2).SequenceEqual(y.SkipLast(2)))
            throw new ArgumentException($"MatMul takes tensors […, m, k] and […, k, n], but these are {x} and {y}.");
        var names = ProductNames(a, b);
        return a.Computed([.. x.SkipLast(1), y[^1]], (engine, left, to) =>
        {
            if (x.Rank == 2) engine.MatMul(left, b.On(engine), Transpose.None, to);
            else engine.BatchMatMul(left, b.On(engine), Transpose.None, to);
        }).WithNames(names);
    }

    /// <summary>
    /// Returns the same tensor with an additional loss: <c>code | WithLoss(divergence, 0.1)</c>. In training and evaluation, the mean of
    /// the penalties over the batch, times the weight, is added to the loss of a model. The model's forward method must return a result
    /// computed from this tensor. Predictions do not change. In eager code it only returns the tensor. Keras: <c>add_loss</c>.
    /// </summary>
    /// <param name="penalty">A number for each sample, <c>[N]</c>.</param>
    /// <param name="weight">The weight of the penalty; finite.</param>
    /// <exception cref="ArgumentException">The penalty is not one number for each sample.</exception>
    public static Func<Tensor, Tensor> WithLoss(Tensor penalty, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        return x => x.Shape.Rank > 0 && penalty.Shape == [x.Shape[0]]
            ? x
            : throw new ArgumentException($"WithLoss takes a number for each sample of {x.Shape}, but the penalty is {penalty.Shape}: take Sum or Mean over its other axes.");
    }

    /// <summary>
    /// Returns the names of a joined tensor. The names of all other axes must agree; the joined axis keeps a name that both tensors have.
    /// </summary>
    private static ImmutableArray<string?> JoinedNames(Tensor a, Tensor b, int along)
    {
        if (a.Names.IsDefault && b.Names.IsDefault) return default;
        var (left, right) = (All(a), All(b));
        return AxisNames.Merged(left.RemoveAt(along), right.RemoveAt(along), nameof(Concat)).Insert(along,
            left[along] == right[along] ? left[along] : null);
    }

    /// <summary>
    /// Returns the names of a matrix product. The inner axes must agree and are removed; the axes before the last two must agree.
    /// </summary>
    private static ImmutableArray<string?> ProductNames(Tensor a, Tensor b)
    {
        if (a.Names.IsDefault && b.Names.IsDefault) return default;
        var (left, right) = (All(a), All(b));
        if (!AxisNames.Agree(left[^1], right[^2])) throw AxisNames.Clash(nameof(MatMul), left[^1], right[^2]);
        return [.. AxisNames.Merged(left[..^2], right[..^2], nameof(MatMul)), left[^2], right[^1]];
    }

    private static ImmutableArray<string?> All(Tensor x) => x.Names.IsDefault ? [.. new string?[x.Shape.Rank]] : x.Names;

    /// <summary>Returns the same numbers; the gradient treats them as constants. Keras: <c>stop_gradient</c>.</summary>
    public static Tensor StopGradient(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>Applies a kernel to the elements of two tensors with the same shape.</summary>
    private static Tensor Paired<TKernel>(Tensor a, Tensor b, string name) where TKernel : struct, IKernel
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape != b.Shape) throw new ArgumentException($"{name} takes tensors of one shape, but these are {a.Shape} and {b.Shape}.");
        var names = AxisNames.Merged(a.Names, b.Names, name);
        return a.Mapped((engine, x, to) => engine.Map<TKernel>([x, b.On(engine), to], [])).WithNames(names);
    }

    /// <summary>Applies an instruction to each element of a tensor, which must not be null.</summary>
    private static Tensor Each(Tensor x, Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Mapped(instruction);
    }
}
