using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Products with very long sums. They are made of shorter sums in double precision, some rows of C at a time.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    /// <summary>Numbers of C that are summed at a time, unless that is less than one block of rows.</summary>
    private const int WideLength = 1 << 16;

    private static void RunWide(ref readonly Product product, nuint row, nuint rowEnd, nuint panelStart, nuint panelEnd)
    {
        var (first, end) = ColumnsOf(in product, panelStart, panelEnd);
        var rows = Math.Max(WideLength / (end - first) / BlockRows, 1) * BlockRows;
        for (; row < rowEnd; row += rows) RunWide(PartOf(in product, row, Math.Min(rows, rowEnd - row), first, end));
    }

    private static void RunWide(Product product)
    {
        // The sums in float32 lie after those in double precision. They are the C of products to which nothing is added.
        var total = (int)product.Total;
        var table = new WideTable<TLanes, TVector>(total, room: total);
        ref var room = ref table.Room;
        var part = product;
        (part.HasBias, part.HasAddend, part.Activation, part.Slope) = (false, false, ActivationKind.Linear, ActivationKind.Linear);
        part.C = ref room;
        part.CStride = product.Columns;
        for (var left = product.Steps; left > 0; left -= part.Steps)
        {
            part.Steps = Math.Min(left, LongestSum);
            if (IsDots(in part)) RunDots(in part, 0, part.Rows);
            else RunBlocks(in part, 0, part.Rows, 0, nuint.MaxValue);
            table.Take(ref room);
            part.A = ref Unsafe.Add(ref part.A, part.Steps * part.StepStride);
            part.B = ref Unsafe.Add(ref part.B, part.Steps * part.BStepStride);
            part.Packed = ref Unsafe.Add(ref part.Packed, part.Steps * part.PackedColumns);
        }
        product.IsShared = true;
        for (nuint row = 0; row < product.Rows; row++)
            for (nuint column = 0; column < product.Columns; column += (nuint)TLanes.Count)
                Store(in product, table.Rounded(row * product.Columns + column), row, column);
        if (product.HasMore) Finish(in product, 0, product.Columns, 0, product.Rows);
    }

    /// <summary>Returns the columns of some panels: the first column, and the one after the last.</summary>
    private static (nuint First, nuint End) ColumnsOf(ref readonly Product product, nuint panelStart, nuint panelEnd)
    {
        if (IsDots(in product)) return (0, product.Columns);
        var (remaining, end) = (VectorsOf(in product), product.Columns);
        for (nuint number = 0; remaining > 0 && number < panelEnd; number++)
        {
            if (number == panelStart) end = Math.Min(remaining * (nuint)TLanes.Count, product.Columns);
            remaining -= Take(remaining, in product);
        }
        return (remaining * (nuint)TLanes.Count, end);
    }

    /// <summary>Returns the product for some rows and columns.</summary>
    private static Product PartOf(ref readonly Product product, nuint row, nuint rows, nuint first, nuint end)
    {
        var at = row * product.CStride + first;
        var part = product;
        part.A = ref product.AtRow(row);
        part.B = ref product.AtColumn(first);
        part.Bias = ref Unsafe.Add(ref product.Bias, product.HasBias ? first : 0);
        part.Addend = ref Unsafe.Add(ref product.Addend, product.HasAddend ? at : 0);
        part.Saved = ref Unsafe.Add(ref product.Saved, product.Slope != ActivationKind.Linear ? at : 0);
        part.C = ref Unsafe.Add(ref product.C, at);
        (part.Rows, part.Columns) = (rows, end - first);
        return part;
    }
}
