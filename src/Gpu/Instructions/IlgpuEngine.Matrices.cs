using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (left, right) = (transpose is Transpose.Left or Transpose.Both, transpose is Transpose.Right or Transpose.Both);
        var (rows, columns) = (left ? a.Columns : a.Rows, right ? b.Rows : b.Columns);
        Launch(MatrixKernels.Product, new(Tiles(rows) * Tiles(columns), MatrixKernels.Tile * MatrixKernels.Tile), new ProductArguments
        {
            Left = Numbers(a),
            Right = Numbers(b),
            Destination = Numbers(destination),
            Rows = rows,
            Columns = columns,
            Steps = left ? a.Rows : a.Columns,
            LeftRow = left ? 1 : a.Columns,
            LeftStep = left ? a.Columns : 1,
            RightStep = right ? 1 : b.Columns,
            RightColumn = right ? b.Columns : 1,
        });

        static int Tiles(int length) => (length - 1) / MatrixKernels.Tile + 1;
    }

    public void SumRows(TensorBuffer x, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Launch(
            MatrixKernels.SumRows, new((x.Columns - 1) / MatrixKernels.SummedColumns + 1, Team.Most),
            new SumArguments { X = Numbers(x), Destination = Numbers(destination), Count = x.Rows, Length = x.Columns, Factor = 1f });
    }

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var length = x.Count / destination.Count;
        Rows(
            MatrixKernels.SumColumns, destination.Count, length,
            new SumArguments { X = Numbers(x), Destination = Numbers(destination), Length = length, Factor = (float)factor });
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Each(MatrixKernels.BroadcastColumns, destination.Count, new SumArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Count = destination.Count,
            Length = destination.Count / x.Count,
            Factor = (float)factor,
        });
    }
}
