namespace ModelDsl;

/// <summary>
/// Your own loss: a static method of prediction and target, both in the output's shape. It returns a number for each row of the output. The
/// generator reads it, checks its shapes and writes its gradient. It may contain the same code as a <see cref="ForwardAttribute"/> method.
/// Reductions, weights of samples and regularisers work as with every loss.
/// </summary>
/// <example><code>
/// static class Losses
/// {
///     public static Tensor Quantile(Tensor prediction, Tensor target)
///     {
///         var error = target - prediction;
///         return Maximum(0.9 * error, -0.1 * error).Mean(-1);
///     }
/// }
///
/// [Model(8), CustomLoss(nameof(Losses.Quantile))]
/// public sealed partial record Net([Dense(1)] Dense Output);
/// </code></example>
/// <param name="function">Name of the method, as in <c>nameof(Losses.Quantile)</c>.</param>
public sealed class CustomLossAttribute(string function) : LossAttribute
{
    /// <summary>Name of the method.</summary>
    public string Function { get; } = function;
}
