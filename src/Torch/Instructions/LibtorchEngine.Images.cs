namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, destination.Shape, window);
        var patches = cells.All(cells.Framed(Whole(x), 0.0));
        Flat(destination).view(patches.shape).copy_(patches);
    }

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count > 0) AddPatches(Flat(gradient), gradient.Shape, window, destination);
    }

    private static void AddPatches(TorchTensor patches, Shape places, Window window, TensorBuffer destination)
    {
        var cells = new WindowCells(destination.Shape, places, window);
        using var upstream = patches.view(cells.Samples, cells.Rows, cells.Columns, cells.Height * cells.Width, cells.Channels);
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
        var framed = cells.Framed(Whole(x), double.NegativeInfinity);
        var maxima = cells.Of(framed, 0);
        for (var cell = 1; cell < cells.Count; cell++) maxima = maxima.maximum(cells.Of(framed, cell));
        Whole(destination).copy_(maxima);
    }

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var cells = new WindowCells(x.Shape, gradient.Shape, window);
        var framed = cells.Framed(Whole(x), double.NegativeInfinity);
        var (largest, rest, nothing) = (Whole(maxima), Whole(gradient).clone(), torch.zeros(1, torch.ScalarType.Float32, Device));
        AddUp(cells, destination, (cell, pixels) =>
        {
            using var ofCell = cells.Of(framed, cell);
            // Where a cell is not a number, the maximum is none either.
            using var isNone = ofCell.isnan();
            using var isLargest = ofCell.eq(largest);
            isLargest.logical_or_(isNone);
            using var kept = torch.where(isLargest, rest, nothing);
            pixels.Plus_(kept);
            // A later cell that is as large gets nothing.
            rest.Set_(isLargest, 0.0);
        });
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
        var (framed, weights, sums) = (cells.Framed(Whole(x), 0.0), Flat(kernel).view(cells.Count, cells.Channels), Whole(destination).Clear_());
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

    /// <summary>Images of zeros, to whose pixels under each cell in turn something is added.</summary>
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

    /// <summary>Of each place, 1 divided by the number of its cells inside the image.</summary>
    private TorchTensor SharesInside(WindowCells cells)
    {
        var shares = new HostTensor(ElementType.Float, cells.Rows * cells.Columns);
        cells.WriteSharesInside(shares.Span<float>());
        return shares.Vector.view(cells.Rows, cells.Columns, 1).to(Device);
    }
}
