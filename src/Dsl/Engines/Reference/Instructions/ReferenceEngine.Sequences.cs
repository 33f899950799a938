namespace ModelDsl.Engines.Reference;

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

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = i % x.Columns > i / x.Columns % x.Columns ? value : from[i];
    }
}
