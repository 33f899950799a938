using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>An argument of an initializer.</summary>
/// <param name="Name">Its parameter in <c>ModelDsl.CompilerServices.Initializers</c>.</param>
/// <param name="Source">Its value as C#.</param>
internal sealed record InitializerArgument(string Name, string Source);

/// <summary>The initial values of a tensor: the name of an <c>Initializer</c>, and the numbers that differ from its defaults.</summary>
internal sealed record InitializerSpec(string Name, EquatableArray<InitializerArgument> Arguments)
{
    /// <summary>True when the bias of an LSTM's forget gate begins as 1, whatever the initializer is.</summary>
    public bool UnitForgetBias { get; init; }

    /// <summary>
    /// For a tensor that is no kernel <c>[…, inputs, outputs]</c>: the number of its first axes that are inputs; the rest are outputs.
    /// Otherwise 0.
    /// </summary>
    public int InputAxes { get; init; }
}

/// <summary>The penalty that a layer adds to the loss for numbers x: <c>L1·Σ|x| + L2·Σx²</c>.</summary>
internal sealed record PenaltySpec(double L1, double L2)
{
    public static readonly PenaltySpec None = new(0, 0);
}

/// <summary>The options in a layer's attribute for one of its tensors.</summary>
/// <param name="Tensor">The prefix of the options: <c>Kernel</c> in <c>KernelInitializer</c>.</param>
/// <param name="Initializer">The initial values.</param>
/// <param name="Penalty">The penalty that it adds to the loss.</param>
internal sealed record WeightSpec(string Tensor, InitializerSpec Initializer, PenaltySpec Penalty)
{
    /// <summary>Returns the spec of a tensor without options.</summary>
    public static WeightSpec Of(string tensor, string initializer) => new(tensor, new InitializerSpec(initializer, []), PenaltySpec.None);
}
