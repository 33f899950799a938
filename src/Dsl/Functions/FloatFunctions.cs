using ModelDsl.Engines.Reference;

namespace ModelDsl;

/// <content>
/// The functions of tensors, of one number: what an <see cref="ElementwiseAttribute"/> function is written with. Computed in double precision and rounded. Within a function that is compiled
/// they are what the generator differentiates.
/// </content>
public static partial class Functions
{
    /// <summary>eˣ</summary>
    public static float Exp(float x) => MathF.Exp(x);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float x) => MathF.Log(x);

    /// <summary>√x</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>x²</summary>
    public static float Square(float x) => x * x;

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>−1, 0 or 1; what is not a number stays so. Its derivative is 0.</summary>
    public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x;

    /// <summary><c>max(least, min(x, most))</c>; the derivative is 1 at a bound, 0 beyond.</summary>
    public static float Clip(float x, float least, float most) => x < least ? least : x > most ? most : x;

    /// <summary>The larger of both, NaN where either is NaN. Where they are equal it is a, and the gradient goes to a.</summary>
    public static float Maximum(float a, float b) => a < b || float.IsNaN(b) ? b : a;

    /// <summary>The smaller of both, NaN where either is NaN. Where they are equal it is a, and the gradient goes to a.</summary>
    public static float Minimum(float a, float b) => b < a || float.IsNaN(b) ? b : a;

    private static float Activated(ActivationKind activation, float x) => (float)ReferenceActivations.Value(activation, x);

    private static Tensor Activated(ActivationKind activation, Tensor x) => Each(x, (engine, from, to) => engine.Activate(activation, from, to));
}
