namespace ModelDsl;

/// <summary>
/// Marks the method that says what a model does: the generator reads it, checks its shapes, and writes its gradient. It takes the model, a batch of
/// samples <c>[N, …]</c> and, if it wants to know, whether the model is being trained; it gives the prediction. What it may contain:
/// docs/forward.md.
/// </summary>
/// <example><code>
/// [Model(784), SparseCategoricalCrossentropy]
/// public sealed partial record ResidualMlp([Dense(128)] Dense Stem, [Dense(128)] Dense Block, [Dense(10)] Dense Head)
/// {
///     [Forward]
///     static Tensor Logits(ResidualMlp m, Tensor x)
///     {
///         var h = x | m.Stem | Relu;
///         return (h + (h | m.Block | Relu)) | m.Head;
///     }
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ForwardAttribute : Attribute;
