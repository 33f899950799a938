using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// A constant factor that may depend on the batch size: <c>Value·N^BatchPower</c>. A mean over the batch has the factor 1/N.
/// </summary>
internal readonly record struct Coefficient(double Value, int BatchPower = 0)
{
    public static readonly Coefficient One = new(1);

    public bool IsOne => Value == 1 && BatchPower == 0;

    public bool IsZero => Value == 0;

    public static implicit operator Coefficient(double value) => new(value);

    public static Coefficient operator *(Coefficient a, Coefficient b) => new(a.Value * b.Value, a.BatchPower + b.BatchPower);

    /// <summary>Returns the factor as C#, with a name for N.</summary>
    public string ToSource(string rows) => BatchPower switch
    {
        0 => Literal.Of(Value),
        < 0 => Literal.Of(Value) + string.Concat(Enumerable.Repeat(" / " + rows, -BatchPower)),
        > 0 => Literal.Of(Value) + string.Concat(Enumerable.Repeat(" * " + rows, BatchPower)),
    };

    public override string ToString() => ToSource("N");
}
