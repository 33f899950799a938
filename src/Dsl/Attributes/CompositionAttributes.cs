namespace ModelDsl;

/// <summary>
/// Declares a positional partial record of layers to be a block: a part of models, without an input shape or a loss of its own. Its shapes follow from where a
/// model uses it. With a <see cref="ForwardAttribute"/> method it does what that says, else its layers follow each other.
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
/// Keeps a layer as it is in training: its weights are constants of the gradient, no optimizer sees them, and batch normalisation uses its moving statistics as in
/// prediction. On a record, or on repeated layers, it freezes all layers inside. Keras: <c>trainable = False</c>.
/// </summary>
/// <example><code>[Frozen, Dense(64)] Dense Features</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FrozenAttribute : Attribute;

/// <summary>Several layers, or records of layers, of the same hyper-parameters, each with its own weights: they follow each other, or a method goes over them.</summary>
/// <example><code>[Repeat(4), Dense(64, Activation.Relu)] Seq&lt;Dense&gt; Hidden</code></example>
/// <param name="count">How many, from 1 to 1000.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RepeatAttribute(int count) : Attribute
{
    /// <summary>How many.</summary>
    public int Count { get; } = count;
}
