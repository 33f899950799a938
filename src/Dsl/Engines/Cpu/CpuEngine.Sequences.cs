using System.Numerics.Tensors;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination)
    {
        var from = Floats(indices);
        for (var i = 0; i < from.Length; i++) Row(table, (int)from[i]).CopyTo(Row(destination, i));
    }

    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination)
    {
        var from = Floats(indices);
        Floats(destination).Clear();
        for (var i = 0; i < from.Length; i++)
        {
            var row = Row(destination, (int)from[i]);
            TensorPrimitives.Add(row, Row(gradient, i), row);
        }
    }

    public void Columns(TensorBuffer x, int first, TensorBuffer destination)
    {
        for (var i = 0; i < x.Rows; i++) Row(x, i).Slice(first, destination.Columns).CopyTo(Row(destination, i));
    }

    public void PlaceColumns(TensorBuffer x, int first, TensorBuffer destination)
    {
        Floats(destination).Clear();
        for (var i = 0; i < x.Rows; i++) Row(x, i).CopyTo(Row(destination, i)[first..]);
    }

    public void ReverseSteps(TensorBuffer x, TensorBuffer destination)
    {
        var steps = x.Shape[1];
        for (var row = 0; row < x.Rows; row++)
        {
            var step = row % steps;
            Row(x, row).CopyTo(Row(destination, row + steps - 1 - 2 * step));
        }
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

    public void DelaySteps(TensorBuffer x, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        var sample = x.Shape[1] * x.Columns;
        for (var i = 0; i < from.Length; i += sample)
        {
            to.Slice(i, x.Columns).Clear();
            from.Slice(i, sample - x.Columns).CopyTo(to[(i + x.Columns)..]);
        }
    }
}
