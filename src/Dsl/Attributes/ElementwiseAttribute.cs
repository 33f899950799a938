namespace ModelDsl;

/// <summary>
/// Marks a static method from floats to float as an elementwise function. The generator checks it and reports code that it can't
/// differentiate. For each use in a model it writes a vectorised kernel and its derivative. Uses are activations,
/// <c>[Dense(64, Activate = nameof(Curves.Swish))]</c>, pipes, <c>x | Swish</c>, and losses. The code that it may contain:
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
