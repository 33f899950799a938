namespace ModelDsl.Engines;

/// <content>
/// Recurrent layers over <c>[N, steps, features]</c>. The initial hidden state is 0. A mask <c>[N, steps]</c> is 0 at the steps to leave
/// out, or null: there a sample keeps its state and its cell, whatever x is. The other saved numbers of such a step are 0, and so are the
/// gradients of its sums.
/// </content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Computes <c>s = x_t + h_(t−1)·kernel</c> and <c>h_t = activation(s)</c>: x, sums and hidden <c>[N, steps, u]</c>, kernel
    /// <c>[u, u]</c>.
    /// </summary>
    void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask = null);

    /// <summary>
    /// Computes the gradient of the sums from the gradient of the hidden states, backward in time. The saved numbers are the hidden states
    /// if <see cref="Activations.DerivativeFromOutput"/> is true, otherwise the sums.
    /// </summary>
    void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask = null);

    /// <summary>
    /// Computes <c>c_t = f·c_(t−1) + i·g</c> and <c>h_t = o·activation(c_t)</c>. <c>i, f, g, o</c> are the four parts of
    /// <c>x_t + h_(t−1)·kernel</c> after their activations: <c>activation</c> for g, <c>recurrentActivation</c> for the others. x
    /// <c>[N, steps, 4u]</c>, kernel <c>[u, 4u]</c>, hidden <c>[N, steps, u]</c>. Saved holds i, f, g, o and c side by side:
    /// <c>[N, steps, 5u]</c>. Each of i, f, g and o is saved before its activation if its derivative is not computed from the output.
    /// </summary>
    void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask = null);

    /// <summary>Computes the gradient of x from the gradient of the hidden states, backward in time.</summary>
    void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask = null);

    /// <summary>
    /// Computes, with <c>r = h_(t−1)·kernel + bias</c>, which has three parts like x: <c>z = recurrentActivation(x_z + r_z)</c>,
    /// <c>ρ = recurrentActivation(x_ρ + r_ρ)</c>, <c>g = activation(x_g + ρ·r_g)</c> and <c>h_t = z·h_(t−1) + (1 − z)·g</c>. x
    /// <c>[N, steps, 3u]</c>, kernel <c>[u, 3u]</c>, bias <c>[3u]</c> or null, hidden <c>[N, steps, u]</c>. Saved holds z, ρ, g and r_g
    /// side by side: <c>[N, steps, 4u]</c>. Each of z, ρ and g is saved before its activation if its derivative is not computed from the
    /// output.
    /// </summary>
    void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask = null);

    /// <summary>Computes the gradients of x and of r from the gradient of the hidden states, backward in time.</summary>
    void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask = null);
}
