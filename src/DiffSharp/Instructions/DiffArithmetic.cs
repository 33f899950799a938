using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

/// <summary>
/// The number type of kernels on DiffSharp: a tensor, or one number for all elements. DiffSharp chooses only between tensors of one shape,
/// so a single number must be kept separate.
/// </summary>
internal readonly struct DiffNumber
{
    private readonly DiffTensor? tensor;

    public DiffNumber(DiffTensor tensor) => this.tensor = tensor;

    public DiffNumber(double constant) => Constant = constant;

    /// <summary>The number, if it is one number.</summary>
    public double Constant { get; }

    /// <summary>True for one number, false for a tensor.</summary>
    public bool IsConstant => tensor is null;

    /// <summary>Returns the tensor; one number becomes a tensor with the shape and type of another.</summary>
    public DiffTensor Like(DiffTensor other) => tensor ?? other.All(Constant);

    /// <summary>Applies a function to it.</summary>
    public DiffNumber Map(Func<double, double> number, Func<DiffTensor, DiffTensor> function) =>
        tensor is null ? new(number(Constant)) : new(function(tensor));

    /// <summary>Applies a function to both: to tensors, unless both are one number.</summary>
    public DiffNumber Zip(DiffNumber other, Func<double, double, double> number,
        Func<DiffTensor, DiffTensor, DiffTensor> function) => (tensor, other.tensor) switch
        {
            (null, null) => new(number(Constant, other.Constant)),
            (null, { } y) => new(function(Like(y), y)),
            ({ } x, _) => new(function(x, other.Like(x))),
        };

    /// <summary>Returns <c>holds(a, b) ? yes : no</c>, elementwise.</summary>
    public static DiffNumber Pick(
        DiffNumber a, DiffNumber b, DiffNumber yes, DiffNumber no, Func<double, double, bool> holds,
        Func<DiffTensor, DiffTensor, DiffTensor> mask)
    {
        if (a.IsConstant && b.IsConstant) return holds(a.Constant, b.Constant) ? yes : no;
        var shape = (a.tensor ?? b.tensor)!;
        return new(Select(mask(a.Like(shape), b.Like(shape)).int32(), yes.Like(shape), no.Like(shape)));
    }
}

/// <summary>The operations of kernels, in DiffSharp's operations.</summary>
internal readonly struct DiffArithmetic : IArithmetic<DiffNumber>
{
    public static DiffNumber Number(double value) => new(value);

    public static DiffNumber Add(DiffNumber a, DiffNumber b) => a.Zip(b, static (x, y) => x + y, static (x, y) => x + y);

    public static DiffNumber Subtract(DiffNumber a, DiffNumber b) => a.Zip(b, static (x, y) => x - y, static (x, y) => x - y);

    public static DiffNumber Multiply(DiffNumber a, DiffNumber b) => a.Zip(b, static (x, y) => x * y, static (x, y) => x * y);

    public static DiffNumber Divide(DiffNumber a, DiffNumber b) => a.Zip(b, static (x, y) => x / y, static (x, y) => x / y);

    public static DiffNumber MultiplyAdd(DiffNumber a, DiffNumber b, DiffNumber c) => Add(Multiply(a, b), c);

    public static DiffNumber Negate(DiffNumber x) => x.Map(static v => -v, static v => -v);

    public static DiffNumber Abs(DiffNumber x) => x.Map(Math.Abs, static v => v.abs());

    public static DiffNumber Sqrt(DiffNumber x) => x.Map(Math.Sqrt, static v => v.sqrt());

    public static DiffNumber ReciprocalSqrt(DiffNumber x) => Divide(Number(1), Sqrt(x));

    public static DiffNumber Exp(DiffNumber x) => x.Map(Math.Exp, static v => v.exp());

    /// <summary>
    /// Computes eˣ − 1 directly for elements above 1, where the subtraction loses at most one bit; otherwise it uses the tanh form.
    /// </summary>
    public static DiffNumber ExpMinus1(DiffNumber x) =>
        x.Map(static v => Math.Abs(v) < 1.0 ? 2.0 * Math.Sinh(v / 2.0) * Math.Exp(v / 2.0) : Math.Exp(v) - 1.0,
            static v => Select(v.Above(1.0), v.exp() - 1.0, DiffActivations.ExpMinus1(v)));

    public static DiffNumber Log(DiffNumber x) => x.Map(Math.Log, static v => v.log());

    public static DiffNumber Sin(DiffNumber x) => x.Map(Math.Sin, static v => v.sin());

    public static DiffNumber Cos(DiffNumber x) => x.Map(Math.Cos, static v => v.cos());

    public static DiffNumber Tanh(DiffNumber x) => x.Map(Math.Tanh, static v => v.tanh());

    public static DiffNumber Sigmoid(DiffNumber x) => x.Map(static v => 1.0 / (1.0 + Math.Exp(-v)), static v => v.sigmoid());

    public static DiffNumber Softplus(DiffNumber x) =>
        x.Map(static v => Math.Max(v, 0.0) + Math.Log(1.0 + Math.Exp(-Math.Abs(v))), DiffActivations.Softplus);

    public static DiffNumber Normal(DiffNumber x) => x.Map(DiffNormal.Distribution, DiffNormal.Distribution);

    public static DiffNumber Floor(DiffNumber x) => x.Map(Math.Floor, static v => v.floor());

    /// <summary>Returns e^(y·log |x|); negative if x is negative and y is odd.</summary>
    public static DiffNumber Power(DiffNumber x, DiffNumber y)
    {
        if (x.IsConstant && y.IsConstant) return new(Math.Pow(x.Constant, y.Constant));
        var (zero, half) = (Number(0), Multiply(y, Number(0.5)));
        var size = Exp(Multiply(y, Log(Abs(x))));
        var whole = Equal(Floor(y), y, Equal(Floor(half), half, size, Negate(size)), Number(double.NaN));
        return Equal(y, zero, Number(1), Less(x, zero, whole, size));
    }

    public static DiffNumber Less(DiffNumber a, DiffNumber b, DiffNumber yes, DiffNumber no) =>
        DiffNumber.Pick(a, b, yes, no, static (x, y) => x < y, static (x, y) => x.lt(y));

    public static DiffNumber Equal(DiffNumber a, DiffNumber b, DiffNumber yes, DiffNumber no) =>
        DiffNumber.Pick(a, b, yes, no, static (x, y) => x == y, static (x, y) => x.eq(y));
}
