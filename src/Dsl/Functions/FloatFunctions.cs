using ModelDsl.Engines.Reference;

namespace ModelDsl;

/// <content>
///  The functions of tensors, for one number; use them in <see cref="ElementwiseAttribute"/> functions. Activations are computed in double
/// precision and rounded; all others in float32. In a compiled function, the generator differentiates them.
/// </content>
public static partial class Functions
{
    /// <summary>Returns eˣ.</summary>
    public static float Exp(float x) => MathF.Exp(x);

    /// <summary>Returns the natural logarithm.</summary>
    public static float Log(float x) => MathF.Log(x);

    /// <summary>Returns √x.</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>Returns x².</summary>
    public static float Square(float x) => x * x;

    /// <summary>Returns |x|; its derivative at 0 is 0.</summary>
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>Returns −1, 0 or 1, and NaN for NaN. Its derivative is 0.</summary>
    public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x;

    /// <summary>Returns <c>max(least, min(x, most))</c>; the derivative is 1 at a bound, 0 beyond.</summary>
    public static float Clip(float x, float least, float most) => x < least ? least : x > most ? most : x;

    /// <summary>
    /// Returns the larger of both, and NaN if either is NaN. If they are equal, it returns a, and the gradient goes to a.
    /// </summary>
    public static float Maximum(float a, float b) => a < b || float.IsNaN(b) ? b : a;

    /// <summary>
    /// Returns the smaller of both, and NaN if either is NaN. If they are equal, it returns a, and the gradient goes to a.
    /// </summary>
    public static float Minimum(float a, float b) => b < a || float.IsNaN(b) ? b : a;

    private static float Activated(ActivationKind activation, float x) => (float)ReferenceActivations.Value(activation, x);

    private static Tensor Activated(ActivationKind activation, Tensor x) =>
        Each(x, (engine, from, to) => engine.Activate(activation, from, to));
}
