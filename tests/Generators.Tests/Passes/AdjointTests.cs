using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes.Autodiff;

namespace ModelDsl.Generators.Tests.Passes;

public class AdjointTests
{
    public static TheoryData<string> Cases => [.. AdjointCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_adjoint_agrees_with_central_differences(string name)
    {
        var graph = ReverseMode.Run(AdjointCases.All[name].Graph());
        GraphVerifier.Verify(graph, name);
        foreach (var rows in new[] { 1, 5 })
        {
            var error = CentralDifferences.Error(graph, new RandomData(rows, seed: 3 * rows));
            if (!(error <= 1e-7)) Assert.Fail($"{name}, {rows} samples: relative error {error:E2}.\n{GraphPrinter.Print(graph)}");
        }
    }

    [Fact]
    public void The_cases_hold_every_operation_that_has_an_adjoint() => Assert.Equal(
        OperationTable.All.Where(o => o.Adjoint is not null).Select(o => o.Name).Order(),
        AdjointCases.All.Values.Select(c => c.Operation.Name).Distinct().Order());

    [Fact]
    public void Contributions_of_every_use_add_up()
    {
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var graph = ReverseMode.Run(RandomGraphs.WithLoss(seed));
            GraphVerifier.Verify(graph, $"random graph {seed}");
            var error = CentralDifferences.Error(graph, new RandomData(1 + seed % 3, seed));
            if (!(error <= 1e-6)) Assert.Fail($"Graph {seed}: relative error {error:E2}.\n{GraphPrinter.Print(graph)}");
        }
    }

    [Fact]
    public void A_parameter_without_influence_has_the_gradient_zero()
    {
        var build = new GraphBuilder();
        var used = build.Source(Sources.Parameter, "used", TensorType.Float(2), 0);
        var unused = build.Source(Sources.Parameter, "unused", TensorType.Float(3), 1);
        var loss = build.Append(Reductions.Sum, "loss", used);
        var graph = ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, loss)]));

        var run = GraphInterpreter.Run(graph, new RandomData(1, 1));
        Assert.Equal([1, 1], run[graph.Outputs.Single(o => o is { Role: OutputRole.Gradient, Index: 0 }).Value]);
        Assert.Equal([0, 0, 0], run[graph.Outputs.Single(o => o is { Role: OutputRole.Gradient, Index: 1 }).Value]);
        Assert.Equal(unused.Type, graph.Outputs.Single(o => o is { Role: OutputRole.Gradient, Index: 1 }).Value.Type);
    }

    [Fact]
    public void Nothing_is_derived_by_a_state_or_through_statistics()
    {
        var build = new GraphBuilder();
        var (x, state) = (build.Source(Sources.Parameter, "x", TensorType.Float(4, 3), 0), build.Source(Sources.State, "state", TensorType.Float(3), 1));
        var shifted = build.Append(Reductions.Sum, "loss", build.Append(Matrices.AddBias, "y", x, state));
        Assert.Equal([0], ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, shifted)])).Outputs.Where(
            o => o.Role == OutputRole.Gradient).Select(o => o.Index));

        var attributes = new OperationAttributes { Groups = 3, Epsilon = 1, Type = TensorType.Float(3) };
        var mean = build.AppendAll(Normalizations.Standardize, [x], attributes, ["s", "mean", "variance"])[1];
        var loss = build.Append(Reductions.Sum, "loss", mean);
        Assert.Throws<InvalidOperationException>(() => ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, loss)])));
    }

    [Fact]
    public void Nothing_is_derived_by_the_input()
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Input, "x", TensorType.Float(Dim.Batch, 2));
        var kernel = build.Source(Sources.Parameter, "kernel", TensorType.Float(2, 3));
        var loss = build.Append(Reductions.Sum, "loss", build.Append(Matrices.MatMul, "y", build.Append(Elementwise.Activate, "h", new OperationAttributes { Activation = "Tanh" }, x), kernel));
        var graph = Generators.Passes.DeadCode.Run(ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, loss)])));

        Assert.DoesNotContain(graph.Operations, o => o.Is(Elementwise.ActivateGradient));
        Assert.Single(graph.Operations, o => o.Is(Matrices.MatMul) && o.Attributes.TransposeLeft);
        Assert.DoesNotContain(graph.Operations, o => o.Is(Matrices.MatMul) && o.Attributes.TransposeRight);
    }

    [Fact]
    public void A_graph_without_a_loss_has_no_gradient()
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Input, "x", TensorType.Float(Dim.Batch, 2));
        Assert.Throws<InvalidOperationException>(() => ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Prediction, x)])));
    }

    [Fact]
    public void Nothing_is_derived_through_a_stopped_gradient()
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Parameter, "x", TensorType.Float(3), 0);
        var loss = build.Append(Reductions.Sum, "loss", build.Append(Elementwise.Multiply, "y", x, build.Append(Sources.StopGradient, "stopped", x)));
        var graph = ReverseMode.Run(build.Build([new GraphOutput(OutputRole.Loss, loss)]));

        var data = new RandomData(1, 1);
        var run = GraphInterpreter.Run(graph, data);
        Assert.Equal(data.Numbers(x, 3), run[graph.Outputs.Single(o => o.Role == OutputRole.Gradient).Value]);
    }
}
