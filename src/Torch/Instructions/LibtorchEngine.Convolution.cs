namespace ModelDsl.Engines;

/// <summary>
/// Convolutions. libtorch's own see images as <c>[N, channels, height, width]</c>, of which ours are a view whose channels lie side by side
/// (<c>channels_last</c>), and kernels as <c>[filters, channels, height, width]</c>.
/// </summary>
internal partial class LibtorchEngine
{
    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using (Temporaries())
        {
            var cells = new WindowCells(x.Shape, destination.Shape, window);
            var images = cells.Framed(Whole(x), 0.0).permute(0, 3, 1, 2);
            var result = Multiply(images, Filters(kernel, cells), (a, b) => torch.nn.functional.conv2d(
                a, b, strides: [window.StrideHeight, window.StrideWidth], dilation: [window.DilationHeight, window.DilationWidth]));
            Whole(destination).copy_(cells.AtPlaces(result));
        }
        if (bias is not null) Matrix(destination).Plus_(Flat(bias));
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var patches = Multiply(Matrix(gradient), Of(kernel).Transposed, static (a, b) => a.mm(b)).to(torch.ScalarType.Float32);
        AddPatches(patches.flatten(), gradient.Shape, window, destination);
    }

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, gradient.Shape, window);
        var patches = cells.All(cells.Framed(Whole(x), 0.0)).reshape(-1, cells.Count * cells.Channels);
        Product_(Matrix(destination), patches.t(), Matrix(gradient));
    }

    private static TorchTensor Filters(TensorBuffer kernel, WindowCells cells) =>
        Flat(kernel).view(cells.Height, cells.Width, cells.Channels, kernel.Columns).permute(3, 2, 0, 1);
}
