using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines.Cpu;

/// <summary>Copies panels of B so that each lies in one piece, and a tile loads whole vectors from neighbouring lines.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    /// <summary>The number of steps whose part of a panel stays in the first-level cache while it is transposed.</summary>
    private const int TransposedAtOnce = 64;

    /// <summary>Returns the count of numbers in all panels of B.</summary>
    public static nuint PackedLength(ref readonly Product product) => product.Steps * VectorsOf(in product) * (nuint)TLanes.Count;

    /// <summary>
    /// Packs all panels of B, for several products with the same B and other rows. A product that uses B without packing is not changed.
    /// </summary>
    /// <param name="product">The product, for any rows. At <see cref="Product.Packed"/> there is room for <see cref="PackedLength"/>
    /// numbers.</param>
    public static void PackAhead(ref Product product)
    {
        if (IsOuter(in product) || IsDots(in product)) return;
        product.PackedColumns = VectorsOf(in product) * (nuint)TLanes.Count;
        var block = product;
        for (var steps = product.Steps; steps > 0; steps -= block.Steps)
        {
            block.Steps = product.Steps <= LongSum ? steps : Math.Min(steps, BlockSteps);
            for (var remaining = VectorsOf(in block); remaining > 0;)
            {
                var take = Take(remaining, in block);
                remaining -= take;
                var panel = PanelOf(in block, remaining, take);
                CopyPanel(in block, ref panel, take * (nuint)TLanes.Count, ref Unsafe.Add(ref block.Packed, block.Steps * panel.Column));
            }
            block.Advance();
        }
    }

    /// <summary>
    /// Sets the panel to one whose steps lie side by side: the one packed ahead, or a copy in the thread's scratch memory.
    /// </summary>
    private static void Pack(ref readonly Product product, ref Panel panel, nuint columns)
    {
        if (product.PackedColumns != 0) panel.B = ref Unsafe.Add(ref product.Packed, product.Steps * panel.Column);
        else
        {
            ref var copy = ref Scratch.Take((int)(product.Steps * columns));
            CopyPanel(in product, ref panel, columns, ref copy);
            panel.B = ref copy;
        }
        panel.Stride = columns;
    }

    /// <summary>Copies a panel into one piece, and transposes it if B is transposed.</summary>
    private static void CopyPanel(ref readonly Product product, ref Panel panel, nuint columns, ref float to)
    {
        if (product.BColumnStride == 1)
        {
            CopySteps(in product, ref panel.B, ref to, columns);
            return;
        }
        for (nuint k = 0; k < product.Steps; k += TransposedAtOnce)
        {
            var steps = Math.Min(product.Steps - k, TransposedAtOnce);
            Transpose(ref Unsafe.Add(ref panel.B, k), product.BColumnStride, panel.End - panel.Column, ref Unsafe.Add(ref to, k * columns),
                columns, steps);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void CopySteps(ref readonly Product product, ref float from, ref float to, nuint columns)
    {
        var (width, stride) = ((nuint)TLanes.Count, product.BStepStride);
        for (var left = product.Steps; left > 0; left--)
        {
            for (nuint j = 0; j < columns; j += width) TLanes.Store(TLanes.Load(ref from, j), ref to, j);
            from = ref Unsafe.Add(ref from, stride);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    /// <summary>Transposes rows of some steps into columns of a panel, four by four where possible.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Transpose(ref float from, nuint fromStride, nuint rows, ref float to, nuint toStride, nuint steps)
    {
        nuint j = 0;
        for (; j + 4 <= rows; j += 4)
        {
            ref var row = ref Unsafe.Add(ref from, j * fromStride);
            ref var column = ref Unsafe.Add(ref to, j);
            nuint k = 0;
            for (; k + 4 <= steps; k += 4)
            {
                var (a, b) = (Vector128.LoadUnsafe(ref row, k), Vector128.LoadUnsafe(ref row, fromStride + k));
                var (c, d) = (Vector128.LoadUnsafe(ref row, 2 * fromStride + k), Vector128.LoadUnsafe(ref row, 3 * fromStride + k));
                Lane.Transpose(ref a, ref b, ref c, ref d);
                a.StoreUnsafe(ref column, k * toStride);
                b.StoreUnsafe(ref column, (k + 1) * toStride);
                c.StoreUnsafe(ref column, (k + 2) * toStride);
                d.StoreUnsafe(ref column, (k + 3) * toStride);
            }
            for (; k < steps; k++)
                for (nuint i = 0; i < 4; i++) Unsafe.Add(ref column, k * toStride + i) = Unsafe.Add(ref row, i * fromStride + k);
        }
        for (; j < rows; j++)
            for (nuint k = 0; k < steps; k++) Unsafe.Add(ref to, k * toStride + j) = Unsafe.Add(ref from, j * fromStride + k);
    }
}
