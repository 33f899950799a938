using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Plain gradient descent by a gradient that is a column times a row, and perhaps a penalty's: some rows of it. Every number is computed as if the
/// gradient had been written and read again.
/// </summary>
/// <param name="Gradient">The product.</param>
/// <param name="Parameters">All parameters.</param>
/// <param name="First">The parameter that the product's first number belongs to.</param>
/// <param name="LearningRate">The learning rate.</param>
internal readonly record struct OuterDescentWork<TLanes, TVector>(
    ProductWork<TLanes, TVector> Gradient, CpuBuffer Parameters, nuint First, double LearningRate) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Numbers of a product that are worth the bookkeeping, and of its rows: shorter ones end within a vector too often.</summary>
    private const int LeastCount = 1024, LeastColumns = 64;

    /// <summary>Whether a product is such a gradient, and large enough.</summary>
    public static bool Takes(in ProductWork<TLanes, TVector> product) =>
        product is { Groups: 1, Transpose: Transpose.Left, A.Rows: 1, Bias: null, Activation: ActivationKind.Linear, Slope: ActivationKind.Linear }
        && product.C.Count >= LeastCount && product.C.Columns >= LeastColumns;

    public void Run(nuint start, nuint end)
    {
        if (Gradient.Addend is null) RunRows(start, end);
        else RunRowsWithAddend(start, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows(nuint start, nuint end)
    {
        var (columns, width) = ((nuint)Gradient.C.Columns, (nuint)TLanes.Count);
        var (whole, descent) = (columns - columns % width, TLanes.Broadcast((float)-LearningRate));
        ref var b = ref Gradient.B.First;
        for (; start < end; start++)
        {
            var a = TLanes.Broadcast(Unsafe.Add(ref Gradient.A.First, start));
            ref var w = ref Unsafe.Add(ref Parameters.First, First + start * columns);
            nuint i = 0;
            for (; i < whole; i += width) TLanes.Store(TLanes.MultiplyAdd(descent, TLanes.Multiply(a, TLanes.Load(ref b, i)), TLanes.Load(ref w, i)), ref w, i);
            if (i == columns) continue;
            var last = TLanes.MultiplyAdd(descent, TLanes.Multiply(a, TLanes.Load(ref b, i)), TLanes.Load(ref w, i));
            Lane.StoreFirst(last, ref w, i, (int)(columns - i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRowsWithAddend(nuint start, nuint end)
    {
        var (columns, width) = ((nuint)Gradient.C.Columns, (nuint)TLanes.Count);
        var (whole, descent, factor) = (columns - columns % width, TLanes.Broadcast((float)-LearningRate), TLanes.Broadcast(Gradient.AddendFactor));
        ref var b = ref Gradient.B.First;
        for (; start < end; start++)
        {
            var a = TLanes.Broadcast(Unsafe.Add(ref Gradient.A.First, start));
            ref var addend = ref Unsafe.Add(ref Gradient.Addend!.First, start * columns);
            ref var w = ref Unsafe.Add(ref Parameters.First, First + start * columns);
            nuint i = 0;
            for (; i < whole; i += width)
            {
                var slope = TLanes.MultiplyAdd(factor, TLanes.Load(ref addend, i), TLanes.Multiply(a, TLanes.Load(ref b, i)));
                TLanes.Store(TLanes.MultiplyAdd(descent, slope, TLanes.Load(ref w, i)), ref w, i);
            }
            if (i == columns) continue;
            var last = TLanes.MultiplyAdd(factor, TLanes.Load(ref addend, i), TLanes.Multiply(a, TLanes.Load(ref b, i)));
            Lane.StoreFirst(TLanes.MultiplyAdd(descent, last, TLanes.Load(ref w, i)), ref w, i, (int)(columns - i));
        }
    }
}
