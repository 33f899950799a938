using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Which operations are fused, and which are not.</summary>
public partial class RewriteTests
{
    [Fact]
    public void A_product_with_bias_and_activation_is_one_dense_layer()
    {
        var (kernel, bias) = (Kernel(), build.Source(Sources.Parameter, "bias", TensorType.Float(2), 1));
        var layer = Tanh(build.Append(Matrices.AddBias, "sum", build.Append(Matrices.MatMul, "product", x, kernel), bias));
        Becomes((Fused(layer), "%1 kernel: float[3, 2] = Parameter\n%2 bias: float[2] = Parameter {index 1}\n%3 y: float[N, 2] = Dense %0 %1 %2 {Tanh}\nprediction: %3"));
    }

    [Fact]
    public void A_product_with_an_activation_is_one_dense_layer_without_bias() => Becomes((
        Fused(Tanh(build.Append(Matrices.MatMul, "product", x, Kernel()))),
        "%1 kernel: float[3, 2] = Parameter\n%2 y: float[N, 2] = Dense %0 %1 {Tanh}\nprediction: %2"));

    [Fact]
    public void Activations_of_activations_stay_apart() => Becomes((
        Fused(Tanh(Tanh(build.Append(Matrices.MatMul, "product", x, Kernel())))),
        "%1 kernel: float[3, 2] = Parameter\n%2 y: float[N, 2] = Dense %0 %1 {Tanh}\n%3 y: float[N, 2] = Activate %2 {Tanh}\nprediction: %3"));

    [Theory]
    [InlineData(true, false, "left transposed")]
    [InlineData(true, true, "left transposed, right transposed")]
    public void A_product_with_transposed_rows_is_no_dense_layer(bool left, bool right, string text)
    {
        var (a, b) = (build.Source(Sources.Parameter, "a", TensorType.Float(3, 3), 0), build.Source(Sources.Parameter, "b", TensorType.Float(3, 3), 1));
        Value Product() => build.Append(Matrices.MatMul, "product", new OperationAttributes { TransposeLeft = left, TransposeRight = right }, a, b);
        var biased = build.Append(Matrices.AddBias, "biased", Product(), build.Source(Sources.Parameter, "bias", TensorType.Float(3), 2));
        var printed = GraphPrinter.Print(Fused(Add(biased, Tanh(Product()))));
        Assert.DoesNotContain("Dense", printed);
        Assert.Equal(2, printed.Split($"= MatMul %1 %2 {{{text}}}").Length - 1);
    }

    [Fact]
    public void A_product_with_a_transposed_kernel_is_a_dense_layer_with_one()
    {
        var kernel = build.Source(Sources.Parameter, "kernel", TensorType.Float(2, 3), 0);
        Value Product() => build.Append(Matrices.MatMul, "product", new OperationAttributes { TransposeRight = true }, x, kernel);
        Assert.Contains("Dense %0 %1 {right transposed, Tanh}", GraphPrinter.Print(Fused(Tanh(Product()))));
        var bias = build.Source(Sources.Parameter, "bias", TensorType.Float(2), 1);
        var printed = GraphPrinter.Print(Fused(Tanh(build.Append(Matrices.AddBias, "biased", Product(), bias))));
        Assert.Contains("Dense %0 %1 %2 {right transposed, Tanh}", printed);
    }

    [Fact]
    public void A_product_that_a_slope_is_multiplied_with_is_one_operation()
    {
        var (kernel, saved) = (build.Source(Sources.Parameter, "kernel", TensorType.Float(3, 3), 0), build.Source(Sources.Parameter, "saved", Matrix, 1));
        Value Slope(bool left, bool right) => build.Append(
            Elementwise.ActivateGradient, "y", new OperationAttributes { Activation = "Tanh" }, saved,
            build.Append(Matrices.MatMul, "product", new OperationAttributes { TransposeLeft = left, TransposeRight = right }, left ? kernel : x, kernel));
        const string sources = "%1 kernel: float[3, 3] = Parameter\n%2 saved: float[N, 3] = Parameter {index 1}\n";
        Becomes((Fused(Slope(false, true)), sources + "%3 y: float[N, 3] = DenseGradient %0 %1 %2 {right transposed, Tanh}\nprediction: %3"));
        Becomes((Fused(Slope(false, false)), sources + "%3 y: float[N, 3] = DenseGradient %0 %1 %2 {Tanh}\nprediction: %3"));
        var product = build.Append(Matrices.MatMul, "product", x, kernel);
        StaysAsItIs(build.Append(Elementwise.ActivateGradient, "y", new OperationAttributes { Activation = "Tanh" }, saved, product), product);
    }

    [Fact]
    public void A_value_with_a_second_use_is_not_fused_away()
    {
        var bias = build.Source(Sources.Parameter, "bias", TensorType.Float(2), 1);
        var product = build.Append(Matrices.MatMul, "product", x, Kernel());
        var sum = build.Append(Matrices.AddBias, "sum", product, bias);
        StaysAsItIs(sum, product);
        StaysAsItIs(Tanh(product), product);
        var dense = build.Append(Matrices.Dense, "dense", x, product.Producer.Operands[1], bias);
        StaysAsItIs(Tanh(dense), dense);
        var scaled = Scale(x, 3);
        StaysAsItIs(Add(x, scaled), scaled);
        StaysAsItIs(Add(scaled, x), scaled);
        StaysAsItIs(Add(scaled, scaled), x);
        var squared = Multiply(x, x);
        StaysAsItIs(build.Append(Reductions.Sum, "y", squared), squared);
    }

    [Fact]
    public void Adding_a_multiple_is_one_operation()
    {
        var a = Tanh(x);
        const string fused = "%1 y: float[N, 3] = Activate %0 {Tanh}\n%2 y: float[N, 3] = AddScaled %1 %0 {factor 3.0 / N}\nprediction: %2";
        Becomes((Fused(Add(a, Scale(x, new Coefficient(3, -1)))), fused));
        Becomes((Fused(Add(Scale(x, new Coefficient(3, -1)), a)), fused));
    }

    [Fact]
    public void A_product_and_a_multiple_of_another_value_are_one_operation()
    {
        var (a, b) = (build.Source(Sources.Parameter, "a", TensorType.Float(3, 3), 0), build.Source(Sources.Parameter, "b", TensorType.Float(3, 3), 1));
        Value Product() => build.Append(Matrices.MatMul, "product", new OperationAttributes { TransposeLeft = true }, a, b);
        const string sources = "%1 a: float[3, 3] = Parameter\n%2 b: float[3, 3] = Parameter {index 1}\n";
        const string scaled = sources + "%3 y: float[3, 3] = MatMulAdd %1 %2 %1 {factor 3.0, left transposed}\nprediction: %3";
        Becomes((Fused(Add(Product(), Scale(a, 3))), scaled));
        Becomes((Fused(Add(Scale(a, 3), Product())), scaled));
        Becomes((Fused(Add(b, Product())), sources + "%3 y: float[3, 3] = MatMulAdd %1 %2 %2 {left transposed}\nprediction: %3"));
        var product = Product();
        StaysAsItIs(Add(product, b), product);
        StaysAsItIs(Add(product, product), product);
    }

    [Fact]
    public void A_sum_of_squares_is_one_operation_and_a_sum_of_products_is_not()
    {
        var half = new OperationAttributes { Factor = 0.5 };
        Becomes((Fused(build.Append(Reductions.Sum, "y", half, Multiply(x, x))), "%1 y: float[] = SumOfSquares %0 {factor 0.5}\nprediction: %1"));
        var a = Tanh(x);
        Becomes((Fused(build.Append(Reductions.Sum, "y", half, Multiply(x, a))),
            "%1 y: float[N, 3] = Activate %0 {Tanh}\n%2 y: float[N, 3] = Multiply %0 %1\n%3 y: float[] = Sum %2 {factor 0.5}\nprediction: %3"));
    }
}
