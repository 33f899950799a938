namespace ModelDsl.Import;

/// <summary>What a <see cref="Step"/> does with its operands. Axes are counted from 0, outermost first, as in the file; none is
/// negative.</summary>
public abstract record Operation;

/// <summary>Calls a layer. Its operand is the input.</summary>
/// <param name="Layer">The layer, which is in <see cref="ImportedModel.Layers"/>.</param>
public sealed record Apply(Layer Layer) : Operation;

/// <summary>A function of each element.</summary>
/// <param name="Function">The function.</param>
/// <param name="Alpha">Its first parameter, where <see cref="UnaryFunction"/> says so.</param>
/// <param name="Beta">Its second parameter.</param>
public sealed record Unary(UnaryFunction Function, double Alpha = 0, double Beta = 0) : Operation;

/// <summary>A function of two operands, element by element, with broadcasting as in NumPy: shapes are aligned at the end, and 1 fits any
/// size. Comparisons and logical functions give booleans.</summary>
/// <param name="Function">The function.</param>
public sealed record Binary(BinaryFunction Function) : Operation;

/// <summary>The second operand where the first is true, otherwise the third, with broadcasting as in NumPy.</summary>
public sealed record Where : Operation;

/// <summary>Numbers below the least become the least, numbers above the most the most.</summary>
/// <param name="Least">The least number, or null for none.</param>
/// <param name="Most">The largest number, or null for none.</param>
public sealed record Clip(double? Least, double? Most) : Operation;

/// <summary>
/// The product of matrices in the last two axes, with broadcasting of the others as in NumPy's <c>matmul</c>. Both operands have at least
/// two axes.
/// </summary>
public sealed record MatMul : Operation;

/// <summary>The same numbers in the shape of the result.</summary>
/// <param name="Target">The shape of the result.</param>
public sealed record Reshape(Shape Target) : Operation;

/// <summary>Axes in another order: axis i of the result is axis Order[i] of the operand.</summary>
/// <param name="Order">A permutation of the axes.</param>
public sealed record Transpose(IReadOnlyList<int> Order) : Operation
{
    /// <summary>A permutation of the axes.</summary>
    public IReadOnlyList<int> Order { get; } = Items.Of(Order);
}

/// <summary>Repeats the operand along axes of size 1, and along new axes at the front, until it has the shape of the result.</summary>
/// <param name="Target">The shape of the result.</param>
public sealed record Expand(Shape Target) : Operation;

/// <summary>The operands one after the other along an axis.</summary>
/// <param name="Axis">The axis.</param>
public sealed record Concat(int Axis) : Operation;

/// <summary>Places of an axis: Start, Start + Step, …, as many as Count says. All of them exist.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The first place.</param>
/// <param name="Count">How many places.</param>
/// <param name="Step">The step between places. It may be negative.</param>
public sealed record AxisRange(int Axis, long Start, long Count, long Step);

/// <summary>A part of the operand. Axes without a range stay whole. No axis is removed.</summary>
/// <param name="Ranges">At most one for each axis, in the order of axes.</param>
public sealed record Slice(IReadOnlyList<AxisRange> Ranges) : Operation
{
    /// <summary>At most one for each axis.</summary>
    public IReadOnlyList<AxisRange> Ranges { get; } = Items.Of(Ranges);
}

/// <summary>Cuts an axis into parts, one for each result.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Sizes">The sizes of the parts.</param>
public sealed record Split(int Axis, IReadOnlyList<long> Sizes) : Operation
{
    /// <summary>The sizes of the parts.</summary>
    public IReadOnlyList<long> Sizes { get; } = Items.Of(Sizes);
}

/// <summary>Takes places of an axis by number. The second operand is a constant with one axis: the places, counted from 0.</summary>
/// <param name="Axis">The axis.</param>
public sealed record Gather(int Axis) : Operation;

/// <summary>Reduces axes to one number.</summary>
/// <param name="Function">How.</param>
/// <param name="Axes">The axes, in ascending order.</param>
/// <param name="KeepAxes">Whether the axes stay, with size 1.</param>
public sealed record Reduce(ReduceFunction Function, IReadOnlyList<int> Axes, bool KeepAxes) : Operation
{
    /// <summary>The axes, in ascending order.</summary>
    public IReadOnlyList<int> Axes { get; } = Items.Of(Axes);
}

/// <summary>The place of the largest (or smallest) number along an axis, as an integer; the first if several are equal.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="KeepAxis">Whether the axis stays, with size 1.</param>
/// <param name="Smallest">Whether the smallest number counts.</param>
public sealed record ArgMax(int Axis, bool KeepAxis, bool Smallest) : Operation;

/// <summary><c>eˣ / Σ eˣ</c> along an axis, or its logarithm.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="IsLogarithm">Whether the logarithm is meant.</param>
public sealed record Softmax(int Axis, bool IsLogarithm = false) : Operation;

/// <summary>The largest number, or the mean, of each window of <c>[N, C, spatial…]</c>.</summary>
/// <param name="IsMaximum">Whether it is the largest number. Otherwise it is the mean.</param>
/// <param name="Window">Where windows go. Added places never are the largest.</param>
/// <param name="CountsPads">For the mean: whether added places count, as 0.</param>
public sealed record Pool(bool IsMaximum, Window Window, bool CountsPads) : Operation;

/// <summary>Adds places around the operand, in every axis. Negative numbers take places away.</summary>
/// <param name="Mode">What the places hold.</param>
/// <param name="Begin">How many before each axis.</param>
/// <param name="End">How many after each axis.</param>
/// <param name="Value">The number for <see cref="PadMode.Constant"/>.</param>
public sealed record Pad(PadMode Mode, IReadOnlyList<int> Begin, IReadOnlyList<int> End, double Value) : Operation
{
    /// <summary>How many before each axis.</summary>
    public IReadOnlyList<int> Begin { get; } = Items.Of(Begin);

    /// <summary>How many after each axis.</summary>
    public IReadOnlyList<int> End { get; } = Items.Of(End);
}

/// <summary>Makes <c>[N, C, spatial…]</c> larger by whole factors.</summary>
/// <param name="Factors">One for each axis; the first two are 1.</param>
/// <param name="Mode">How numbers between are found.</param>
public sealed record Resize(IReadOnlyList<int> Factors, ResizeMode Mode) : Operation
{
    /// <summary>One for each axis.</summary>
    public IReadOnlyList<int> Factors { get; } = Items.Of(Factors);
}

/// <summary>Numbers of another type. To integers, what stands after the point is lost; to booleans, all but 0 is true.</summary>
/// <param name="Type">The type.</param>
public sealed record Cast(ElementType Type) : Operation;
