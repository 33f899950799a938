using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.Convolution"/> at some places: their patches and the product, block by block.</summary>
internal readonly record struct ConvolutionWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Kernel, Window Window, CpuBuffer? Bias, ActivationKind Activation, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private PatchRows<TLanes, TVector> Patches => new(X.Shape, Destination.Shape, Window);

    /// <summary>Computes all places, on several threads if that saves time.</summary>
    public void Run() => ProductWork<TLanes, TVector>.Share(in this, (nuint)Destination.Rows, (double)Destination.Count * Patches.Length);

    public void Run(nuint start, nuint end)
    {
        var (patches, filters) = (Patches, (nuint)Destination.Columns);
        var product = new Product
        {
            RowStride = patches.Length,
            StepStride = 1,
            B = ref Kernel.First,
            BStepStride = filters,
            BColumnStride = 1,
            C = ref Unsafe.Add(ref Destination.First, start * filters),
            CStride = filters,
            Steps = patches.Length,
            Columns = filters,
            Activation = Activation,
        };
        if (Bias is not null)
        {
            product.Bias = ref Bias.First;
            product.HasBias = true;
        }
        var blockRows = patches.RowsBeside(filters);
        ref var block = ref patches.Block(ref product, blockRows, end - start);
        product.A = ref block;
        for (; start < end; start += product.Rows)
        {
            product.Rows = Math.Min(blockRows, end - start);
            patches.Make(ref X.First, start, start + product.Rows, ref block);
            MatrixKernels<TLanes, TVector>.Run(ref product);
            product.C = ref Unsafe.Add(ref product.C, product.Total);
        }
    }
}

/// <summary>
/// <see cref="ITensorEngine.ConvolutionImageGradient"/> for some samples: computes the product and adds it back into the images, block by
/// block.
/// </summary>
internal readonly record struct ConvolutionImageGradientWork<TLanes, TVector>(
    CpuBuffer Gradient, CpuBuffer Kernel, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private PatchRows<TLanes, TVector> Patches => new(Destination.Shape, Gradient.Shape, Window);

    /// <summary>Computes all samples, on several threads if that saves time.</summary>
    public void Run() => ProductWork<TLanes, TVector>.Share(in this, (nuint)Destination.Shape[0], (double)Gradient.Count * Patches.Length);

    public void Run(nuint start, nuint end)
    {
        var (patches, filters, places) = (Patches, (nuint)Gradient.Columns, WindowCursor.Places(Gradient.Shape));
        Placing<TLanes, TVector>.Clear(Destination, Gradient.Shape, Window, writes: false, start, end);
        (start, end) = (start * places, end * places);
        var product = new Product
        {
            A = ref Unsafe.Add(ref Gradient.First, start * filters),
            RowStride = filters,
            StepStride = 1,
            B = ref Kernel.First,
            BStepStride = 1,
            BColumnStride = filters,
            CStride = patches.Length,
            Steps = filters,
            Columns = patches.Length,
        };
        ref var block = ref patches.Block(ref product, patches.BlockRows, end - start);
        product.C = ref block;
        for (; start < end; start += product.Rows)
        {
            product.Rows = Math.Min(patches.BlockRows, end - start);
            MatrixKernels<TLanes, TVector>.Run(ref product);
            patches.AddBack(ref block, start, start + product.Rows, ref Destination.First);
            product.A = ref Unsafe.Add(ref product.A, product.Rows * filters);
        }
    }
}

/// <summary>
/// <see cref="ITensorEngine.ConvolutionKernelGradient"/> for some of the kernel's rows, in groups of eight. It multiplies a block of
/// patches at a time with its gradients. A thread makes only the cells of the patches that its rows of the kernel multiply.
/// </summary>
internal readonly record struct ConvolutionKernelGradientWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Gradient, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows of a tile in the matrix kernels.</summary>
    private const int TileRows = 8;

    private PatchRows<TLanes, TVector> Patches => new(X.Shape, Gradient.Shape, Window);

    /// <summary>Computes all rows, on several threads if that saves time.</summary>
    public void Run() =>
        ProductWork<TLanes, TVector>.Share(in this, (Patches.Length + TileRows - 1) / TileRows, (double)Gradient.Count * Patches.Length);

    public void Run(nuint start, nuint end)
    {
        var (all, filters, places) = (Patches, (nuint)Gradient.Columns, (nuint)Gradient.Rows);
        (start, end) = (start * TileRows, Math.Min(end * TileRows, all.Length));
        var firstCells = start / all.RowOfCells;
        var patches = all.OfCellRows((int)firstCells, (int)((end - 1) / all.RowOfCells) + 1);
        ref var block = ref patches.Block(all.BlockRows);
        ref var first = ref Unsafe.Add(ref block, start - firstCells * all.RowOfCells);
        var product = new Product
        {
            A = ref first,
            RowStride = 1,
            StepStride = patches.Length,
            B = ref Gradient.First,
            BStepStride = filters,
            BColumnStride = 1,
            C = ref Unsafe.Add(ref Destination.First, start * filters),
            CStride = filters,
            Rows = end - start,
            Columns = filters,
        };
        ref var sums = ref product.C;
        // A longer sum is the sum of such sums, in double precision.
        var isLong = places > MatrixKernels<TLanes, TVector>.LongestSum;
        var table = isLong ? new WideTable<TLanes, TVector>((int)product.Total) : default;
        // Without any place the sum is zero.
        nuint place = 0;
        nuint steps = 0;
        do
        {
            product.Steps = Math.Min(all.BlockRows, places - place);
            patches.Make(ref X.First, place, place + product.Steps, ref block);
            MatrixKernels<TLanes, TVector>.Run(ref product);
            place += product.Steps;
            steps += product.Steps;
            product.Advance();
            product.A = ref first;
            if (!isLong || (steps < MatrixKernels<TLanes, TVector>.LongestSum && place < places)) continue;
            table.Take(ref sums);
            steps = 0;
        }
        while (place < places);
        if (isLong) table.Store(ref sums);
    }
}
