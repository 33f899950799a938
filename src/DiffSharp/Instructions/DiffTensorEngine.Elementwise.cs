using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination) =>
        Put(destination, () => DiffActivations.Value(activation, Of(x).Numbers));

    public void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) =>
        Put(destination, () => DiffActivations.Gradient(activation, Matrix(saved), Matrix(gradient)));
}
