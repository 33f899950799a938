using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Passes;

public class BufferPlanTests
{
    /// <summary>
    /// The operands that ITensorEngine's documentation allows to be written in place: those of the destination's size in the instructions
    /// that it calls elementwise.
    /// </summary>
    private static readonly Dictionary<string, int[]> InPlace = new()
    {
        ["Add"] = [0, 1],
        ["Subtract"] = [0, 1],
        ["Multiply"] = [0, 1],
        ["Scale"] = [0],
        ["AddScaled"] = [0, 1],
        ["Activate"] = [0],
        ["ActivateGradient"] = [0, 1],
        ["LogSoftmax"] = [0],
        ["LogSoftmaxGradient"] = [0, 1],
        ["Sparsemax"] = [0],
        ["SparsemaxGradient"] = [0, 1],
        ["PRelu"] = [0],
        ["PReluGradient"] = [0, 2],
        ["Dropout"] = [0],
        ["ChannelDropout"] = [0],
        ["Divide"] = [0, 1],
        ["Abs"] = [0],
        ["Sign"] = [0],
        ["Log"] = [0],
        ["Sqrt"] = [0],
        ["Clamp"] = [0],
        ["ClampGradient"] = [0, 1],
        ["Less"] = [0, 1],
        ["Where"] = [0, 1, 2],
        ["Map"] = [0, 1, 2, 3, 4, 5, 6],
        ["AddBias"] = [0],
        ["Standardize"] = [0],
        ["StandardizeGradient"] = [0, 2],
        ["ReciprocalSqrt"] = [0],
        ["ScaleRows"] = [0],
        ["ScaleShiftRows"] = [0],
        ["Softmax"] = [0],
        ["SoftmaxGradient"] = [0, 1],
        ["SparseSoftmaxCrossEntropyGradient"] = [0],
        ["SoftmaxCrossEntropyGradient"] = [0],
        ["SigmoidCrossEntropyGradient"] = [0],
    };

    [Fact]
    public void Memory_is_shared_only_by_values_whose_lives_do_not_overlap()
    {
        foreach (var (what, graph, _) in Programs) CheckLives(graph, BufferPlan.Of(graph), what);
    }

    [Fact]
    public void Results_are_written_over_operands_only_where_engines_allow_it()
    {
        foreach (var (what, graph, _) in Programs)
        {
            var plan = BufferPlan.Of(graph);
            foreach (var operation in graph.Operations.Where(o => o.Definition.Instruction is not null))
            {
                foreach (var result in operation.Results)
                {
                    for (var i = 0; i < operation.Operands.Length; i++)
                    {
                        var operand = operation.Operands[i];
                        if (!Equals(Memory(plan, operand), Memory(plan, result))) continue;
                        Assert.True(
                            result == operation.Results[0] && InPlace.GetValueOrDefault(operation.Definition.Name, []).Contains(i)
                                && Size(operand) == Size(result),
                            $"{what}: {operation.Definition} writes {result} over {operand}.");
                    }
                }
                Assert.Equal(operation.Results.Length, operation.Results.Select(r => Memory(plan, r)).Distinct().Count());
            }
        }
    }

    [Fact]
    public void A_program_in_shared_memory_gives_the_bits_of_one_in_separate_memory_on_every_run()
    {
        foreach (var (what, graph, data) in Programs)
        {
            var expected = GraphInterpreter.Run(graph, data);
            var planned = new PlannedRun(graph, BufferPlan.Of(graph), Engine.Reference, data);
            for (var run = 0; run < 2; run++)
            {
                planned.Run();
                var kept = graph.Outputs.Select(o => o.Value)
                    .Concat(graph.Operations.Where(o => o.Definition.IsConstant || (o.Definition.IsSource && !o.Is(Sources.State)))
                    .Select(o => o.Result))
                    .Where(v => v.Type.Element == ElementType.Float);
                foreach (var value in kept)
                    if (!(expected[value].SequenceEqual(planned[value]))) Assert.Fail($"{what}: {value} differs in run {run + 1}.\n{GraphPrinter.Print(graph)}");
            }
        }
    }

    [Fact]
    public void Every_gradient_lies_where_the_optimizer_looks_for_it()
    {
        foreach (var (what, graph, _) in Programs)
        {
            var plan = BufferPlan.Of(graph);
            foreach (var output in graph.Outputs.Where(o => o.Role == OutputRole.Gradient))
                if (!(plan[output.Value] is Placement.GradientOf(var index) && index == output.Index)) Assert.Fail($"{what}: gradient {output.Index} lies at {plan[output.Value]}.");
        }
    }

    [Fact]
    public void Every_state_lies_over_the_one_before()
    {
        foreach (var (what, graph, _) in Programs)
        {
            var plan = BufferPlan.Of(graph);
            foreach (var output in graph.Outputs.Where(o => o.Role == OutputRole.State && !o.Value.Producer.Is(Sources.State)))
                if (!(plan[output.Value] is Placement.StateOf(var index) && index == output.Index)) Assert.Fail($"{what}: state {output.Index} lies at {plan[output.Value]}.");
        }
        Assert.Contains(Programs, p => p.Graph.Outputs.Any(o => o.Role == OutputRole.State));
    }

    [Fact]
    public void A_moving_average_moves_in_its_place_once_nothing_reads_what_it_was()
    {
        var (graph, average) = Moving(readLater: false);
        var plan = BufferPlan.Of(graph);
        Assert.DoesNotContain(graph.Operations, o => o.Is(Elementwise.Copy));
        Assert.Equal(new Placement.StateOf(0), plan[average.Producer.Operands[0]]);
    }

    [Fact]
    public void A_state_that_is_read_again_is_written_after_that()
    {
        var (graph, average) = Moving(readLater: true);
        Assert.True(graph.Operations[^1].Is(Elementwise.Copy) && graph.Operations[^1].Operands[0] == average);
        Assert.Equal(new Placement.StateOf(0), BufferPlan.Of(graph)[graph.Operations[^1].Result]);
        Assert.IsType<Placement.InSlot>(BufferPlan.Of(graph)[average]);
    }

    /// <summary>A product reads all of its operand for each number, so it must not write over that operand.</summary>
    [Fact]
    public void A_state_that_its_own_operation_reads_whole_is_written_after_that()
    {
        var build = new GraphBuilder();
        var state = build.Source(Sources.State, "state", TensorType.Float(3, 3));
        var square = build.Append(Matrices.MatMul, "square", state, state);
        var graph = PlaceOutputs.Run(build.Build([new GraphOutput(OutputRole.State, square)]));
        var plan = BufferPlan.Of(graph);
        Assert.IsType<Placement.InSlot>(plan[square]);
        Assert.Equal(new Placement.StateOf(0), plan[graph.Outputs[0].Value]);
    }

    [Fact]
    public void A_state_that_stays_is_left_alone()
    {
        var build = new GraphBuilder();
        var state = build.Source(Sources.State, "state", TensorType.Float(3));
        var graph = PlaceOutputs.Run(build.Build([new GraphOutput(OutputRole.State, state)]));
        Assert.Single(graph.Operations);
        Assert.IsType<Placement.Given>(BufferPlan.Of(graph)[state]);
    }

    [Fact]
    public void States_that_follow_each_other_in_a_ring_are_refused()
    {
        var build = new GraphBuilder();
        var (first, second) = (build.Source(Sources.State, "first", TensorType.Float(3), 0), build.Source(Sources.State, "second", TensorType.Float(3), 1));
        var graph = PlaceOutputs.Run(
            build.Build([new GraphOutput(OutputRole.State, second, 0), new GraphOutput(OutputRole.State, first, 1)]));
        Assert.Throws<InvalidOperationException>(() => BufferPlan.Of(graph));
    }

    /// <summary>A moving average of the input's columns, and a prediction that reads the old average before or after the update.</summary>
    private static (Graph Graph, Value Average) Moving(bool readLater)
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Input, "x", TensorType.Float(Dim.Batch, 3));
        var state = build.Source(Sources.State, "state", TensorType.Float(3));
        var before = readLater ? x : build.Append(Matrices.AddBias, "y", x, state);
        var kept = build.Append(Elementwise.Scale, "kept", new OperationAttributes { Factor = 0.9 }, state);
        var average = build.Append(Elementwise.AddScaled, "average", new OperationAttributes { Factor = 0.1 }, kept, build.Append(Reductions.SumRows, "sum", x));
        var y = readLater ? build.Append(Matrices.AddBias, "y", x, state) : before;
        var graph = build.Build([new GraphOutput(OutputRole.Prediction, y), new GraphOutput(OutputRole.State, average)]);
        return (PlaceOutputs.Run(graph), average);
    }

    [Fact]
    public void A_slot_grows_with_the_batch_exactly_when_its_values_do()
    {
        foreach (var (what, graph, _) in Programs)
        {
            foreach (var slot in BufferPlan.Of(graph).Slots)
                if (!slot.Values.All(v => v.Type.IsPerSample == slot.PerSample && v.Type.Elements <= slot.Elements)) Assert.Fail($"{what}: slot {slot.Number}");
        }
    }

    [Fact]
    public void The_memory_of_a_deep_network_at_prediction_is_that_of_two_layers()
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Input, "input", TensorType.Float(Dim.Batch, 8));
        for (var i = 0; i < 10; i++) x = build.Append(Matrices.MatMul, "layer", x, build.Source(Sources.Parameter, "kernel", TensorType.Float(8, 8), i));
        var plan = BufferPlan.Of(build.Build([new GraphOutput(OutputRole.Prediction, x)]));
        Assert.Equal([8L, 8L], plan.Slots.Select(s => s.Elements));
    }

    [Fact]
    public void A_chain_of_elementwise_operations_works_in_one_slot()
    {
        var build = new GraphBuilder();
        var x = build.Source(Sources.Input, "input", TensorType.Float(Dim.Batch, 8));
        for (var i = 0; i < 5; i++) x = build.Append(Elementwise.Activate, "a", new OperationAttributes { Activation = "Tanh" }, x);
        Assert.Single(BufferPlan.Of(build.Build([new GraphOutput(OutputRole.Prediction, x)])).Slots);
    }

    [Fact]
    public void A_gradient_that_is_built_up_by_additions_is_built_up_in_its_place()
    {
        var build = new GraphBuilder();
        var parameter = build.Source(Sources.Parameter, "w", TensorType.Float(4, 3), 0);
        var first = build.Append(Elementwise.Activate, "first", new OperationAttributes { Activation = "Tanh" }, parameter);
        var sum = build.Append(Elementwise.AddScaled, "sum", new OperationAttributes { Factor = 0.01 }, first, parameter);
        var plan = BufferPlan.Of(build.Build([new GraphOutput(OutputRole.Gradient, sum, 0)]));
        Assert.Equal(new Placement.GradientOf(0), plan[first]);
    }

    private static (string What, Graph Graph, RandomData Data)[] Programs { get; } =
    [
        .. Enumerable.Range(0, 300).Select(seed =>
        {
            var graph = RandomGraphs.WithLoss(3000 + seed);
            return ($"graph {seed}", PassPipeline.Run(graph, seed % 2 == 0 ? PassPipeline.Gradient : PassPipeline.Inference), new RandomData(1 + seed % 3, seed));
        }),
        .. Enumerable.Range(0, 200).Select(seed =>
        {
            // Without fusion and clean-up, more values exist at the same time.
            var graph = PlaceOutputs.Run(Generators.Passes.Autodiff.ReverseMode.Run(RandomGraphs.WithLoss(4000 + seed)));
            return ($"unfused graph {seed}", graph, new RandomData(1 + seed % 3, seed));
        }),
        .. Enumerable.Range(0, 100).Select(seed =>
            ($"Hessian of graph {seed}", PassPipeline.Run(RandomGraphs.WithLoss(6000 + seed), PassPipeline.HessianVectorProduct), new RandomData(1 + seed % 3, seed))),
        .. RandomModel.Many(100, seed: 6).SelectMany(model => Enum.GetValues<Generators.Specs.ProgramKind>().Select(kind =>
            ($"{kind} of\n{model.Source}", Generators.Emit.ModelEmitter.Optimized(model.Spec, kind), new RandomData(1 + model.Seed % 3, model.Seed, model.Classes)))),
        .. NormalizedModels.All.SelectMany(spec => Enum.GetValues<Generators.Specs.ProgramKind>().Select(kind =>
            ($"{kind} of {spec.Name}", Generators.Emit.ModelEmitter.Optimized(spec, kind), new RandomData(3, 1)))),
    ];

    /// <summary>
    /// Computes the lives of values again and checks them. A life runs from the operation that writes a value to the last one that reads
    /// it, through any view.
    /// </summary>
    private static void CheckLives(Graph graph, BufferPlan plan, string what)
    {
        var lives = new Dictionary<Value, (int From, int To)>();
        var behind = new Dictionary<Value, Value>();
        Value Storage(Value value) => behind.TryGetValue(value, out var storage) ? Storage(storage) : value;
        for (var time = 0; time < graph.Operations.Length; time++)
        {
            var operation = graph.Operations[time];
            foreach (var operand in operation.Operands) lives[Storage(operand)] = (lives[Storage(operand)].From, time);
            foreach (var result in operation.Results)
            {
                if (operation.Is(Sources.Reshape)) behind[result] = operation.Operands[0];
                else lives[result] = (time, time);
            }
        }
        foreach (var output in graph.Outputs) lives[Storage(output.Value)] = (lives[Storage(output.Value)].From, int.MaxValue);

        foreach (var sharing in lives.Keys.GroupBy(v => Memory(plan, v)))
        {
            var inOrder = sharing.OrderBy(v => lives[v].From).ToArray();
            foreach (var (first, second) in inOrder.Zip(inOrder.Skip(1)))
            {
                // One operation may both read a value for the last time and write another. Another test checks whether that is allowed.
                if (!(lives[first].To <= lives[second].From)) Assert.Fail($"{what}: {first} and {second} live in one place at one time.\n{GraphPrinter.Print(graph)}");
                Assert.NotEqual(lives[first].From, lives[second].From);
            }
        }
    }

    /// <summary>Returns the memory of a value: a slot, the place of a gradient, or the value's own memory.</summary>
    private static object Memory(BufferPlan plan, Value value) => plan[value] switch
    {
        Placement.InSlot(var slot) => slot,
        Placement.GradientOf(var index) => ("gradient", index),
        Placement.ProductOf(var index) => ("product", index),
        Placement.StateOf(var index) => ("state", index),
        Placement.Given when value.Producer.Is(Sources.State) => ("state", value.Producer.Attributes.Index),
        Placement.ViewOf(var storage) => Memory(plan, storage),
        _ => value,
    };

    private static (bool, long) Size(Value value) => (value.Type.IsPerSample, value.Type.Elements);
}
