using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A matrix product of buffers, or of a group of their columns. Threads may share its parts.</summary>
internal readonly record struct ProductWork<TLanes, TVector>(CpuBuffer A, CpuBuffer B, Transpose Transpose, CpuBuffer C) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>
    /// The least number of multiply-adds for which another thread saves time. Starting it takes a microsecond, but operands and result also
    /// have to move between the cores. Below this number, a step was slower on two threads than on one.
    /// </summary>
    private const double MinimumShare = 1.5e6;

    public CpuBuffer? Bias { get; init; }

    public CpuBuffer? Addend { get; init; }

    public float AddendFactor { get; init; }

    public ActivationKind Activation { get; init; }

    /// <summary>The activation whose slope at <see cref="Saved"/> is multiplied with the product.</summary>
    public ActivationKind Slope { get; init; }

    public CpuBuffer? Saved { get; init; }

    public int Groups { get; init; } = 1;

    public int Group { get; init; }

    /// <summary>Returns true if a product is large enough for more than one thread.</summary>
    public static bool IsLarge(double multiplyAdds) => multiplyAdds >= 2 * MinimumShare;

    /// <summary>Runs work that consists of products, on several threads if that saves time.</summary>
    /// <param name="work">The work.</param>
    /// <param name="items">The maximum number of pieces that it may be divided into.</param>
    /// <param name="multiplyAdds">Number of multiply-adds.</param>
    public static void Share<TWork>(in TWork work, nuint items, double multiplyAdds) where TWork : struct, IRangeWork
    {
        if (items == 0) return;
        if (!IsLarge(multiplyAdds)) work.Run(0, items);
        else ThreadTeam.Run(in work, items, (nuint)Math.Ceiling(MinimumShare / multiplyAdds * items));
    }

    /// <summary>Computes the product, on several threads if that saves time.</summary>
    public void Run()
    {
        var product = Describe();
        var size = (double)product.Total * product.Steps;
        if (!IsLarge(size) || !ThreadTeam.IsOpen)
        {
            MatrixKernels<TLanes, TVector>.Run(ref product);
            return;
        }
        var parts = MatrixKernels<TLanes, TVector>.Parts(in product);
        ThreadTeam.Run(in this, parts, (nuint)Math.Ceiling(MinimumShare / size * parts));
    }

    /// <summary>Computes some parts of the product.</summary>
    public void Run(nuint start, nuint end)
    {
        var product = Describe();
        product.IsShared = true;
        MatrixKernels<TLanes, TVector>.RunParts(ref product, start, end);
    }

    /// <summary>Returns the product in the form that the kernels use.</summary>
    public Product Describe()
    {
        var left = Transpose is Transpose.Left or Transpose.Both;
        var right = Transpose is Transpose.Right or Transpose.Both;
        var product = new Product
        {
            A = ref Unsafe.Add(ref A.First, Group * (A.Columns / Groups)),
            RowStride = left ? 1 : (nuint)A.Columns,
            StepStride = left ? (nuint)A.Columns : 1,
            B = ref Unsafe.Add(ref B.First, Group * (B.Columns / Groups)),
            BStepStride = right ? 1 : (nuint)B.Columns,
            BColumnStride = right ? (nuint)B.Columns : 1,
            BIsConstant = B.State.IsConstant,
            C = ref Unsafe.Add(ref C.First, Group * (C.Columns / Groups)),
            CStride = (nuint)C.Columns,
            Rows = (nuint)C.Rows,
            Steps = (nuint)(left ? A.Rows : A.Columns / Groups),
            Columns = (nuint)(C.Columns / Groups),
            Activation = Activation,
        };
        if (Bias is not null)
        {
            product.Bias = ref Bias.First;
            product.HasBias = true;
        }
        if (Addend is not null)
        {
            product.Addend = ref Addend.First;
            (product.AddendFactor, product.HasAddend) = (AddendFactor, true);
        }
        if (Saved is not null)
        {
            product.Saved = ref Saved.First;
            product.Slope = Slope;
        }
        return product;
    }
}

/// <summary>A product for each index of the dimensions before the last two. Threads may share the products.</summary>
internal readonly record struct BatchProductWork<TLanes, TVector>(CpuBuffer A, CpuBuffer B, Transpose Transpose, CpuBuffer C) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Computes all products, on several threads if that saves time.</summary>
    public void Run()
    {
        var count = C.Count == 0 ? 0 : (nuint)(C.Count / (C.Shape[^2] * C.Columns));
        var steps = Transpose is Transpose.Left or Transpose.Both ? A.Shape[^2] : A.Columns;
        if (ProductWork<TLanes, TVector>.IsLarge((double)C.Count * steps)) ThreadTeam.Run(in this, count, 1);
        else Run(0, count);
    }

    /// <summary>Computes some products.</summary>
    public void Run(nuint start, nuint end)
    {
        var (left, right) = ((nuint)(A.Shape[^2] * A.Columns), (nuint)(B.Shape[^2] * B.Columns));
        var product = new ProductWork<TLanes, TVector>(A, B, Transpose, C).Describe();
        product.Rows = (nuint)C.Shape[^2];
        product.Steps = (nuint)(Transpose is Transpose.Left or Transpose.Both ? A.Shape[^2] : A.Columns);
        product.A = ref Unsafe.Add(ref product.A, start * left);
        product.B = ref Unsafe.Add(ref product.B, start * right);
        product.C = ref Unsafe.Add(ref product.C, start * product.Total);
        for (; start < end; start++)
        {
            MatrixKernels<TLanes, TVector>.Run(ref product);
            product.A = ref Unsafe.Add(ref product.A, left);
            product.B = ref Unsafe.Add(ref product.B, right);
            product.C = ref Unsafe.Add(ref product.C, product.Total);
        }
    }
}
