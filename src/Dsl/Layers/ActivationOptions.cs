namespace ModelDsl.Engines;

/// <summary>The numbers of an activation that has some; an activation reads those that its formula in <see cref="ITensorEngine.ActivateWith"/> names.</summary>
/// <param name="Alpha">The slope below the threshold, ELU's and CELU's α, squareplus's b, what is not above the activation Threshold.</param>
/// <param name="MaxValue">The largest value of ReLU.</param>
/// <param name="Threshold">Where ReLU and the activation Threshold begin; how much the shrinking activations take away.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct ActivationOptions(double Alpha, double MaxValue = double.PositiveInfinity, double Threshold = 0)
{
    /// <inheritdoc/>
    public override string ToString() => ValueText.Of(this, PrintMembers);
}
