using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination)
    {
        using var rows = Flat(indices).to(torch.ScalarType.Int64);
        using var found = Matrix(table).index_select(0, rows);
        Matrix(destination).copy_(found);
    }

    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination)
    {
        using var rows = Flat(indices).to(torch.ScalarType.Int64);
        Flat(destination).Clear_();
        using var one = new NativeScalar(1.0);
        Matrix(destination).index_add_(0, rows, Matrix(gradient), one.Value);
    }

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination)
    {
        using var scope = Temporaries();
        Begin(x, destination);
        var right = torch.ones(x.Columns, x.Columns, torch.ScalarType.Bool, Device).triu(1);
        Whole(destination).Set_(right, value);
    }
}
