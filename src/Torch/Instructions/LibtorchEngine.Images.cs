using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var framed = cells.Framed(Whole(x), 0.0);
        if (cells.Channels == 1)
        {
            // With one channel, neighbours in the image lie one cell apart in a patch. Copying one cell of all patches at once is four
            // times as fast.
            var to = cells.Patches(Flat(destination));
            for (var cell = 0; cell < cells.Count; cell++) to.select(3, cell).copy_(cells.Of(framed, cell));
            return;
        }
        var patches = cells.All(framed);
        Flat(destination).view(patches.shape).copy_(patches);
    }

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count > 0) AddPatches(Flat(gradient), gradient.Shape, window, destination);
    }

    private static void AddPatches(TorchTensor patches, Shape places, Window window, TensorBuffer destination)
    {
        var cells = new WindowCells(destination.Shape, places, window);
        using var upstream = cells.Patches(patches);
        AddUp(cells, destination, (cell, pixels) =>
        {
            using var ofCell = upstream.select(3, cell);
            pixels.Plus_(ofCell);
        });
    }

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var (maxima, _) = cells.Maxima(cells.Framed(Whole(x), double.NegativeInfinity));
        Whole(destination).copy_(maxima);
    }

    /// <summary>
    /// Searches the maxima again. An index of 64 bits per place, kept from the forward pass, would take twice the memory of the maxima.
    /// </summary>
    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, gradient.Shape, window);
        // NaN counts as the largest number: the first of several NaN must be found.
        var framed = cells.Framed(Whole(x), double.NegativeInfinity).nan_to_num(double.PositiveInfinity);
        var (_, pixels) = cells.Maxima(framed);
        var images = cells.NeedsNoFrame ? Whole(destination).Clear_() : torch.zeros(cells.FramedShape, torch.ScalarType.Float32, Device);
        cells.PixelsInARow(images).scatter_add_(1, cells.PlacesInARow(pixels), cells.PlacesInARow(Whole(gradient)));
        if (!cells.NeedsNoFrame) Whole(destination).copy_(cells.Inside(images));
    }

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var framed = cells.Framed(Whole(x), double.NegativeInfinity).nan_to_num(double.PositiveInfinity);
        var (_, pixels) = cells.Maxima(framed);
        var moves = cells.PixelsInARow(cells.Framed(Whole(tangent), 0.0)).gather(1, cells.PlacesInARow(pixels));
        Whole(destination).copy_(moves.view(destination.Shape[0], cells.Rows, cells.Columns, cells.Channels));
    }

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var framed = cells.Framed(Whole(x), 0.0);
        var sums = Whole(destination).Clear_();
        for (var cell = 0; cell < cells.Count; cell++) sums.Plus_(cells.Of(framed, cell));
        sums.mul_(SharesInside(cells));
    }

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(destination.Shape, gradient.Shape, window);
        var shares = Whole(gradient).mul(SharesInside(cells));
        AddUp(cells, destination, (_, pixels) => pixels.Plus_(shares));
    }

    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var (framed, weights, sums) =
            (cells.Framed(Whole(x), 0.0), Flat(kernel).view(cells.Count, cells.Channels), Whole(destination).Clear_());
        for (var cell = 0; cell < cells.Count; cell++) sums.PlusProduct_(cells.Of(framed, cell), weights.select(0, cell), 1.0);
    }

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var cells = new WindowCells(destination.Shape, gradient.Shape, window);
        using var weights = Flat(kernel).view(cells.Count, cells.Channels);
        AddUp(cells, destination, (cell, pixels) =>
        {
            using var ofCell = weights.select(0, cell);
            pixels.PlusProduct_(Whole(gradient), ofCell, 1.0);
        });
    }

    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, gradient.Shape, window);
        var (framed, sums) = (cells.Framed(Whole(x), 0.0), Flat(destination).view(cells.Count, cells.Channels));
        for (var cell = 0; cell < cells.Count; cell++)
        {
            using var products = cells.Of(framed, cell).mul(Whole(gradient));
            sums.select(0, cell).copy_(products.sum([0L, 1L, 2L]));
        }
    }

    /// <summary>Starts with images of zeros, and calls back to add to the pixels under each cell in turn.</summary>
    private static void AddUp(WindowCells cells, TensorBuffer destination, Action<int, TorchTensor> add)
    {
        using var framed = cells.NeedsNoFrame ? null : torch.zeros(cells.FramedShape, torch.ScalarType.Float32, Whole(destination).device);
        var images = framed ?? Whole(destination).Clear_();
        for (var cell = 0; cell < cells.Count; cell++)
        {
            using var pixels = cells.Of(images, cell);
            add(cell, pixels);
        }
        if (framed is null) return;
        using var inside = cells.Inside(framed);
        Whole(destination).copy_(inside);
    }

    /// <summary>Returns, for each place, 1 divided by the number of its cells inside the image.</summary>
    private TorchTensor SharesInside(WindowCells cells)
    {
        var shares = new HostTensor(ElementType.Float, cells.Rows * cells.Columns);
        cells.WriteSharesInside(shares.Span<float>());
        return shares.Vector.view(cells.Rows, cells.Columns, 1).to(Device);
    }
}
