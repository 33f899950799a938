using System.Collections.Immutable;
using System.Globalization;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Functions of tensors: of each element, and of several tensors. They run at once; within a <see cref="ForwardAttribute"/> method they are what the
/// generator differentiates.
/// </content>
public static partial class Functions
{
    /// <summary>eˣ</summary>
    public static Tensor Exp(Tensor x) => Activated(ActivationKind.Exponential, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Each(x, static (engine, from, to) => engine.Log(from, to));

    /// <summary>√x</summary>
    public static Tensor Sqrt(Tensor x) => Each(x, static (engine, from, to) => engine.Sqrt(from, to));

    /// <summary>x²</summary>
    public static Tensor Square(Tensor x) => Each(x, static (engine, from, to) => engine.Multiply(from, from, to));

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) => Each(x, static (engine, from, to) => engine.Abs(from, to));

    /// <summary>−1, 0 or 1; its derivative is 0.</summary>
    public static Tensor Sign(Tensor x) => Each(x, static (engine, from, to) => engine.Sign(from, to));

    /// <summary><c>max(least, min(x, most))</c>; the derivative is 1 at a bound, 0 beyond. Keras: <c>clip</c>.</summary>
    /// <exception cref="ArgumentException">The least number is greater than the most, or one of them is NaN.</exception>
    public static Tensor Clip(Tensor x, double least, double most) => least <= most
        ? Each(x, (engine, from, to) => engine.Clamp(from, least, most, to))
        : throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture, $"Clip limits to numbers between {least} and {most}, but there is none: give the smaller bound first."));

    /// <summary>
    /// The larger of each pair, NaN where either is NaN. Where both are equal it is a, and the gradient goes to a. Keras: <c>maximum</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Maximum(Tensor a, Tensor b) => Paired<Larger>(a, b, nameof(Maximum));

    /// <summary>
    /// The smaller of each pair, NaN where either is NaN. Where both are equal it is a, and the gradient goes to a. Keras: <c>minimum</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Minimum(Tensor a, Tensor b) => Paired<Smaller>(a, b, nameof(Minimum));

    /// <summary>a where the condition is not 0, else b: <c>Where(x > 0, x, 0.1 * x)</c>. What is not chosen is not looked at: no NaN of it gets through.</summary>
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

    /// <summary>Tensors one after the other along an axis: <c>Concat([a, b])</c>. Keras: <c>concatenate</c>.</summary>
    /// <exception cref="ArgumentException">There is none, one is null, or other axes differ.</exception>
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
                engine.ConcatColumns(Tensor.Rows(engine, x, along), Tensor.Rows(engine, b.On(engine), along), Tensor.Rows(engine, to, along)))
                .WithNames(JoinedNames(a, b, along));
        });
    }

    /// <summary>Tensors one after the other along the axis of a name.</summary>
    /// <exception cref="ArgumentException">There is none, the first has no such axis, or other axes differ.</exception>
    public static Tensor Concat(Tensor[] tensors, string axis)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(axis);
        return Concat(tensors, tensors is [{ } first, ..] ? first.Axis(axis) : 0);
    }

    /// <summary>The matrix product of the last two axes, for each place of the axes before, which are the same in both.</summary>
    /// <exception cref="ArgumentException">The shapes don't fit.</exception>
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
    /// The same tensor, which carries a loss of its own: <c>code | WithLoss(divergence, 0.1)</c>. In training and evaluation the mean of the penalties over the batch, times
    /// the weight, counts in the loss of a model whose forward method returns what is computed from it; predictions don't change. Eagerly it is the tensor alone.
    /// Keras: <c>add_loss</c>.
    /// </summary>
    /// <param name="penalty">A number for each sample, <c>[N]</c>.</param>
    /// <param name="weight">What it counts; finite.</param>
    /// <exception cref="ArgumentException">The penalty is no number for each sample.</exception>
    public static Func<Tensor, Tensor> WithLoss(Tensor penalty, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(penalty);
        return x => x.Shape.Rank > 0 && penalty.Shape == [x.Shape[0]]
            ? x
            : throw new ArgumentException($"WithLoss takes a number for each sample of {x.Shape}, but the penalty is {penalty.Shape}: take Sum or Mean over its other axes.");
    }

    /// <summary>All axes meet but the one that grows, which keeps a name that both have.</summary>
    private static ImmutableArray<string?> JoinedNames(Tensor a, Tensor b, int along)
    {
        if (a.Names.IsDefault && b.Names.IsDefault) return default;
        var (left, right) = (All(a), All(b));
        return AxisNames.Merged(left.RemoveAt(along), right.RemoveAt(along), nameof(Concat)).Insert(along, left[along] == right[along] ? left[along] : null);
    }

    /// <summary>The inner axes meet, and go; those before the last two meet.</summary>
    private static ImmutableArray<string?> ProductNames(Tensor a, Tensor b)
    {
        if (a.Names.IsDefault && b.Names.IsDefault) return default;
        var (left, right) = (All(a), All(b));
        if (!AxisNames.Agree(left[^1], right[^2])) throw AxisNames.Clash(nameof(MatMul), left[^1], right[^2]);
        return [.. AxisNames.Merged(left[..^2], right[..^2], nameof(MatMul)), left[^2], right[^1]];
    }

    private static ImmutableArray<string?> All(Tensor x) => x.Names.IsDefault ? [.. new string?[x.Shape.Rank]] : x.Names;

    /// <summary>The same numbers, which the gradient takes for constants. Keras: <c>stop_gradient</c>.</summary>
    public static Tensor StopGradient(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>A function of the elements of two tensors of one shape.</summary>
    private static Tensor Paired<TKernel>(Tensor a, Tensor b, string name) where TKernel : struct, IKernel
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape != b.Shape) throw new ArgumentException($"{name} takes tensors of one shape, but these are {a.Shape} and {b.Shape}.");
        var names = AxisNames.Merged(a.Names, b.Names, name);
        return a.Mapped((engine, x, to) => engine.Map<TKernel>([x, b.On(engine), to], [])).WithNames(names);
    }

    /// <summary>A function of each element of a tensor that was given.</summary>
    private static Tensor Each(Tensor x, Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Mapped(instruction);
    }
}
