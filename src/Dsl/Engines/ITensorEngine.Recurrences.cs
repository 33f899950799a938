namespace ModelDsl.Engines;

/// <content>Recurrent layers over <c>[N, steps, features]</c>; they begin with the hidden state 0.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// <c>s = x_t + h_(t−1)·kernel</c> and <c>h_t = activation(s)</c>: x, sums and hidden <c>[N, steps, u]</c>, kernel <c>[u, u]</c>.
    /// </summary>
    void SimpleRnnSteps(TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums);

    /// <summary>
    /// The gradient of the sums, from that of the hidden states, going back in time. Saved are the hidden states where
    /// <see cref="Activations.DerivativeFromOutput"/> says so, the sums otherwise.
    /// </summary>
    void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination);

    /// <summary>
    /// With <c>i, f, g, o</c> the four parts of <c>x_t + h_(t−1)·kernel</c> after their activations, g's the first and the others' the
    /// second: <c>c_t = f·c_(t−1) + i·g</c> and <c>h_t = o·activation(c_t)</c>. x <c>[N, steps, 4u]</c>, kernel <c>[u, 4u]</c>, hidden
    /// <c>[N, steps, u]</c>. Saved are, side by side, i, f, g and o, each before its activation where its derivative is not taken from the
    /// output, and c: <c>[N, steps, 5u]</c>.
    /// </summary>
    void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved);

    /// <summary>The gradient of x, from that of the hidden states, going back in time.</summary>
    void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination);

    /// <summary>
    /// With <c>r = h_(t−1)·kernel + bias</c>, of three parts as x: <c>z = recurrentActivation(x_z + r_z)</c>,
    /// <c>ρ = recurrentActivation(x_ρ + r_ρ)</c>, <c>g = activation(x_g + ρ·r_g)</c> and <c>h_t = z·h_(t−1) + (1 − z)·g</c>. x
    /// <c>[N, steps, 3u]</c>, kernel <c>[u, 3u]</c>, bias <c>[3u]</c> or none, hidden <c>[N, steps, u]</c>. Saved are, side by side, z, ρ and g,
    /// each before its activation where its derivative is not taken from the output, and r_g: <c>[N, steps, 4u]</c>.
    /// </summary>
    void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved);

    /// <summary>The gradients of x and of r, from that of the hidden states, going back in time.</summary>
    void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent);
}
