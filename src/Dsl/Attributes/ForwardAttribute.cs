namespace ModelDsl;

/// <summary>
/// Marks the method that computes a model's prediction. The generator reads it, checks its shapes and writes its gradient. It takes the
/// model and a batch of samples <c>[N, …]</c>; it may also take whether the model is being trained. It returns the prediction. The code
/// that it may contain: docs/forward.md.
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
