namespace ModelDsl.Engines;

/// <content>Sums of products.</content>
internal static partial class Compositions
{
    public static void SumProducts(ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var products = Temporaries.Of(engine, destination, 0, [a.Rows, a.Columns]);
        engine.Multiply(a, b, products);
        engine.SumRows(products, destination);
    }
}
