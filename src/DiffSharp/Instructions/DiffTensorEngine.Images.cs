using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination) =>
        Put(destination, () => Patches(x, window, destination.Shape));

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Put(destination, () => AddPatches(Whole(gradient), gradient.Shape, window, destination.Shape));

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination) => Put(destination, () =>
    {
        var windows = new DiffWindows(x.Shape, destination.Shape, window);
        var framed = windows.FramedBelow(Whole(x));
        var maxima = windows.Of(framed, 0);
        for (var cell = 1; cell < windows.Count; cell++) maxima = maxima.Greater(windows.Of(framed, cell));
        return maxima;
    });

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Put(destination, () =>
        {
            if (gradient.Count == 0) return Zeros(destination.Count);
            var windows = new DiffWindows(x.Shape, gradient.Shape, window);
            var (framed, largest, rest) = (windows.FramedBelow(Whole(x)), Whole(maxima), Whole(gradient));
            return windows.AddUp(cell =>
            {
                var ofCell = windows.Of(framed, cell);
                // If a cell is NaN, the maximum is NaN too.
                var isLargest = ofCell.eq(largest).int32() + ofCell.isnan().int32();
                var (kept, none) = (rest, rest.All(0.0));
                // A later cell with the same number gets nothing.
                rest = Select(isLargest, none, rest);
                return Select(isLargest, kept, none);
            });
        });

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination) =>
        Put(destination, () =>
        {
            if (destination.Count == 0) return Zeros(destination.Count);
            var windows = new DiffWindows(x.Shape, destination.Shape, window);
            var (framed, largest, moves) = (windows.FramedBelow(Whole(x)), Whole(maxima), windows.Framed(Whole(tangent)));
            var ofMaxima = largest.All(0.0);
            // From the last cell to the first: if several are as large, the first one stays.
            for (var cell = windows.Count - 1; cell >= 0; cell--)
            {
                var ofCell = windows.Of(framed, cell);
                var isLargest = ofCell.eq(largest).int32() + ofCell.isnan().int32();
                ofMaxima = Select(isLargest, windows.Of(moves, cell), ofMaxima);
            }
            return ofMaxima;
        });

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination) => Put(destination, () =>
    {
        var windows = new DiffWindows(x.Shape, destination.Shape, window);
        var framed = windows.Framed(Whole(x));
        return Sum(Cells(windows, cell => windows.Of(framed, cell))) * windows.SharesInside(framed);
    });

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination) => Put(destination, () =>
    {
        var windows = new DiffWindows(destination.Shape, gradient.Shape, window);
        var shares = Whole(gradient) * windows.SharesInside(Whole(gradient));
        return windows.AddUp(_ => shares);
    });

    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) => Put(destination, () =>
    {
        var windows = new DiffWindows(x.Shape, destination.Shape, window);
        var (framed, weights) = (windows.Framed(Whole(x)), WeightsOfCells(kernel, windows));
        return Sum(Cells(windows, cell => windows.Of(framed, cell) * weights.Slice(0, cell, 1)));
    });

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var windows = new DiffWindows(destination.Shape, gradient.Shape, window);
            var (upstream, weights) = (Whole(gradient), WeightsOfCells(kernel, windows));
            return windows.AddUp(cell => upstream * weights.Slice(0, cell, 1));
        });

    public void DepthwiseKernelGradient(
        TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) => Put(destination, () =>
    {
        if (gradient.Count == 0) return Zeros(destination.Count);
        var windows = new DiffWindows(x.Shape, gradient.Shape, window);
        var (framed, upstream) = (windows.Framed(Whole(x)), Whole(gradient));
        return Join(0, Cells(windows, cell => (windows.Of(framed, cell) * upstream).As(-1, x.Columns).Total(0)));
    });

    private static DiffTensor Patches(TensorBuffer x, Window window, Shape places)
    {
        var windows = new DiffWindows(x.Shape, places, window);
        var framed = windows.Framed(Whole(x));
        return Join(3, Cells(windows, cell => windows.Of(framed, cell)));
    }

    private static DiffTensor AddPatches(DiffTensor patches, Shape places, Window window, Shape images)
    {
        var windows = new DiffWindows(images, places, window);
        return windows.AddUp(cell => patches.Part(3, cell, windows.Count));
    }

    private static DiffTensor[] Cells(DiffWindows windows, Func<int, DiffTensor> cell)
    {
        var cells = new DiffTensor[windows.Count];
        for (var k = 0; k < cells.Length; k++) cells[k] = cell(k);
        return cells;
    }

    private static DiffTensor Sum(DiffTensor[] cells)
    {
        var sum = cells[0];
        for (var k = 1; k < cells.Length; k++) sum += cells[k];
        return sum;
    }

    /// <summary>Returns the kernel with a row of weights for each cell.</summary>
    private static DiffTensor WeightsOfCells(TensorBuffer kernel, DiffWindows windows) => Of(kernel).Numbers.As(windows.Count, -1);
}
