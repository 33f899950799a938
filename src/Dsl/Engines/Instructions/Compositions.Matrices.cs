namespace ModelDsl.Engines;

/// <content>Products.</content>
internal static partial class Compositions
{
    public static void MatMulAdd(
        ITensorEngine engine, TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination)
    {
        engine.MatMul(a, b, transpose, destination);
        engine.AddScaled(destination, c, factor, destination);
    }

    public static void BatchMatMul(ITensorEngine engine, TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (left, right, product) = (Matrix(a, 0), Matrix(b, 1), Matrix(destination, 2));
        for (var i = 0; i < destination.Count / product.Count; i++)
        {
            engine.CopyBlocks(a, new(i * left.Count, 0), left, default, left.Count, 1);
            engine.CopyBlocks(b, new(i * right.Count, 0), right, default, right.Count, 1);
            engine.MatMul(left, right, transpose, product);
            engine.CopyBlocks(product, default, destination, new(i * product.Count, 0), product.Count, 1);
        }

        TensorBuffer Matrix(TensorBuffer x, int place) => Temporaries.Of(engine, destination, place, [x.Shape[^2], x.Shape[^1]]);
    }

    public static void GroupedMatMul(
        ITensorEngine engine, TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        var (left, right, product) = (Matrix(a, 0), Matrix(b, 1), Matrix(destination, 2));
        for (var group = 0; group < groups; group++)
        {
            engine.Columns(a, group * left.Columns, left);
            engine.Columns(b, group * right.Columns, right);
            engine.MatMul(left, right, transpose, product);
            var width = product.Columns;
            engine.CopyBlocks(product, new(0, width), destination, new(group * width, destination.Columns), width, product.Rows);
        }

        TensorBuffer Matrix(TensorBuffer x, int place) => Temporaries.Of(engine, destination, place, [x.Rows, x.Columns / groups]);
    }

    public static void Dense(
        ITensorEngine engine, TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation,
        TensorBuffer destination)
    {
        engine.MatMul(x, kernel, transpose, destination);
        Finish(engine, bias, activation, destination);
    }

    public static void DenseGradient(
        ITensorEngine engine, TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation,
        TensorBuffer saved,
        TensorBuffer destination)
    {
        engine.MatMul(gradient, kernel, transpose, destination);
        engine.ActivateGradient(activation, saved, destination, destination);
    }

    public static void SumOfSquares(ITensorEngine engine, TensorBuffer x, double factor, TensorBuffer destination)
    {
        var squares = Temporaries.Of(engine, destination, 0, [x.Count]);
        engine.Multiply(x, x, squares);
        engine.SumColumns(squares, factor, destination);
    }

    /// <summary>Adds the bias to a product, and applies the activation.</summary>
    private static void Finish(ITensorEngine engine, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        if (bias is not null) engine.AddBias(destination, bias, destination);
        if (activation != ActivationKind.Linear) engine.Activate(activation, destination, destination);
    }
}
