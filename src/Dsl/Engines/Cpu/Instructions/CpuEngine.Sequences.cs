using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination)
    {
        var from = Floats(indices);
        for (var i = 0; i < from.Length; i++) Row(table, (int)from[i]).CopyTo(Row(destination, i));
    }

    /// <summary>
    /// Sums the gradients of rows that occur often in double precision. Most rows of a table occur a few times, if at all. There are fewer
    /// frequent rows than rows of the gradient.
    /// </summary>
    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination)
    {
        var width = destination.Columns;
        var from = Floats(indices);
        Floats(destination).Clear();
        var slots = MemoryMarshal.Cast<float, int>(Scratch.TakeAround(destination.Rows));
        var table = new WideTable<TLanes, TVector>(Slots(from, slots) * width);
        for (var i = 0; i < from.Length; i++)
        {
            var index = (int)from[i];
            var row = Row(destination, index);
            if (slots[index] < 0) table.AddLine(~slots[index] * width, Row(gradient, i));
            else Add(row, Row(gradient, i), row);
        }
        for (var index = 0; index < slots.Length; index++)
            if (slots[index] < 0) table.StoreLine(~slots[index] * width, Row(destination, index));
    }

    /// <summary>
    /// Numbers the rows that occur often, and writes the complement of that number into the row's slot. Returns the number of such rows.
    /// </summary>
    private static int Slots(ReadOnlySpan<float> indices, Span<int> slots)
    {
        slots.Clear();
        foreach (var index in indices) slots[(int)index]++;
        var often = 0;
        foreach (ref var slot in slots)
            if (slot > WideSum<TLanes, TVector>.Short) slot = ~often++;
        return often;
    }

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination)
    {
        for (var row = 0; row < x.Rows; row++)
        {
            var kept = row % x.Columns + 1;
            Row(x, row)[..kept].CopyTo(Row(destination, row));
            Row(destination, row)[kept..].Fill((float)value);
        }
    }
}
