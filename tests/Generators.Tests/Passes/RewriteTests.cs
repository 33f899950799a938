using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Passes.Fusion;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Single rewrites, as printed graphs: before, the pass, after.</summary>
public partial class RewriteTests
{
    private static readonly TensorType Matrix = TensorType.Float(Dim.Batch, 3);

    private readonly GraphBuilder build = new();
    private readonly Value x;

    public RewriteTests() => x = build.Source(Sources.Input, "x", Matrix);

    // Simplify

    [Fact]
    public void Adding_zero_or_subtracting_it_is_nothing()
    {
        var zero = build.Constant("zero", Matrix, 0);
        Becomes(Simplified(Add(x, zero), "prediction: %0"));
        Becomes(Simplified(Add(zero, x), "prediction: %0"));
        Becomes(Simplified(Subtract(x, zero), "prediction: %0"));
        Becomes(Simplified(Subtract(zero, x), "%1 zero: float[N, 3] = Fill {factor 0.0}\n%2 y: float[N, 3] = Subtract %1 %0\nprediction: %2"));
    }

    [Fact]
    public void Neutral_factors_rates_activations_and_shapes_are_nothing()
    {
        Becomes(Simplified(Scale(x, 1), "prediction: %0"));
        Becomes(Simplified(Dropout(x, 0), "prediction: %0"));
        Becomes(Simplified(build.Append(Elementwise.Activate, "y", x), "prediction: %0"));
        Becomes(Simplified(build.Append(Sources.Reshape, "y", new OperationAttributes { Type = Matrix }, x), "prediction: %0"));
        Becomes(Simplified(Dropout(x, 0.5), "%1 y: float[N, 3] = Dropout %0 {rate 0.5}\nprediction: %1"));
    }

    [Fact]
    public void A_factor_that_depends_on_the_batch_is_not_neutral() =>
        Becomes(Simplified(Scale(x, new Coefficient(1, -1)), "%1 y: float[N, 3] = Scale %0 {factor 1.0 / N}\nprediction: %1"));

    [Fact]
    public void Factors_of_factors_multiply() => Becomes(Simplified(
        Scale(Scale(x, new Coefficient(0.5, -1)), 3), "%1 y: float[N, 3] = Scale %0 {factor 1.5 / N}\nprediction: %1"));

    [Fact]
    public void Factors_whose_product_float32_does_not_hold_stay_apart()
    {
        const string Apart = "%1 y: float[N, 3] = Scale %0 {factor 1E+30}\n%2 y: float[N, 3] = Scale %1 {factor 1E+30}\nprediction: %2";
        Becomes(Simplified(Scale(Scale(x, 1e30), 1e30), Apart));
        Becomes(Simplified(Multiply(Scale(x, 1e30), build.Constant("large", Matrix, 1e30)), Apart));
        Becomes(Simplified(Multiply(Scale(x, 1e-30), build.Constant("small", Matrix, 1e-30)), Apart.Replace("1E+30", "1E-30", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_multiple_that_is_doubled_or_multiplied_by_a_constant_is_one_multiple()
    {
        var multiple = Scale(x, 0.25);
        Becomes(Simplified(Add(multiple, multiple), "%1 y: float[N, 3] = Scale %0 {factor 0.5}\nprediction: %1"));
        Becomes(Simplified(Multiply(multiple, build.Constant("four", Matrix, 4)), "prediction: %0"));
        Becomes(Simplified(Multiply(multiple, build.Constant("zero", Matrix, 0)), "%1 y: float[N, 3] = Fill {factor 0.0}\nprediction: %1"));
    }

    [Fact]
    public void A_factor_zero_is_a_constant() => Becomes(Simplified(Scale(x, 0), "%1 y: float[N, 3] = Fill {factor 0.0}\nprediction: %1"));

    [Fact]
    public void Multiplying_by_a_constant_is_scaling()
    {
        var two = build.Constant("two", Matrix, new Coefficient(2, -1));
        Becomes(Simplified(Multiply(x, two), "%1 y: float[N, 3] = Scale %0 {factor 2.0 / N}\nprediction: %1"));
        Becomes(Simplified(Multiply(two, x), "%1 y: float[N, 3] = Scale %0 {factor 2.0 / N}\nprediction: %1"));
    }

    [Fact]
    public void A_value_added_to_itself_is_doubled() => Becomes(Simplified(Add(x, x), "%1 y: float[N, 3] = Scale %0 {factor 2.0}\nprediction: %1"));

    [Fact]
    public void Constants_pass_through_repetitions_and_views()
    {
        var scalar = build.Constant("one", TensorType.Scalar, 2);
        var column = build.Constant("each", TensorType.Float(Dim.Batch), 2);
        const string six = "%1 y: float[N, 3] = Fill {factor 6.0}\nprediction: %1";
        Becomes(Simplified(build.Append(Reductions.BroadcastScalar, "y", new OperationAttributes { Factor = 3, Type = Matrix }, scalar), six));
        Becomes(Simplified(build.Append(Reductions.BroadcastColumns, "y", new OperationAttributes { Factor = 3, Type = Matrix }, column), six));
        Becomes(Simplified(build.Reshape(build.Constant("flat", TensorType.Float(Dim.Batch, 3, 1), 6), "y", Matrix), six));
        Becomes(Simplified(Scale(build.Constant("two", Matrix, 2), 3), six));
    }

    [Fact]
    public void Constants_whose_product_float32_does_not_hold_stay_apart()
    {
        var scalar = build.Constant("c", TensorType.Scalar, 1e30);
        var column = build.Constant("c", TensorType.Float(Dim.Batch), 1e-30);
        Becomes(Simplified(build.Append(Reductions.BroadcastScalar, "y", new OperationAttributes { Factor = 1e30, Type = Matrix }, scalar),
            "%1 c: float[] = Fill {factor 1E+30}\n%2 y: float[N, 3] = BroadcastScalar %1 {factor 1E+30}\nprediction: %2"));
        Becomes(Simplified(build.Append(Reductions.BroadcastColumns, "y", new OperationAttributes { Factor = 1e-30, Type = Matrix }, column),
            "%1 c: float[N] = Fill {factor 1E-30}\n%2 y: float[N, 3] = BroadcastColumns %1 {factor 1E-30}\nprediction: %2"));
        Becomes(Simplified(Scale(build.Constant("c", Matrix, 1e30), 1e30),
            "%1 c: float[N, 3] = Fill {factor 1E+30}\n%2 y: float[N, 3] = Scale %1 {factor 1E+30}\nprediction: %2"));
    }

    [Fact]
    public void A_view_of_a_view_is_a_view_of_the_first() => Becomes(Simplified(
        build.Reshape(build.Reshape(x, "column", TensorType.Float(Dim.Batch, 3, 1)), "y", TensorType.Float(Dim.Batch, 1, 3)),
        "%1 y: float[N, 1, 3] = Reshape %0\nprediction: %1"));

    [Fact]
    public void Permutations_are_joined_and_those_that_move_nothing_are_left_out()
    {
        var image = build.Source(Sources.Input, "image", TensorType.Float(Dim.Batch, 2, 3, 4));
        Becomes(Simplified(Permute(image, 0, 1, 2), "%1 image: float[N, 2, 3, 4] = Input\nprediction: %1"));
        Becomes(Simplified(Permute(Permute(image, 2, 0, 1), 1, 2, 0), "%1 image: float[N, 2, 3, 4] = Input\nprediction: %1"));
        Becomes(Simplified(
            Permute(Permute(image, 2, 0, 1), 2, 0, 1),
            "%1 image: float[N, 2, 3, 4] = Input\n%2 y: float[N, 3, 4, 2] = Permute %1 {axes 1 2 0}\nprediction: %2"));
        Becomes(Simplified(
            Permute(Permute(image, 1, 0, 2), 0, 2, 1),
            "%1 image: float[N, 2, 3, 4] = Input\n%2 y: float[N, 3, 4, 2] = Permute %1 {axes 1 2 0}\nprediction: %2"));
    }

    // Common subexpressions, dead code

    [Fact]
    public void What_is_computed_twice_is_computed_once_and_what_follows_from_it_too()
    {
        var (a, b) = (Scale(x, 2, "a"), Scale(x, 2, "b"));
        var sum = Add(Multiply(a, x, "c"), Multiply(b, x, "d"));
        Becomes((CommonSubexpressions.Run(Predicting(sum)),
            "%1 a: float[N, 3] = Scale %0 {factor 2.0}\n%2 c: float[N, 3] = Multiply %1 %0\n%3 y: float[N, 3] = Add %2 %2\nprediction: %3"));
    }

    [Fact]
    public void Operations_that_differ_in_any_attribute_or_operand_are_not_one()
    {
        var cube = build.Source(Sources.Parameter, "cube", TensorType.Float(2, 2, 2), 8);
        Value[] values =
        [
            x, Scale(x, 2), Scale(x, 3), Scale(x, new Coefficient(2, -1)),
            Dropout(x, 0.5), Dropout(x, 0.25), build.Append(Elementwise.Dropout, "y", new OperationAttributes { Rate = 0.5, Index = 1 }, x),
            build.Append(Elementwise.Activate, "y", new OperationAttributes { Activation = "Tanh" }, x),
            build.Append(Elementwise.Activate, "y", new OperationAttributes { Activation = "Relu" }, x),
            build.Constant("y", Matrix, 1), build.Constant("y", Matrix, 2), build.Constant("y", TensorType.Float(3), 1),
            build.Reshape(x, "y", TensorType.Float(Dim.Batch, 3, 1)), build.Reshape(x, "y", TensorType.Float(Dim.Batch, 1, 3)),
            Permute(cube, 1, 0, 2), Permute(cube, 0, 2, 1), Permute(cube, 1, 2, 0),
        ];
        var square = build.Source(Sources.Parameter, "square", TensorType.Float(3, 3), 7);
        values =
        [
            .. values,
            .. from left in new[] { false, true } from right in new[] { false, true }
               select build.Append(Matrices.MatMul, "y", new OperationAttributes { TransposeLeft = left, TransposeRight = right }, square, square),
            Subtract(values[1], values[2]), Subtract(values[2], values[1]),
            build.Source(Sources.Parameter, "y", Matrix, 0), build.Source(Sources.Parameter, "y", Matrix, 0),
        ];
        var graph = build.Build(values.Select((v, i) => new GraphOutput(OutputRole.Gradient, v, i)));
        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(CommonSubexpressions.Run(graph)));
    }

    [Fact]
    public void What_no_output_depends_on_is_removed_but_sources_stay()
    {
        var unused = build.Source(Sources.Parameter, "unused", Matrix);
        Add(Scale(x, 2), unused);
        var losses = build.AppendAll(Losses.SoftmaxCrossEntropy, [x, unused], OperationAttributes.None, ["losses", "probabilities"]);
        var kept = Scale(losses[1], 3);
        Becomes((DeadCode.Run(Predicting(kept)),
            "%1 unused: float[N, 3] = Parameter\n%2 losses: float[N], %3 probabilities: float[N, 3] = SoftmaxCrossEntropy %0 %1\n%4 y: float[N, 3] = Scale %3 {factor 3.0}\nprediction: %4"));
    }

    // Places of gradients

    [Fact]
    public void A_gradient_that_is_not_computed_or_serves_twice_is_copied()
    {
        var (parameter, constant, computed) = (build.Source(Sources.Parameter, "w", Matrix), build.Constant("c", Matrix, 1), Tanh(x));
        var view = build.Reshape(computed, "v", TensorType.Float(Dim.Batch, 3, 1));
        var graph = build.Build(new[] { parameter, constant, computed, computed,
            view }.Select((v, i) => new GraphOutput(OutputRole.Gradient, v, i)));
        Assert.EndsWith(
            """
            %5 w: float[N, 3] = Copy %1
            %6 c: float[N, 3] = Copy %2
            %7 y: float[N, 3] = Copy %3
            %8 v: float[N, 3, 1] = Copy %4
            gradient 0: %5
            gradient 1: %6
            gradient 2: %3
            gradient 3: %7
            gradient 4: %8

            """, GraphPrinter.Print(PlaceOutputs.Run(graph)));
    }

    private Value Add(Value a, Value b) => build.Append(Elementwise.Add, "y", a, b);

    private Value Subtract(Value a, Value b) => build.Append(Elementwise.Subtract, "y", a, b);

    private Value Multiply(Value a, Value b, string name = "y") => build.Append(Elementwise.Multiply, name, a, b);

    private Value Scale(Value value, Coefficient factor, string name = "y") =>
        build.Append(Elementwise.Scale, name, new OperationAttributes { Factor = factor }, value);

    private Value Permute(Value value, params int[] axes) =>
        build.Append(Layouts.Permute, "y", new OperationAttributes { Axes = [.. axes] }, value);

    private Value Dropout(Value value, double rate) => build.Append(Elementwise.Dropout, "y", new OperationAttributes { Rate = rate }, value);

    private Value Tanh(Value value) => build.Append(Elementwise.Activate, "y", new OperationAttributes { Activation = "Tanh" }, value);

    private Value Kernel() => build.Source(Sources.Parameter, "kernel", TensorType.Float(3, 2));

    private Graph Predicting(Value value) => build.Build([new GraphOutput(OutputRole.Prediction, value)]);

    private (Graph Graph, string Text) Simplified(Value value, string text) => (DeadCode.Run(Simplify.Run(Predicting(value))), text);

    private Graph Fused(Value value) => DeadCode.Run(Fuse.Run(DeadCode.Run(Predicting(value))));

    private static void Becomes((Graph Graph, string Text) rewritten)
    {
        GraphVerifier.Verify(rewritten.Graph, "a rewrite");
        Assert.Equal($"%0 x: float[N, 3] = Input\n{rewritten.Text}\n", GraphPrinter.Print(rewritten.Graph));
    }

    private void StaysAsItIs(Value value, Value alsoUsed)
    {
        var graph = DeadCode.Run(
            build.Build([new GraphOutput(OutputRole.Prediction, value), new GraphOutput(OutputRole.Losses, alsoUsed)]));
        Assert.Equal(GraphPrinter.Print(graph), GraphPrinter.Print(DeadCode.Run(Fuse.Run(graph))));
    }
}
