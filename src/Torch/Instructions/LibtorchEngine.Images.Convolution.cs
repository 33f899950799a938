using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// Convolutions. On a processor they are products of patches and kernel: libtorch's own convolution computes wrong numbers on some
/// processors (docs/adr/0035). On a GPU they are libtorch's own, of images <c>[N, channels, height, width]</c> and kernels
/// <c>[filters, channels, height, width]</c>. Both are copied into that layout first.
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
            var framed = cells.Framed(Whole(x), 0.0);
            if (cells.Count == 1 || Device.type == DeviceType.CPU) Product_(Matrix(destination), PatchRows(cells, framed), Matrix(kernel));
            else
            {
                var result = Multiply(ChannelsSecond(framed), Filters(kernel, cells), (a, b) => torch.nn.functional.conv2d(
                    a, b, strides: [window.StrideHeight, window.StrideWidth], dilation: [window.DilationHeight, window.DilationWidth]));
                Whole(destination).copy_(cells.AtPlaces(result));
            }
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
        Product_(Matrix(destination), PatchRows(cells, cells.Framed(Whole(x), 0.0)).t(), Matrix(gradient));
    }

    /// <summary>Returns the pixels under the window as a row for each place, copied unless the window has one cell.</summary>
    private static TorchTensor PatchRows(WindowCells cells, TorchTensor framed) =>
        cells.All(framed).reshape(-1, cells.Count * cells.Channels);

    /// <summary>Returns the filters as <c>[filters, channels, height, width]</c>, copied into that order.</summary>
    private static TorchTensor Filters(TensorBuffer kernel, WindowCells cells) =>
        Flat(kernel).view(cells.Height, cells.Width, cells.Channels, kernel.Columns).permute(3, 2, 0, 1)
            .flatten().view(kernel.Columns, cells.Channels, cells.Height, cells.Width);

    /// <summary>
    /// Returns images as <c>[N, channels, height, width]</c>, copied into that order. It copies through a vector: for one channel,
    /// <c>contiguous()</c> would keep strides that libtorch takes for <c>channels_last</c>.
    /// </summary>
    private static TorchTensor ChannelsSecond(TorchTensor images) =>
        images.permute(0, 3, 1, 2).flatten().view(images.shape[0], images.shape[3], images.shape[1], images.shape[2]);
}
