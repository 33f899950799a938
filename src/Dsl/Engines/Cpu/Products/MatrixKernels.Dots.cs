using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Products with few columns, when the steps lie side by side in both operands: for example, an output layer whose kernel is stored
/// transposed. Vectors go along the steps, so that no lane is idle; the sum over lanes comes last. An element has the same order of sums in
/// every tile.
/// </summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    /// <summary>With more columns than this, vectors along the columns are full enough.</summary>
    private const int FewColumns = 16;

    private static bool IsDots(ref readonly Product product) =>
        product is { StepStride: 1, BStepStride: 1, Columns: <= FewColumns } && product.Steps >= 2 * (nuint)TLanes.Count;

    /// <summary>Computes some rows, with all their columns.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots(ref readonly Product product, nuint row, nuint end)
    {
        nuint column = 0;
        for (; column + 5 <= product.Columns; column += 5)
        {
            var next = row;
            if (TLanes.Registers >= 32)
            {
                Dots4x5(in product, row, end, column);
                next += (end - row) & ~(nuint)3;
            }
            Dots2x5(in product, next, end, column);
            if ((end - row) % 2 != 0) Dots1x5(in product, end - 1, end, column);
        }
        for (; column < product.Columns; column++)
        {
            Dots4x1(in product, row, end, column);
            Dots1x1(in product, row + ((end - row) & ~(nuint)3), end, column);
        }
    }

    /// <summary>Adds the remaining steps, which fill no vector, and the lanes, and stores an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDot(ref readonly Product product, TVector sums, nuint row, nuint column)
    {
        var rest = product.Steps % (nuint)TLanes.Count;
        if (rest != 0)
        {
            var whole = product.Steps - rest;
            var x = TLanes.First((int)rest, TLanes.Load(ref product.AtRow(row), whole), TLanes.Broadcast(0f));
            var y = TLanes.First((int)rest, TLanes.Load(ref product.AtColumn(column), whole), TLanes.Broadcast(0f));
            sums = TLanes.MultiplyAdd(x, y, sums);
        }
        var value = TLanes.Sum(sums);
        var index = row * product.CStride + column;
        if (product.HasBias) value += Unsafe.Add(ref product.Bias, column);
        if (product.HasAddend) value += product.AddendFactor * Unsafe.Add(ref product.Addend, index);
        Unsafe.Add(ref product.C, index) = value;
    }
}
