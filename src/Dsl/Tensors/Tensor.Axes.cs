using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Operations along axes. Axes are counted as in NumPy: 0 is the outermost, the axis of the samples in a batch, and −1 the last. A method
/// seldom needs the size of the batch: in a shape, −1 stands for it.
/// </content>
public sealed partial class Tensor
{
    /// <summary>
    /// Takes a part: <c>x[.., 1..3]</c> takes indices 1 and 2 of the first axis of every sample; <c>x[.., ^1]</c> takes the last index and
    /// removes the axis. Axes that are not named are taken whole.
    /// </summary>
    /// <exception cref="ArgumentException">There are more slices than axes, or one extends beyond the end of its axis.</exception>
    public Tensor this[params Slice[] slices]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(slices);
            if (slices.Length > Shape.Rank) throw new ArgumentException($"Tensor {Shape} has {Shape.Rank} axes, but {slices.Length} slices were given.");
            var part = this;
            for (var axis = 0; axis < slices.Length; axis++) part = part.Taken(axis, slices[axis]);
            var kept = Enumerable.Range(0, Shape.Rank).Where(axis => axis >= slices.Length || !slices[axis].IsPlace).ToArray();
            return Naming(part.Reshape([.. kept.Select(axis => part.Shape[axis])]), kept);
        }
    }

    /// <summary>
    /// Returns the same numbers in another shape: <c>x.Reshape(-1, 28, 28)</c>. One dimension may be −1: it is computed from the others.
    /// NumPy: <c>reshape</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The count of numbers differs.</exception>
    public Tensor Reshape(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var given = 1;
        foreach (var dimension in shape) given *= dimension == -1 ? 1 : dimension;
        var open = Array.IndexOf(shape, -1);
        int[] whole = [.. shape];
        if (open >= 0 && given > 0) whole[open] = Shape.Size / given;
        if (whole.Any(d => d < 0) || Array.LastIndexOf(shape, -1) != open || Shape.Create(whole).Size != Shape.Size)
            throw new ArgumentException($"Tensor {Shape} can't be reshaped to [{Listed(shape)}]: it has {Shape.Size} numbers.");
        return Computed([.. whole], static (engine, x, to) => engine.Copy(x, to)).WithNames(AxisNames.Reshaped(names, Shape, [.. whole]));
    }

    /// <summary>Returns each sample as one vector: <c>[N, …] → [N, numbers]</c>. Keras: <c>Flatten</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is one number without an axis, and has no samples.</exception>
    public Tensor Flatten() => Shape.Rank > 0 ? Reshape(Shape[0], Shape.Tail.Size)
        : throw new ArgumentException("A tensor [] has no samples to flatten: Reshape(1) makes a vector of it.");

    /// <summary>
    /// Reverses the order of the axes: rows of a matrix become columns. NumPy: <c>transpose()</c>. It also moves the axis of a batch, which
    /// is possible in eager code only.
    /// </summary>
    public Tensor Transpose() => Transpose(Enumerable.Range(0, Shape.Rank).Reverse().ToArray());

    /// <summary>Reorders the axes: axis k of the result is axis <c>axes[k]</c> of this one. NumPy: <c>transpose</c>.</summary>
    /// <exception cref="ArgumentException">Not every axis is named exactly once.</exception>
    public Tensor Transpose(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        int[] from = [.. axes.Select(axis => axis < 0 ? axis + Shape.Rank : axis)];
        if (!from.Order().SequenceEqual(Enumerable.Range(0, Shape.Rank)))
            throw new ArgumentException($"Tensor {Shape} can't be transposed by ({Listed(axes)}): name each of its {Shape.Rank} axes once.");
        return Naming(Computed([.. from.Select(axis => Shape[axis])], (engine, x, to) => engine.Permute(x, from, to)), from);
    }

    /// <summary>Returns the tensor with the order along an axis reversed: <c>x.Flip(2)</c> mirrors images. Keras: <c>flip</c>.</summary>
    /// <exception cref="ArgumentException">The axis does not exist.</exception>
    public Tensor Flip(int axis)
    {
        var along = CheckedAxis(axis);
        return Computed(Shape, (engine, x, to) => engine.Flip(x, along, to)).WithNames(names);
    }

    /// <summary>Returns the sum along an axis. The axis is removed unless it is kept with a size of 1. NumPy: <c>sum</c>.</summary>
    /// <exception cref="ArgumentException">The axis does not exist, or it has no numbers.</exception>
    public Tensor Sum(int axis, bool keepDims = false) => Shape[CheckedAxis(axis)] * Mean(axis, keepDims);

    /// <summary>Returns the mean along an axis. The axis is removed unless it is kept with a size of 1. NumPy: <c>mean</c>.</summary>
    /// <inheritdoc cref="Sum(int, bool)" path="/exception"/>
    public Tensor Mean(int axis, bool keepDims = false) =>
        Reduced(axis, keepDims, static (engine, x, window, to) => engine.AveragePool(x, window, to));

    /// <summary>
    /// Returns the largest number along an axis, and NaN if one is NaN. The axis is removed unless it is kept with a size of 1. The
    /// gradient goes to the first of the largest numbers. NumPy: <c>max</c>.
    /// </summary>
    /// <inheritdoc cref="Sum(int, bool)" path="/exception"/>
    public Tensor Max(int axis, bool keepDims = false) =>
        Reduced(axis, keepDims, static (engine, x, window, to) => engine.MaxPool(x, window, to));

    /// <summary>
    /// Repeats along axes of size 1: <c>[N, 1, 3]</c> by <c>BroadcastTo(-1, 28, 3)</c>. −1 keeps the size of an axis. NumPy:
    /// <c>broadcast_to</c>.
    /// </summary>
    /// <exception cref="ArgumentException">An axis has another size that is not 1.</exception>
    public Tensor BroadcastTo(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length != Shape.Rank || shape.Where((d, axis) => d != -1 && d != Shape[axis] && Shape[axis] != 1).Any())
            throw new ArgumentException($"Tensor {Shape} can't be broadcast to [{Listed(shape)}]: the shapes need equally many axes, and only axes of size 1 are repeated.");
        var result = this;
        for (var axis = 0; axis < shape.Length; axis++)
            if (shape[axis] != -1 && shape[axis] != result.Shape[axis]) result = result.Repeated(axis, shape[axis]);
        return result;
    }

    /// <summary>Returns probabilities over the last axis. Keras: <c>softmax</c>.</summary>
    public Tensor Softmax() => Mapped(static (engine, x, to) => engine.Softmax(x, to));

    /// <summary>Returns logarithms of the probabilities over the last axis. Keras: <c>log_softmax</c>.</summary>
    public Tensor LogSoftmax() => Mapped(static (engine, x, to) => engine.LogSoftmax(x, to));

    /// <summary>Splits into equal parts along an axis. Keras: <c>split</c>.</summary>
    /// <exception cref="ArgumentException">The size of the axis is not a multiple of the number of parts.</exception>
    public Tensor[] Split(int sections, int axis = -1)
    {
        var along = CheckedAxis(axis);
        if (sections < 1 || Shape[along] % sections != 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"Axis {axis} of tensor {Shape} can't be divided into {sections} equal parts."));
        var size = Shape[along] / sections;
        return [.. Enumerable.Range(0, sections).Select(part => Taken(along, (part * size)..((part + 1) * size)))];
    }

    private static string Listed(int[] numbers) => string.Join(", ", numbers.Select(number => NumberText.Of(number)));

    /// <summary>Returns the axis, counted from the start.</summary>
    /// <exception cref="ArgumentException">There is no axis with this number.</exception>
    internal int CheckedAxis(int axis)
    {
        var checkedAxis = axis < 0 ? axis + Shape.Rank : axis;
        return checkedAxis >= 0 && checkedAxis < Shape.Rank
            ? checkedAxis
            : throw new ArgumentException(FormattableString.Invariant($"Tensor {Shape} has no axis {axis}."));
    }

    /// <summary>Returns this tensor's memory as rows: each row holds the numbers of an axis and of all axes after it.</summary>
    internal static TensorBuffer Rows(ITensorEngine engine, TensorBuffer x, int axis)
    {
        var columns = 1;
        foreach (var dimension in x.Shape.Dimensions[axis..]) columns *= dimension;
        return engine.View(x, 0, [columns == 0 ? 0 : x.Count / columns, columns]);
    }

    private Tensor Taken(int axis, Slice slice)
    {
        var (first, count) = slice.Of(Shape[axis]);
        if (count == Shape[axis]) return this;
        var inner = Inner(axis);
        return Computed(With(axis, count), (engine, x, to) => engine.Columns(Rows(engine, x, axis), first * inner, Rows(engine, to, axis)))
            .WithNames(names);
    }

    /// <summary>Reduces along an axis by pooling: the tensor is treated as images whose height is the length of the axis.</summary>
    private Tensor Reduced(int axis, bool keepDims, Action<ITensorEngine, TensorBuffer, Window, TensorBuffer> pool)
    {
        var along = CheckedAxis(axis);
        var (outer, size, inner) = (Outer(along), Shape[along], Inner(along));
        if (size == 0) throw new ArgumentException(FormattableString.Invariant($"Axis {axis} of tensor {Shape} has no numbers, so there is no sum, mean or maximum along it."));
        var result = Computed(With(along, 1), (engine, x, to) => pool(
            engine, engine.View(x, 0, [outer, size, 1, inner]), new Window(size, 1, size), engine.View(to, 0, [outer, 1, 1, inner])));
        if (keepDims) return result.WithNames(names);
        var kept = Enumerable.Range(0, Shape.Rank).Where(k => k != along).ToArray();
        return Naming(result.Reshape([.. kept.Select(k => Shape[k])]), kept);
    }

    private Tensor Repeated(int axis, int size)
    {
        var (outer, inner) = (Outer(axis), Inner(axis));
        return Computed(With(axis, size), (engine, x, to) =>
        {
            var columns = engine.Allocate(ElementType.Float, [outer, inner, size]);
            engine.BroadcastColumns(x, 1, columns);
            engine.Permute(columns, [0, 2, 1], engine.View(to, 0, [outer, size, inner]));
        }).WithNames(names);
    }

    private Shape With(int axis, int size) => [.. Shape.Select((d, k) => k == axis ? size : d)];

    /// <summary>Returns the number of positions of the axes before an axis.</summary>
    private int Outer(int axis) => Product(Shape.Dimensions[..axis]);

    /// <summary>Returns the count of numbers at each position of an axis.</summary>
    private int Inner(int axis) => Product(Shape.Dimensions[(axis + 1)..]);

    private static int Product(ReadOnlySpan<int> dimensions)
    {
        var count = 1;
        foreach (var dimension in dimensions) count *= dimension;
        return count;
    }
}
