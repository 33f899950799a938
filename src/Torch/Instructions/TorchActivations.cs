using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// Activations and their gradients on tensors: libtorch's own functions for the most common, otherwise the library's formulas. Results are
/// new tensors, which the caller's scope disposes.
/// </summary>
internal static class TorchActivations
{
    public static TorchTensor Value(ActivationKind activation, TorchTensor x)
    {
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.Threshold: return x.relu();
            case ActivationKind.Sigmoid: return x.sigmoid();
            case ActivationKind.Tanh: return x.tanh();
            default:
                var visitor = new Values(x);
                Activations.Visit(activation, ref visitor);
                return visitor.Result!;
        }
    }

    /// <summary>Returns <c>gradient·f′</c>, from the output or the input: see <see cref="Activations.DerivativeFromOutput"/>.</summary>
    public static TorchTensor Gradient(ActivationKind activation, TorchTensor saved, TorchTensor gradient)
    {
        // 1 for a positive output, 0 for 0, NaN for NaN. It is computed by arithmetic: a choice between two tensors mispredicts every other
        // branch and takes 15 times as long.
        if (activation is ActivationKind.Relu or ActivationKind.Threshold) return saved.AtMost(1.0).ceil_().mul_(gradient);
        var visitor = new Gradients(saved, gradient);
        Activations.Visit(activation, ref visitor);
        return visitor.Result!;
    }

    /// <summary>Returns log(1 + e^−|x|).</summary>
    public static TorchTensor Rest(TorchTensor x) => x.abs().neg_().exp_().log1p_();

    public static TorchTensor Softplus(TorchTensor x) => Rest(x).Plus_(x.AtLeast(0.0));

    /// <summary>Returns Φ, the cumulative normal distribution, computed with erfc: accurate in both tails.</summary>
    public static TorchTensor Normal(TorchTensor x) => x.Times(-Math.Sqrt(0.5)).erfc().Times_(0.5);

    private struct Values(TorchTensor x) : IActivationVisitor
    {
        public TorchTensor? Result { get; private set; }

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Result = TActivation.Value<TorchNumber, TorchArithmetic>(new(x)).Tensor;
    }

    private struct Gradients(TorchTensor saved, TorchTensor gradient) : IActivationVisitor
    {
        public TorchTensor? Result { get; private set; }

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Result = Activations.GradientOf<TActivation, TorchNumber, TorchArithmetic>(new(saved), new(gradient)).Tensor;
    }
}
