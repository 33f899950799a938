using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A number that an initializer was given.</summary>
/// <param name="Name">Its parameter in <c>ModelDsl.Engines.Initializers</c>.</param>
/// <param name="Source">Its value as C#.</param>
internal sealed record InitializerArgument(string Name, string Source);

/// <summary>How a tensor begins: the name of an <c>Initializer</c>, and the numbers that are not its usual ones.</summary>
internal sealed record InitializerSpec(string Name, EquatableArray<InitializerArgument> Arguments)
{
    /// <summary>The bias of an LSTM's forget gate begins as 1 all the same.</summary>
    public bool UnitForgetBias { get; init; }
}

/// <summary>What a layer's attribute says about one of its tensors.</summary>
/// <param name="Tensor">What the options begin with: <c>Kernel</c> in <c>KernelInitializer</c>.</param>
/// <param name="Initializer">How it begins.</param>
/// <param name="L1">Adds this times Σ|w| to the loss.</param>
/// <param name="L2">Adds this times Σw² to the loss.</param>
internal sealed record WeightSpec(string Tensor, InitializerSpec Initializer, double L1 = 0, double L2 = 0)
{
    /// <summary>A tensor without options.</summary>
    public static WeightSpec Of(string tensor, string initializer) => new(tensor, new InitializerSpec(initializer, []));
}
