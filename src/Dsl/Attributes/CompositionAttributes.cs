namespace ModelDsl;

/// <summary>
/// Declares a positional partial record of layers to be a block: a part of models, without its own input shape or loss. Each use in a model
/// decides its shapes. If it has a <see cref="ForwardAttribute"/> method, that method computes it; otherwise its layers run one after the
/// other.
/// </summary>
/// <example><code>
/// [Block]
/// public sealed partial record Residual([Dense(64, Activation.Relu)] Dense Wide, [Dense(64)] Dense Narrow)
/// {
///     [Forward]
///     static Tensor Add(Residual m, Tensor x) => x + (x | m.Wide | m.Narrow);
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class BlockAttribute : Attribute;

/// <summary>
/// Keeps a layer unchanged in training. Its weights are constants in the gradient, and no optimizer changes them. Batch normalisation uses
/// its moving statistics, as in prediction. On a record, or on repeated layers, it freezes all layers inside. Keras:
/// <c>trainable = False</c>.
/// </summary>
/// <example><code>[Frozen, Dense(64)] Dense Features</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FrozenAttribute : Attribute;

/// <summary>
/// Several layers, or records of layers, with the same hyper-parameters, each with its own weights. They run one after the other, or a
/// method loops over them.
/// </summary>
/// <example><code>[Repeat(4), Dense(64, Activation.Relu)] Seq&lt;Dense&gt; Hidden</code></example>
/// <param name="count">The number of copies, from 1 to 1000.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RepeatAttribute(int count) : Attribute
{
    /// <summary>The number of copies.</summary>
    public int Count { get; } = count;
}
