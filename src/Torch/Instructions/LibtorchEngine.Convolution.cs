namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using (Temporaries()) Matrix(destination).addmm_(PatchRows(x, window, destination.Shape), Matrix(kernel), beta: 0);
        if (bias is not null) Matrix(destination).Plus_(Flat(bias));
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var patches = Matrix(gradient).mm(Of(kernel).Transposed);
        AddPatches(patches, gradient.Shape, window, destination);
    }

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        using var scope = Temporaries();
        Matrix(destination).addmm_(PatchRows(x, window, gradient.Shape).t(), Matrix(gradient), beta: 0);
    }

    /// <summary>The patches as a matrix with a row for each place.</summary>
    private TorchTensor PatchRows(TensorBuffer x, Window window, Shape places)
    {
        var cells = new WindowCells(x.Shape, places, window);
        return cells.All(cells.Framed(Whole(x), 0.0)).reshape(-1, cells.Count * cells.Channels);
    }
}
