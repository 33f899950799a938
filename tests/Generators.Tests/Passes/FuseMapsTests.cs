using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Fusion;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Which operations become one kernel with an author's function, and which do not.</summary>
public class FuseMapsTests
{
    private static readonly TensorType Type = TensorType.Float(Dim.Batch, 3);

    private readonly GraphBuilder graph = new();

    [Fact]
    public void A_chain_becomes_one_kernel_of_what_it_reads()
    {
        var (x, y) = (Parameter(0), Parameter(1));
        var sum = graph.Append(Elementwise.AddScaled, "sum", new OperationAttributes { Factor = new Coefficient(2, -1) }, x, y);
        var mapped = Map(graph.Append(Elementwise.Activate, "relu", new OperationAttributes { Activation = "Relu" }, sum));
        var half = graph.Append(Elementwise.Multiply, "half", mapped, graph.Constant("number", Type, 0.5));
        var fused = Fused(graph.Append(Arithmetic.Divide, "quotient", half, y));

        var map = Assert.Single(fused.Operations, o => !o.Definition.IsSource);
        Assert.Same(Maps.Map, map.Definition);
        Assert.Equal<Value>([x, y], map.Operands);
        Assert.Equal([new Coefficient(2, -1)], map.Attributes.Given);
    }

    [Fact]
    public void A_value_that_something_else_reads_is_computed_once()
    {
        var mapped = Map(graph.Append(Elementwise.Add, "sum", Parameter(0), Parameter(1)));
        var square = graph.Append(Elementwise.Multiply, "square", mapped, mapped);
        var fused = Fused(graph.Append(Elementwise.Add, "result", square, graph.Append(Layouts.Permute, "turned", new OperationAttributes { Axes = [0] }, mapped)));
        Assert.Equal(2, fused.Operations.Count(o => o.Is(Maps.Map)) + fused.Operations.Count(o => o.Is(Elementwise.Multiply)));
        Assert.Single(fused.Operations, o => o.Is(Maps.Map));
    }

    [Fact]
    public void A_value_that_one_operation_reads_twice_goes_into_its_kernel()
    {
        var mapped = Map(Parameter(0));
        var fused = Fused(graph.Append(Elementwise.Multiply, "square", mapped, mapped));
        Assert.Same(Maps.Map, Assert.Single(fused.Operations, o => !o.Definition.IsSource).Definition);
    }

    [Fact]
    public void A_value_that_leaves_the_graph_stays()
    {
        var mapped = Map(Parameter(0));
        var result = graph.Append(Elementwise.Activate, "tanh", new OperationAttributes { Activation = "Tanh" }, mapped);
        var fused = Run(graph.Build([new GraphOutput(OutputRole.Prediction, mapped), new GraphOutput(OutputRole.Losses, result)]));
        Assert.Equal(2, fused.Operations.Count(o => !o.Definition.IsSource));
    }

    [Fact]
    public void Without_a_function_of_the_authors_nothing_changes()
    {
        var sum = graph.Append(Elementwise.Add, "sum", Parameter(0), Parameter(1));
        var before = graph.Build([new GraphOutput(OutputRole.Prediction, graph.Append(Elementwise.Activate, "tanh", new OperationAttributes { Activation = "Tanh" }, sum))]);
        Assert.Same(before, FuseMaps.Run(before));
    }

    [Fact]
    public void A_kernel_has_no_more_buffers_than_engines_take()
    {
        var value = Map(Parameter(0));
        for (var i = 1; i < 20; i++) value = graph.Append(Elementwise.Add, "sum", value, Parameter(i));
        var fused = Fused(value);
        Assert.All(fused.Operations.Where(o => o.Is(Maps.Map)), o => Assert.True(o.Operands.Length < Engines.KernelLimits.Buffers));
        Assert.True(fused.Operations.Count(o => !o.Definition.IsSource) < 19);
    }

    private static Graph Run(Graph graph) => DeadCode.Run(FuseMaps.Run(graph));

    private Value Parameter(int index) => graph.Source(Sources.Parameter, "parameter", Type, index);

    private Value Map(Value x)
    {
        var build = new ScalarBuilder();
        var function = build.Build("Wave", 1, build.Append(ScalarOperations.Sin, build.Argument(0)));
        return graph.Append(Maps.Map, "mapped", new OperationAttributes { Function = function }, x);
    }

    private Graph Fused(Value result)
    {
        var fused = Run(graph.Build([new GraphOutput(OutputRole.Prediction, result)]));
        GraphVerifier.Verify(fused, "fused");
        return fused;
    }
}
