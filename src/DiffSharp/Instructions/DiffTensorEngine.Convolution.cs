using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var product = PatchRows(x, window, destination.Shape).matmul(Matrix(kernel));
            return DiffActivations.Value(activation, bias is null ? product : product + Row(bias));
        });

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var patches = Matrix(gradient).matmul(Matrix(kernel).transpose());
            return AddPatches(patches.As(gradient.Shape[0], gradient.Shape[1], gradient.Shape[2], -1), gradient.Shape, window, destination.Shape);
        });

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Put(destination, () => gradient.Count == 0
            ? Zeros(destination.Count)
            : PatchRows(x, window, gradient.Shape).transpose().matmul(Matrix(gradient)));

    /// <summary>The patches as a matrix with a row for each place.</summary>
    private static DiffTensor PatchRows(TensorBuffer x, Window window, Shape places) =>
        Patches(x, window, places).As(-1, window.Height * window.Width * x.Columns);
}
