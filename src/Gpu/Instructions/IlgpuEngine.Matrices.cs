using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count > 0) Multiply<LinearEpilogue>(Product(a, b, transpose, destination), destination);
    }

    public void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Multiply<LinearEpilogue>(
            Product(a, b, transpose, destination) with
            {
                Other = Numbers(c),
                OtherRow = destination.Columns,
                OtherColumn = 1,
                Factor = (float)factor,
                AddsOther = 1,
            },
            destination);
    }

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var sizes = (Rows: a.Shape[^2], Columns: a.Shape[^1], RightRows: b.Shape[^2], RightColumns: b.Shape[^1]);
        var product = Product(a, b, transpose, sizes, destination);
        product.LeftNext = sizes.Rows * sizes.Columns;
        product.RightNext = sizes.RightRows * sizes.RightColumns;
        product.DestinationNext = product.Rows * product.Columns;
        Multiply<LinearEpilogue>(product, destination, destination.Count / product.DestinationNext);
    }

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var product = Product(a, b, transpose, destination);
        // The distances are those of whole rows; the sizes are those of a group.
        var (left, right) = (a.Columns / groups, b.Columns / groups);
        (product.LeftNext, product.RightNext, product.DestinationNext) = (left, right, destination.Columns / groups);
        (product.Columns, product.DestinationRow) = (destination.Columns / groups, destination.Columns);
        if (transpose == Transpose.Left) product.Rows = left;
        else product.Steps = left;
        Multiply<LinearEpilogue>(product, destination, groups);
    }

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var product = Product(x, kernel, transpose, destination);
        if (bias is not null) product = product with { Other = Numbers(bias), OtherColumn = 1, Factor = 1f, AddsOther = 1 };
        if (Fuses(activation))
        {
            var finishing = new Finishing(this, product, destination, isSlope: false);
            Activations.Visit(activation, ref finishing);
            return;
        }
        Multiply<LinearEpilogue>(product, destination);
        if (activation != ActivationKind.Linear) ((ITensorEngine)this).Activate(activation, destination, destination);
    }

    public void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved,
        TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var product = Product(gradient, kernel, transpose, destination);
        if (Fuses(activation))
        {
            product = product with { Other = Numbers(saved), OtherRow = destination.Columns, OtherColumn = 1 };
            var finishing = new Finishing(this, product, destination, isSlope: true);
            Activations.Visit(activation, ref finishing);
            return;
        }
        Multiply<LinearEpilogue>(product, destination);
        ((ITensorEngine)this).ActivateGradient(activation, saved, destination, destination);
    }

    /// <summary>Few columns with many rows are summed in parts, so that there are enough groups.</summary>
    public void SumRows(TensorBuffer x, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var blocks = (x.Columns - 1) / MatrixKernels.SummedColumns + 1;
        var sum = new SumArguments { X = Numbers(x), Destination = Numbers(destination), Count = x.Rows, Length = x.Columns, Factor = 1f };
        SumInParts(MatrixKernels.SumRows, sum, Parts(ManyGroups / blocks, x.Rows, 256), x.Rows, blocks, Team.Most, 1f, destination);
    }

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var length = x.Count / destination.Count;
        var sum = new SumArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Count = destination.Count,
            Length = length,
            Factor = 1f
        };
        var parts = Parts(ManyGroups / destination.Count, length, 4096);
        SumInParts(MatrixKernels.SumColumns, sum, parts, length, destination.Count, GroupOf(length), (float)factor, destination);
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Each(MatrixKernels.BroadcastColumns, destination.Count, new BroadcastArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Count = destination.Count,
            Length = new(destination.Count / x.Count),
            Factor = (float)factor,
        });
    }

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var groups = Math.Min(Math.Max(x.Count - 1, 0) / (4 * Team.Most) + 1, Team.Most);
        var kept = Scratch(destination, groups);
        Launch(NormKernels.Squares, new(groups, Team.Most), new NormArguments { X = Numbers(x), Kept = kept, Count = x.Count });
        Launch(MatrixKernels.SumColumns, new(1, GroupOf(groups)), new SumArguments
        {
            X = kept,
            Destination = Numbers(destination),
            Count = 1,
            Length = groups,
            Parts = 1,
            TermsOfPart = groups,
            Factor = (float)factor,
        });
    }

    /// <summary>Launches sums, in parts that a second launch adds.</summary>
    /// <param name="kernel">The kernel: a group of threads for each part of each block of sums.</param>
    /// <param name="sum">Its arguments.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="blocks">Number of blocks of sums.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <param name="factor">The factor of the sums.</param>
    /// <param name="destination">The sums.</param>
    private void SumInParts(
        GpuKernel<SumArguments> kernel, SumArguments sum, int parts, int terms, int blocks, int threads, float factor,
        TensorBuffer destination)
    {
        (sum.Parts, sum.TermsOfPart) = (parts, Math.Max((terms - 1) / parts + 1, 1));
        if (parts == 1)
        {
            Launch(kernel, new(blocks, threads), sum with { Factor = factor });
            return;
        }
        var scratch = Scratch(destination, parts * destination.Count);
        Launch(kernel, new(blocks * parts, threads), sum with { Destination = scratch });
        Sum(scratch, parts, factor, destination);
    }
}
