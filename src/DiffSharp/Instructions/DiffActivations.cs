using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

/// <summary>
/// Activations and their gradients on DiffSharp's tensors: its own functions for the most common, otherwise the library's formulas.
/// DiffSharp has no log(1 + x) and no eˣ − 1; this class computes them.
/// </summary>
internal static class DiffActivations
{
    public static DiffTensor Value(ActivationKind activation, DiffTensor x)
    {
        switch (activation)
        {
            case ActivationKind.Linear: return x;
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
    public static DiffTensor Gradient(ActivationKind activation, DiffTensor saved, DiffTensor gradient)
    {
        if (activation == ActivationKind.Linear) return gradient;
        // An output of ReLU is positive, 0 or NaN. For 0 and NaN, the output itself is the result.
        if (activation is ActivationKind.Relu or ActivationKind.Threshold) return Select(saved.Above(0.0), gradient, saved);
        var visitor = new Gradients(saved, gradient);
        Activations.Visit(activation, ref visitor);
        return visitor.Result!;
    }

    /// <summary>Returns log(1 + e^−|x|). A first-order term corrects the rounding error of the sum.</summary>
    public static DiffTensor Rest(DiffTensor x)
    {
        var e = (-x.abs()).exp();
        var sum = e + 1.0;
        return sum.log() + (e - (sum - 1.0)) / sum;
    }

    /// <summary>Returns eˣ − 1 without loss of digits near 0: tanh(x/2)·(eˣ + 1).</summary>
    public static DiffTensor ExpMinus1(DiffTensor x) => (x * 0.5).tanh() * (x.exp() + 1.0);

    public static DiffTensor Softplus(DiffTensor x) => Rest(x) + x.relu();

    private struct Values(DiffTensor x) : IActivationVisitor
    {
        public DiffTensor? Result { get; private set; }

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Result = TActivation.Value<DiffNumber, DiffArithmetic>(new(x)).Like(x);
    }

    private struct Gradients(DiffTensor saved, DiffTensor gradient) : IActivationVisitor
    {
        public DiffTensor? Result { get; private set; }

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Result = Activations.GradientOf<TActivation, DiffNumber, DiffArithmetic>(new(saved), new(gradient)).Like(gradient);
    }
}
