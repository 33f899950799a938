using System.Runtime.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Optimizers;

/// <summary>
/// The formulas that update rules share. An update rule is a kernel over all weights: every engine runs it as it is written.
/// </summary>
/// <typeparam name="TNumber">The engine's numbers.</typeparam>
/// <typeparam name="TMath">Their operations.</typeparam>
internal static class UpdateRule<TNumber, TMath> where TMath : struct, IArithmetic<TNumber>
{
    /// <summary>Returns <c>decay·old + fresh·value</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Average(TNumber old, TNumber value, TNumber decay, TNumber fresh) =>
        TMath.MultiplyAdd(decay, old, TMath.Multiply(fresh, value));

    /// <summary>Returns x, or 0 if |x| is below a bound. An average that fades becomes 0 before it becomes denormal (ADR 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Significant(TNumber x, TNumber bound) => TMath.Less(TMath.Abs(x), bound, TMath.Number(0), x);

    /// <inheritdoc cref="Significant(TNumber, TNumber)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Significant(TNumber x) => Significant(x, TMath.Number(UpdateRule.Negligible));

    /// <summary>Returns a/b, and 0 if a is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Quotient(TNumber a, TNumber b) => TMath.Equal(a, TMath.Number(0), a, TMath.Divide(a, b));
}

/// <summary>The constants of update rules.</summary>
internal static class UpdateRule
{
    /// <summary>The size below which an average becomes 0.</summary>
    public const double Negligible = 1e-30;

    /// <summary>Returns the size below which a number does not change its sum with epsilon, and becomes 0.</summary>
    public static double NegligibleBeside(double epsilon) => Math.Min(Negligible, 1e-9 * epsilon);

    /// <summary>Returns the size below which a number's root does not change its sum with epsilon, and the number becomes 0.</summary>
    public static double NegligibleSquareBeside(double epsilon) => Math.Min(Negligible, 1e-16 * epsilon * epsilon);
}

/// <summary>
/// A choice of an update rule's form. Because it is a type, the choice is made when the rule is compiled, not for each weight.
/// </summary>
internal interface IChoice
{
    /// <summary>True when the form is chosen.</summary>
    static abstract bool IsChosen { get; }
}

/// <summary>The form is chosen.</summary>
internal readonly struct Yes : IChoice
{
    public static bool IsChosen => true;
}

/// <summary>The form is not chosen.</summary>
internal readonly struct No : IChoice
{
    public static bool IsChosen => false;
}
