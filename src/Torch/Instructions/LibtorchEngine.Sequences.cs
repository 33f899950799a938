namespace ModelDsl.Engines;

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

    public void Columns(TensorBuffer x, int first, TensorBuffer destination)
    {
        using var columns = Matrix(x).narrow(1, first, destination.Columns);
        Matrix(destination).copy_(columns);
    }

    public void PlaceColumns(TensorBuffer x, int first, TensorBuffer destination)
    {
        Flat(destination).Clear_();
        using var columns = Matrix(destination).narrow(1, first, x.Columns);
        columns.copy_(Matrix(x));
    }

    public void ReverseSteps(TensorBuffer x, TensorBuffer destination)
    {
        using var reversed = Whole(x).flip(1);
        Whole(destination).copy_(reversed);
    }

    public void DelaySteps(TensorBuffer x, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (from, to, steps) = (Whole(x), Whole(destination), x.Shape[1]);
        to.narrow(1, 0, 1).Clear_();
        to.narrow(1, 1, steps - 1).copy_(from.narrow(1, 0, steps - 1));
    }

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination)
    {
        using var scope = Temporaries();
        Begin(x, destination);
        var right = torch.ones(x.Columns, x.Columns, torch.ScalarType.Bool, Device).triu(1);
        Whole(destination).Set_(right, value);
    }
}
