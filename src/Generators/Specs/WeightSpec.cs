using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A number that an initializer was given.</summary>
/// <param name="Name">Its parameter in <c>ModelDsl.CompilerServices.Initializers</c>.</param>
/// <param name="Source">Its value as C#.</param>
internal sealed record InitializerArgument(string Name, string Source);

/// <summary>How a tensor begins: the name of an <c>Initializer</c>, and the numbers that are not its usual ones.</summary>
internal sealed record InitializerSpec(string Name, EquatableArray<InitializerArgument> Arguments)
{
    /// <summary>The bias of an LSTM's forget gate begins as 1 all the same.</summary>
    public bool UnitForgetBias { get; init; }

    /// <summary>How many of a tensor's first axes are inputs, all others outputs, where it is no kernel <c>[…, inputs, outputs]</c>; else 0.</summary>
    public int InputAxes { get; init; }
}

/// <summary>What a layer adds to the loss for numbers x: <c>L1·Σ|x| + L2·Σx²</c>.</summary>
internal sealed record PenaltySpec(double L1, double L2)
{
    public static readonly PenaltySpec None = new(0, 0);
}

/// <summary>What a layer's attribute says about one of its tensors.</summary>
/// <param name="Tensor">What the options begin with: <c>Kernel</c> in <c>KernelInitializer</c>.</param>
/// <param name="Initializer">How it begins.</param>
/// <param name="Penalty">What it adds to the loss.</param>
internal sealed record WeightSpec(string Tensor, InitializerSpec Initializer, PenaltySpec Penalty)
{
    /// <summary>A tensor without options.</summary>
    public static WeightSpec Of(string tensor, string initializer) => new(tensor, new InitializerSpec(initializer, []), PenaltySpec.None);
}
