using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// The rows that a mask counts are brought side by side, and the instruction without a mask computes with these alone. So its time grows
/// with their number, and its bits depend on nothing else: not on where padding stands, nor on how much there is.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void MaskedMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var counts = Floats(mask);
        var rows = Counted(counts);
        if (rows == counts.Length)
        {
            MatMul(a, b, transpose, destination);
            return;
        }
        var product = ProductOf(a, b, transpose, destination).Describe();
        if (transpose == Transpose.Left)
        {
            var room = Scratch.TakeAround(rows * (a.Columns + b.Columns));
            product.A = ref Gather(a, counts, room);
            product.B = ref Gather(b, counts, room[(rows * a.Columns)..]);
            product.Steps = (nuint)rows;
            if (rows == 0) Floats(destination).Clear();
            else MatrixKernels<TLanes, TVector>.Run(ref product);
            return;
        }
        var scratch = Scratch.TakeAround(rows * (a.Columns + destination.Columns));
        product.A = ref Gather(a, counts, scratch);
        product.C = ref MemoryMarshal.GetReference(scratch[(rows * a.Columns)..]);
        product.Rows = (nuint)rows;
        MatrixKernels<TLanes, TVector>.Run(ref product);
        Spread(scratch[(rows * a.Columns)..], counts, destination);
    }

    public void MaskedSum(TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination)
    {
        var from = Floats(x);
        var counts = Floats(mask);
        var room = Scratch.TakeAround(from.Length);
        var count = 0;
        for (var i = 0; i < from.Length; i++)
            if (counts[i] != 0f) room[count++] = from[i];
        Floats(destination)[0] = (float)(factor * LineSums<TLanes, TVector>.Of(ref MemoryMarshal.GetReference(room), (nuint)count));
    }

    public void MaskedMean(TensorBuffer x, TensorBuffer mask, TensorBuffer destination)
    {
        var (steps, n) = (mask.Columns, x.Columns);
        var room = Scratch.TakeAround(steps * n);
        for (var sample = 0; sample < mask.Rows; sample++)
        {
            var counts = Row(mask, sample);
            var to = Row(destination, sample);
            var count = 0;
            for (var step = 0; step < steps; step++)
                if (counts[step] != 0f) Row(x, sample * steps + step).CopyTo(room.Slice(count++ * n, n));
            if (count == 0)
            {
                to.Clear();
                continue;
            }
            ref var sums = ref MemoryMarshal.GetReference(to);
            ColumnSums<TLanes, TVector>.Of(ref MemoryMarshal.GetReference(room), (nuint)count, (nuint)n, ref sums);
            foreach (ref var sum in to) sum /= count;
        }
    }

    public void MaskedMeanGradient(TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination)
    {
        var steps = mask.Columns;
        for (var sample = 0; sample < mask.Rows; sample++)
        {
            var counts = Row(mask, sample);
            var from = Row(gradient, sample);
            var count = Counted(counts);
            for (var step = 0; step < steps; step++)
            {
                var to = Row(destination, sample * steps + step);
                if (counts[step] == 0f) to.Clear();
                else
                    for (var j = 0; j < to.Length; j++) to[j] = from[j] / count;
            }
        }
    }

    /// <summary>Returns the number of rows that a mask counts.</summary>
    private static int Counted(ReadOnlySpan<float> counts) => counts.Length - counts.Count(0f);

    /// <summary>Brings the rows that count side by side, and returns the first of them.</summary>
    private static ref float Gather(TensorBuffer x, ReadOnlySpan<float> counts, Span<float> room)
    {
        var from = Floats(x);
        var to = room;
        var width = x.Columns;
        for (var row = 0; row < counts.Length; row++)
        {
            if (counts[row] == 0f) continue;
            from.Slice(row * width, width).CopyTo(to);
            to = to[width..];
        }
        return ref MemoryMarshal.GetReference(room);
    }

    /// <summary>Brings rows that lie side by side to the places that count; the others become 0.</summary>
    private static void Spread(ReadOnlySpan<float> rows, ReadOnlySpan<float> counts, TensorBuffer destination)
    {
        var to = Floats(destination);
        var width = destination.Columns;
        for (var row = 0; row < counts.Length; row++)
        {
            var place = to.Slice(row * width, width);
            if (counts[row] == 0f)
            {
                place.Clear();
                continue;
            }
            rows[..width].CopyTo(place);
            rows = rows[width..];
        }
    }
}
