using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Tests.Ir;

public class GraphVerifierTests
{
    private static readonly TensorType Type = TensorType.Float(Dim.Batch, 2);

    private readonly GraphBuilder build = new();

    [Fact]
    public void A_right_graph_passes()
    {
        var x = Input();
        GraphVerifier.Verify(build.Build([new(OutputRole.Prediction, build.Append(Elementwise.Add, "y", x, x))]), "a test");
    }

    [Fact]
    public void A_use_before_the_definition_is_refused()
    {
        var x = Input();
        var y = build.Append(Elementwise.Add, "y", x, x);
        var graph = build.Build([new(OutputRole.Prediction, y)]);
        Refuses(graph with { Operations = [.. graph.Operations.Reverse()] }, "Add uses x: float[N, 2], which is not defined before it");
    }

    [Fact]
    public void A_use_without_a_definition_is_refused()
    {
        var stranger = new GraphBuilder().Source(Sources.Input, "stranger", Type);
        build.Append(Elementwise.Add, "y", Input(), stranger);
        Refuses(build.Build([]), "Add uses stranger: float[N, 2], which is not defined before it");
    }

    [Fact]
    public void A_result_of_another_type_than_the_shape_rule_gives_is_refused()
    {
        var x = Input();
        build.Append(Of(Elementwise.Add, [x, x], new Value("y", TensorType.Float(Dim.Batch, 3))));
        Refuses(build.Build([]), "Add has results of other types than its shape rule gives");
    }

    [Fact]
    public void Too_few_results_are_refused()
    {
        build.Append(Of(Losses.SoftmaxCrossEntropy, [Input(), Input()], new Value("losses", TensorType.Float(Dim.Batch))));
        Refuses(build.Build([]), "SoftmaxCrossEntropy has results of other types than its shape rule gives");
    }

    [Fact]
    public void A_value_that_is_defined_twice_is_refused()
    {
        var x = Input();
        build.Append(x.Producer);
        Refuses(build.Build([]), "x: float[N, 2] is defined twice");
    }

    [Fact]
    public void A_value_that_names_another_producer_is_refused()
    {
        var x = Input();
        var (first, second) = (new Value("y", Type), new Value("y", Type));
        var operation = Of(Elementwise.Add, [x, x], first);
        build.Append(operation);
        _ = Of(Elementwise.Subtract, [x, x], first);
        Refuses(build.Build([new(OutputRole.Prediction, first)]), "y: float[N, 2] names another producer");
        Assert.Null(second.Producer);
    }

    [Fact]
    public void The_batch_in_another_place_than_first_is_refused()
    {
        build.Source(Sources.Input, "x", TensorType.Float(2, Dim.Batch));
        Refuses(build.Build([]), "x: float[2, N] has the batch in another place than first");
    }

    [Fact]
    public void An_output_without_a_definition_is_refused()
    {
        var stranger = new GraphBuilder().Source(Sources.Input, "stranger", Type);
        Refuses(build.Build([new(OutputRole.Loss, stranger)]), "output Loss stranger: float[N, 2] is not defined");
    }

    [Fact]
    public void An_output_that_is_given_twice_is_refused()
    {
        var x = Input();
        Refuses(build.Build([new(OutputRole.Gradient, x, 1), new(OutputRole.Gradient, x, 1)]), "output Gradient 1 is given 2 times");
        GraphVerifier.Verify(build.Build([new(OutputRole.Gradient, x, 0), new(OutputRole.Gradient, x, 1)]), "a test");
    }

    [Fact]
    public void A_state_that_follows_none_of_its_type_is_refused()
    {
        var x = Input();
        var state = build.Source(Sources.State, "state", TensorType.Float(2), 3);
        GraphVerifier.Verify(build.Build([new(OutputRole.State, build.Append(Reductions.SumRows, "sum", x), 3)]), "a test");
        Refuses(build.Build([new(OutputRole.State, state, 2)]), "output State 2 state: float[2] is the next of no state of its type");
        Refuses(build.Build([new(OutputRole.State, x, 3)]), "output State 3 x: float[N, 2] is the next of no state of its type");
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused_when_an_operation_is_built()
    {
        var (x, bias) = (Input(), build.Source(Sources.Parameter, "bias", TensorType.Float(3)));
        void Refused(Func<Value> append) => Assert.Contains("do not fit", Assert.Throws<InvalidOperationException>(append).Message);
        Refused(() => build.Append(Elementwise.Add, "y", x, bias));
        Refused(() => build.Append(Matrices.AddBias, "y", x, bias));
        Refused(() => build.Append(Matrices.MatMul, "y", x, build.Source(Sources.Parameter, "kernel", TensorType.Float(3, 2))));
        Refused(() => build.Append(Sources.Reshape, "y", new OperationAttributes { Type = TensorType.Float(Dim.Batch, 3) }, x));
        Refused(() => build.Append(Sources.Reshape, "y", new OperationAttributes { Type = TensorType.Float(2) }, x));
        Refused(() => build.Append(Losses.SparseSoftmaxCrossEntropy, "y", x, x));
        Refused(() => build.Append(Losses.SoftmaxCrossEntropy, "y", x, build.Source(Sources.Labels, "labels", TensorType.Float(Dim.Batch, 3))));
        Refused(() => build.Append(Elementwise.Scale, "y", build.Source(Sources.Labels, "labels", new TensorType(ElementType.Int32, [Dim.Batch]))));
        Refused(() => build.Append(Reductions.BroadcastScalar, "y", new OperationAttributes { Type = Type }, x));
        Refused(() => build.Append(Reductions.BroadcastColumns, "y", new OperationAttributes { Type = Type }, x));
        var halves = new OperationAttributes { Groups = 2, Type = TensorType.Float(2) };
        Refused(() => build.Append(Normalizations.Standardize, "y", halves, build.Source(Sources.Input, "odd", TensorType.Float(Dim.Batch, 3))));
        Refused(() => build.Append(Normalizations.Standardize, "y", halves with { Type = TensorType.Float(Dim.Batch, 3) }, x));
        Refused(() => build.Append(Normalizations.StandardizeGradient, "y", halves, x, bias, x));
        Refused(() => build.Append(Normalizations.ScaleRows, "y", x, bias));
        Refused(() => build.Append(Normalizations.SumProducts, "y", x, bias));
        Refused(() => build.Append(Reductions.MeanColumns, "y", build.Source(Sources.Input, "each", TensorType.Float(Dim.Batch))));
    }

    private Value Input() => build.Source(Sources.Input, "x", Type);

    private static Operation Of(OperationDefinition definition, Value[] operands, params Value[] results) =>
        new(definition, [.. operands], OperationAttributes.None, new Origin(Phase.Forward, ""), [.. results]);

    private static void Refuses(Graph graph, string message)
    {
        var error = Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(graph, "a pass"));
        Assert.StartsWith($"After a pass: {message}.\n", error.Message);
        Assert.EndsWith(GraphPrinter.Print(graph), error.Message);
    }
}
