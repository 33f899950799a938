using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Decides when two factors may become one. Intermediate numbers can leave float32's range, and a method that runs eagerly must not differ
/// from the compiled program: <c>x * 1e-30 * 1e-30 * 1e30 * 1e30</c> is 0 in both.
/// </summary>
internal static class Factors
{
    // Leaves room for x itself.
    private const double MostUsual = 1e20;
    private const double MostRows = int.MaxValue;

    /// <summary>Returns true when float32 holds two factors and their product with all digits, for a batch of any size.</summary>
    public static bool HoldProduct(Coefficient a, Coefficient b) => Holds(a) && Holds(b) && Holds(a * b);

    private static bool Holds(Coefficient factor) =>
        Float32.Holds(factor.Value) && (factor.BatchPower == 0 || Float32.Holds(factor.Value * Math.Pow(MostRows, factor.BatchPower)));

    /// <summary>
    /// Returns true when a scale and a factor after it may become one. Two factors that both grow, or both shrink, pass no number that the
    /// result does not pass. For other factors, the product up to the scale must be of a usual size.
    /// </summary>
    /// <param name="scale">The first factor, an operation.</param>
    /// <param name="factor">The second factor.</param>
    public static bool AreOne(Operation scale, Coefficient factor)
    {
        var first = scale.Attributes.Factor;
        return HoldProduct(first, factor) &&
            ((Grows(first) && Grows(factor)) || (Shrinks(first) && Shrinks(factor)) || IsUsual(ProductUpTo(scale)));
    }

    /// <summary>Returns the product of a scale, of the scales right before it, and of the constant that they begin with.</summary>
    private static Coefficient ProductUpTo(Operation scale)
    {
        var (at, product) = (scale, Coefficient.One);
        for (; at.Is(Elementwise.Scale); at = at.Operands[0].Producer) product *= at.Attributes.Factor;
        return at.Is(Elementwise.Fill) ? product * at.Attributes.Factor : product;
    }

    private static bool Grows(Coefficient factor) => Math.Abs(factor.Value) >= 1 && factor.BatchPower >= 0;

    private static bool Shrinks(Coefficient factor) => Math.Abs(factor.Value) <= 1 && factor.BatchPower <= 0;

    private static bool IsUsual(Coefficient factor) =>
        Math.Abs(factor.Value) is >= 1 / MostUsual and <= MostUsual && factor.BatchPower is >= -1 and <= 1;
}
