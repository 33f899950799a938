using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Autodiff;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Passes.Fusion;
using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Passes;

public class PassesPreserveMeaning
{
    private static readonly Pass[] Passes =
    [
        new("simplify", Simplify.Run),
        new("common subexpressions", CommonSubexpressions.Run),
        new("dead code", DeadCode.Run),
        new("fuse", Fuse.Run),
        new("fuse convolutions", FuseConvolutions.Run),
        new("fuse maps", FuseMaps.Run),
        new("place outputs", PlaceOutputs.Run),
    ];

    [Fact]
    public void Each_pass_alone_on_random_graphs()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var graph = ReverseMode.Run(RandomGraphs.WithLoss(seed));
            foreach (var pass in Passes) AssertSame(graph, pass.Run(graph), $"{pass.Name} on graph {seed}", new RandomData(1 + seed % 3, seed));
        }
    }

    [Fact]
    public void Passes_in_any_order_on_random_graphs()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var random = new Random(seed);
            var graph = ReverseMode.Run(RandomGraphs.WithLoss(1000 + seed));
            var (after, order) = (graph, new List<string>());
            for (var i = 0; i < 8; i++)
            {
                var pass = Passes[random.Next(Passes.Length)];
                order.Add(pass.Name);
                after = pass.Run(after);
                GraphVerifier.Verify(after, string.Join(", ", order));
            }
            AssertSame(graph, after, $"{string.Join(", ", order)} on graph {seed}", new RandomData(1 + seed % 3, seed));
        }
    }

    [Fact]
    public void The_pipelines_on_random_graphs()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var graph = RandomGraphs.WithLoss(2000 + seed);
            var data = new RandomData(1 + seed % 3, seed);
            AssertSame(graph, PassPipeline.Run(graph, PassPipeline.Inference), $"inference on graph {seed}", data);
            AssertSame(ReverseMode.Run(graph), PassPipeline.Run(graph, PassPipeline.Gradient), $"gradient of graph {seed}", data);
        }
    }

    [Fact]
    public void The_pipelines_on_random_models()
    {
        foreach (var model in RandomModel.Many(200, seed: 5))
        {
            var data = new RandomData(1 + model.Seed % 3, model.Seed, model.Classes);
            foreach (var kind in Enum.GetValues<Generators.Specs.ProgramKind>())
            {
                var graph = ModelLowering.LowerChecked(model.Spec, kind).Graph;
                var expected = kind == Generators.Specs.ProgramKind.Gradient ? ReverseMode.Run(graph) : graph;
                AssertSame(
                    expected, Generators.Emit.ModelEmitter.Optimized(model.Spec, kind), $"{kind} of\n{model.Source}", data,
                    Generators.Emit.ModelEmitter.StoredTransposed(model.Spec));
            }
        }
    }

    [Fact]
    public void The_pipelines_on_models_that_normalize()
    {
        foreach (var spec in NormalizedModels.All)
        {
            foreach (var kind in Enum.GetValues<Generators.Specs.ProgramKind>())
            {
                var graph = ModelLowering.LowerChecked(spec, kind).Graph;
                var expected = kind == Generators.Specs.ProgramKind.Gradient ? ReverseMode.Run(graph) : graph;
                AssertSame(expected, Generators.Emit.ModelEmitter.Optimized(spec, kind), $"{kind} of {spec.Name}", new RandomData(3, 2));
            }
        }
    }

    /// <summary>Pools of activations: those whose slope is computed from the output and those whose slope needs the input.</summary>
    [Fact]
    public void The_pipelines_on_pools_of_every_activation()
    {
        foreach (var activation in ActivationTable.Elementwise)
        {
            var build = new GraphBuilder();
            var window = new OperationAttributes { Window = new Window(Span1D.Valid(2, 2), Span1D.Valid(3)) };
            var image = build.Source(Sources.Parameter, "image", TensorType.Float(2, 4, 5, 3));
            var active = build.Append(Elementwise.Activate, "active", new OperationAttributes { Activation = activation.Name }, image);
            var pool = build.Append(Images.MaxPool, "pool", window, active);
            var loss = build.Append(
                Reductions.Sum, "loss", new OperationAttributes { Factor = 0.5 }, build.Append(Elementwise.Multiply, "square", pool, pool));
            var graph = build.Build([new GraphOutput(OutputRole.Loss, loss)]);
            var fused = PassPipeline.Run(graph, PassPipeline.Gradient);
            AssertSame(ReverseMode.Run(graph), fused, $"a pool of {activation.Name}", new RandomData(1, 3));
        }
    }

    /// <summary>Checks that the outputs agree to 1e-12 of the largest number in the computation.</summary>
    private static void AssertSame(Graph before, Graph after, string what, RandomData data, ImmutableHashSet<int>? stored = null)
    {
        GraphVerifier.Verify(after, what);
        Assert.Equal(before.Outputs.Select(o => (o.Role, o.Index)), after.Outputs.Select(o => (o.Role, o.Index)));
        var expected = GraphInterpreter.Run(before, data);
        data.Stored = stored ?? [];
        var actual = GraphInterpreter.Run(after, data);
        data.Stored = [];
        var largest = before.Operations.SelectMany(o => o.Results).Where(r => r.Type.Element == ElementType.Float)
            .SelectMany(r => expected[r]).Append(1).Max(Math.Abs);
        if (!double.IsFinite(largest)) Assert.Fail($"{what}: the graph gives numbers that are not finite, so it tests nothing.");
        foreach (var (a, b) in before.Outputs.Zip(after.Outputs))
        {
            var difference = expected[a.Value].Zip(Transposed.Output(b, actual[b.Value], stored ?? []), (x, y) => Math.Abs(x - y)).Max();
            if (!(difference <= 1e-12 * largest)) Assert.Fail($"{what}: {a.Role} {a.Index} differs by {difference:E2} of {largest:E2}.\n{GraphPrinter.Print(before)}\n{GraphPrinter.Print(after)}");
        }
    }
}
