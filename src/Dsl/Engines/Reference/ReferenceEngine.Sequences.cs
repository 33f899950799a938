namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination)
    {
        var from = Doubles(indices);
        var rows = Doubles(table);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = rows[(int)from[i / table.Columns] * table.Columns + i % table.Columns];
    }

    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination)
    {
        var from = Doubles(indices);
        var upstream = Doubles(gradient);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < upstream.Length; i++)
            to[(int)from[i / destination.Columns] * destination.Columns + i % destination.Columns] += upstream[i];
    }

    public void Columns(TensorBuffer x, int first, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[i / destination.Columns * x.Columns + first + i % destination.Columns];
    }

    public void PlaceColumns(TensorBuffer x, int first, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++) to[i / x.Columns * destination.Columns + first + i % x.Columns] = from[i];
    }

    public void ReverseSteps(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        var (steps, features) = (x.Shape[1], x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            var (sample, step) = (row / steps, row % steps);
            for (var j = 0; j < features; j++) to[(sample * steps + steps - 1 - step) * features + j] = from[row * features + j];
        }
    }

    public void DelaySteps(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = i / x.Columns % x.Shape[1] == 0 ? 0.0 : from[i - x.Columns];
    }

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = i % x.Columns > i / x.Columns % x.Columns ? value : from[i];
    }
}
