namespace ModelDsl;

/// <summary>How the outputs of both directions become one. Keras: <c>merge_mode</c>.</summary>
public enum Merge
{
    /// <summary>Side by side: the features of the layer that reads forward come first, so the output is twice as wide.</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, number by number.</summary>
    Mul,

    /// <summary>Their mean.</summary>
    Ave,
}

/// <summary>
/// Makes two layers of a recurrent layer: one reads the sequence forward, the other backward, each with its own weights. With
/// <c>ReturnSequences = true</c> the steps of the second are turned around, so that both outputs of a step belong to the same step of the
/// input. Keras: <c>layers.Bidirectional</c>; Schuster and Paliwal, 1997.
/// </summary>
/// <example><code>[Bidirectional, LSTM(64, ReturnSequences = true)] Bidirectional&lt;LSTM&gt; Both</code></example>
/// <param name="merge">How both outputs become one; side by side by default.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BidirectionalAttribute(Merge merge = Merge.Concat) : Attribute
{
    /// <summary>How both outputs become one.</summary>
    public Merge Merge { get; } = merge;
}

/// <summary>Two recurrent layers that read a sequence in both directions.</summary>
/// <typeparam name="TLayer"><see cref="LSTM"/>, <see cref="GRU"/> or <see cref="SimpleRNN"/>.</typeparam>
/// <param name="Forward">The layer that reads from the first step to the last.</param>
/// <param name="Backward">The layer that reads from the last step to the first.</param>
public sealed record Bidirectional<TLayer>(TLayer Forward, TLayer Backward) : Layer where TLayer : Layer;
