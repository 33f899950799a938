namespace ModelDsl;

/// <summary>
/// Marks a static method from floats to float as a function of each element: the generator reads it where it stands, says what it can't differentiate, and writes a vectorised kernel
/// and its derivative wherever a model uses it: as an activation, <c>[Dense(64, Activate = nameof(Curves.Swish))]</c>, in pipes, <c>x | Swish</c>, and in losses. What it may contain:
/// docs/elementwise.md.
/// </summary>
/// <example><code>
/// static class Curves
/// {
///     [Elementwise]
///     public static float Mish(float x) =&gt; x * Tanh(Softplus(x));
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ElementwiseAttribute : Attribute;
