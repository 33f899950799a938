using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Tests.Scalars;
using ElementType = ModelDsl.Engines.ElementType;
using Interval = ModelDsl.Generators.Ir.Scalars.Interval;
using Window = ModelDsl.Generators.Ir.Window;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// The stated facts about values are true: on the reference engine, for random graphs, models and functions, and for every activation.
/// </summary>
public class MeaningLaws
{
    private const double Rounding = 1e-9;

    /// <summary>The operations of losses, and those that only adjoints write.</summary>
    private static readonly OperationDefinition[] OfLosses =
    [
        Sources.Labels, Sources.Weights, Losses.ClassIndices, Losses.SparseSoftmaxCrossEntropy, Losses.SoftmaxCrossEntropy,
        Losses.SigmoidCrossEntropy, Reductions.SumRows,
    ];

    /// <summary>The operations whose results differ between samples for any input; random graphs also have parameters that do.</summary>
    private static readonly OperationDefinition[] Drawn =
    [
        Sources.Labels, Sources.Weights, Elementwise.Dropout, Images.ChannelDropout, Elementwise.Normal, Elementwise.Uniform,
    ];

    public static TheoryData<string> Activations => [.. ActivationTable.Elementwise.Select(row => row.Name)];

    [Fact]
    public void The_table_holds_every_operation_that_a_prediction_may_be_made_of() =>
        Assert.Equal(OfLosses.Select(o => o.Name).Order(),
            OperationTable.All.Where(o => o.Stage == Stage.Lowering && !MeaningTable.Has(o)).Select(o => o.Name).Order());

    [Fact]
    public void Values_of_random_graphs_lie_where_they_are_said_to_and_depend_on_what_they_are_said_to() =>
        Assert.All(Enumerable.Range(0, 150), seed => Check(RandomGraphs.WithLoss(seed), seed));

    [Fact]
    public void So_do_those_of_random_models() => Assert.All(
        Emit.RandomModel.Many(60, seed: 77), model =>
            Check(Lowering.ModelLowering.LowerChecked(model.Spec, Specs.ProgramKind.Loss).Graph, model.Seed, model.Classes));

    /// <summary>
    /// The input lies in [1, 2] or [−2, −1]. The operations after it put zeros around it or beside it, add numbers or average them.
    /// </summary>
    [Theory, InlineData(1), InlineData(-1)]
    public void Windows_see_zeros_outside_of_images(int sign)
    {
        var graph = new GraphBuilder();
        var type = TensorType.Float(Dim.Batch, 4, 4, 2);
        var unit = graph.Append(Elementwise.Activate, "unit", new OperationAttributes { Activation = ActivationTable.Sigmoid }, graph.Source(Sources.Input, "input", type));
        var x = graph.Append(Elementwise.Scale, "x", new OperationAttributes { Factor = sign }, graph.Append(Elementwise.Add, "shifted", unit, graph.Constant("one", type, 1)));
        Window same = new(new Span1D(3, 1, 1, 1, 1), new Span1D(3, 1, 1, 1, 1)), around = new(new Span1D(1, 1, 1, 1, 1),
            new Span1D(1, 1, 1, 0, 0));
        var larger = TensorType.Float(Dim.Batch, 8, 8, 2);
        Value[] values =
        [
            graph.Append(Images.Patches, "patches", new OperationAttributes { Window = same }, x),
            graph.Append(Images.Patches, "padded", new OperationAttributes { Window = around }, x),
            graph.Append(Images.MaxPool, "most", new OperationAttributes { Window = same }, x),
            graph.Append(Images.AveragePool, "mean", new OperationAttributes { Window = same }, x),
            graph.Append(Images.AveragePoolGradient, "spread", new OperationAttributes { Window = same, Type = type }, x),
            graph.Append(Images.PatchesGradient, "cropped", new OperationAttributes { Window = around, Type = TensorType.Float(Dim.Batch, 2, 4, 2) }, x),
            graph.Append(Sequences.PlaceColumns, "placed", new OperationAttributes { Type = TensorType.Float(Dim.Batch, 4, 4, 5), Index = 1 }, x),
            graph.Append(Images.DepthwiseImageGradient, "large", new OperationAttributes { Window = new(Span1D.Valid(2, 2), Span1D.Valid(2, 2)), Type = larger }, x, graph.Constant("ones", TensorType.Float(2, 2, 2, 1), 1)),
        ];
        var loss = values.Select(value => graph.Append(Reductions.Sum, "sum", new OperationAttributes { Factor = 1 }, value)).Aggregate((a, b) => graph.Append(Elementwise.Add, "loss", a, b));
        var built = graph.Build([new GraphOutput(OutputRole.Loss, loss)]);
        Check(built, seed: 3);
        var known = new MeaningAnalysis(built.Operations, []);
        Assert.All(values[..2], padded => Assert.Equal(sign > 0 ? new Interval(0, 2) : new Interval(-2, 0), known[padded].Range));
    }

    /// <summary>Checks the outputs of recurrent layers, and the saved numbers for gradients, which have another range.</summary>
    [Theory, InlineData("Tanh"), InlineData("Relu"), InlineData("Sigmoid")]
    public void States_of_recurrent_layers_lie_where_their_activations_do(string activation)
    {
        var graph = new GraphBuilder();
        var of = new OperationAttributes { Activation = activation, RecurrentActivation = ActivationTable.Sigmoid };
        Value[] states =
        [
            .. new[] { (Recurrences.SimpleRnnSteps, 1), (Recurrences.LstmSteps, 4),
                (Recurrences.GruSteps, 3) }.Select((row, i) => graph.AppendAll(
                row.Item1, [graph.Source(Sources.Input, $"input{i}", TensorType.Float(Dim.Batch, 5, 2 * row.Item2)), graph.Source(Sources.Parameter, $"kernel{i}", TensorType.Float(2, 2 * row.Item2), i)], of, ["states", "saved"])[0]),
        ];
        var loss = states.Select(value => graph.Append(Reductions.Sum, "sum", new OperationAttributes { Factor = 1 }, value)).Aggregate((a, b) => graph.Append(Elementwise.Add, "loss", a, b));
        var built = graph.Build([new GraphOutput(OutputRole.Loss, loss)]);
        Check(built, seed: 6);
        var known = new MeaningAnalysis(built.Operations, []);
        Assert.All(states, value => Assert.Equal((ActivationTable.Of(activation).Range, true), (known[value].Range, known[value].Spans)));
    }

    /// <summary>A GRU's gate weighs the old state and the new values: only weights in [0, 1] give numbers between the two.</summary>
    [Theory, InlineData("Relu"), InlineData("Tanh"), InlineData("Linear")]
    public void States_of_a_gru_whose_gate_leaves_the_unit_interval_may_lie_anywhere(string gate)
    {
        var graph = new GraphBuilder();
        var of = new OperationAttributes { Activation = ActivationTable.Sigmoid, RecurrentActivation = gate };
        var sums = graph.Append(
            Elementwise.Scale, "sums", new OperationAttributes { Factor = 5 },
            graph.Source(Sources.Input, "input", TensorType.Float(Dim.Batch, 5, 6)));
        var kernel = graph.Source(Sources.Parameter, "kernel", TensorType.Float(2, 6));
        var states = graph.AppendAll(Recurrences.GruSteps, [sums, kernel], of, ["states", "saved"])[0];
        var loss = graph.Append(Reductions.Sum, "sum", new OperationAttributes { Factor = 1 }, states);
        Check(graph.Build([new GraphOutput(OutputRole.Loss, loss)]), seed: 6);
    }

    /// <summary>Sums of rows of a softmax, after all operations that are said to keep, change or forget them.</summary>
    [Fact]
    public void Sums_of_rows_are_those_that_are_said()
    {
        var graph = new GraphBuilder();
        var type = TensorType.Float(Dim.Batch, 4, 2, 3);
        var p = graph.Append(Losses.Softmax, "p", graph.Source(Sources.Input, "input", type));
        var q = graph.Append(RowActivations.Sparsemax, "q", graph.Source(Sources.Input, "other", type));
        Window around = new(new Span1D(1, 1, 1, 1, 0), new Span1D(1, 1, 1, 0, 0)), pool = new(Span1D.Valid(2, 2),
            Span1D.Valid(2, 2)), pixel = new(Span1D.Valid(1), Span1D.Valid(1));
        var half = graph.Append(Elementwise.Scale, "half", new OperationAttributes { Factor = 0.5 }, p);
        var part = graph.Append(Sequences.Columns, "part", new OperationAttributes { Type = TensorType.Float(Dim.Batch, 4, 2, 2), Index = 1 }, p);
        (Value Value, Interval? Sums)[] values =
        [
            (p, new(1, 1)), (q, new(1, 1)), (half, new(0.5, 0.5)), (part, new(0, 1)),
            (graph.Append(Elementwise.Add, "both", half, q), new(1.5, 1.5)), (graph.Append(Elementwise.Subtract, "apart", half, q), new(-0.5, -0.5)),
            (graph.Append(Elementwise.Add, "moved", p, graph.Constant("quarter", type, 0.25)), new(1.75, 1.75)),
            (graph.Append(Elementwise.Multiply, "product", p, q), null),
            (graph.Append(Elementwise.Subtract, "none", part, part), null),
            (graph.Append(Layouts.ConcatColumns, "joined", p, part), new(1, 2)),
            (graph.Append(Layouts.Flip, "flipped", new OperationAttributes { Index = 1 }, p), new(1, 1)), (graph.Append(Layouts.Flip, "mirrored", new OperationAttributes { Index = p.Type.Rank - 1 }, p), new(1, 1)),
            (graph.Reshape(p, "rows", TensorType.Float(Dim.Batch, 8, 3)), new(1, 1)), (graph.Reshape(p, "flat", TensorType.Float(Dim.Batch, 24)), null),
            (graph.Append(Images.Patches, "padded", new OperationAttributes { Window = around }, p), new(0, 1)),
            (graph.Append(Images.Patches, "same", new OperationAttributes { Window = pixel }, p), new(1, 1)),
            (graph.Append(Images.Patches, "windows", new OperationAttributes { Window = pool }, p), null),
            (graph.Append(Images.AveragePool, "means", new OperationAttributes { Window = pool }, p), new(1, 1)),
            (graph.Append(Images.AveragePool, "partMeans", new OperationAttributes { Window = pool }, part), null),
            (graph.Append(Images.MaxPool, "most", new OperationAttributes { Window = pool }, p), null),
            (graph.Append(Sources.StopGradient, "still", p), new(1, 1)),
            (graph.Append(Elementwise.Scale, "byBatch", new OperationAttributes { Factor = new Coefficient(1, BatchPower: -1) }, p), null),
        ];
        var loss = values.Select(row => graph.Append(Reductions.Sum, "sum", new OperationAttributes { Factor = 1 }, row.Value)).Aggregate((a, b) => graph.Append(Elementwise.Add, "loss", a, b));
        var built = graph.Build([new GraphOutput(OutputRole.Loss, loss)]);
        Check(built, seed: 4);
        var known = new MeaningAnalysis(built.Operations, []);
        Assert.All(values, row => Assert.Equal(row.Sums, known[row.Value].Sums));
    }

    [Theory, MemberData(nameof(Activations))]
    public void An_activation_gives_what_its_range_holds(string activation)
    {
        double[] x = [.. Enumerable.Range(-400, 801).Select(i => i / 40.0), -1e3, 1e3, -30, 30];
        var (input, output) = (Engine.Reference.Allocate(ElementType.Float, [x.Length]),
            Engine.Reference.Allocate(ElementType.Float, [x.Length]));
        Engine.Reference.Write(x, input);
        Engine.Reference.Activate(Enum.Parse<ActivationKind>(activation), input, output);
        var y = new double[x.Length];
        Engine.Reference.Read(output, y);
        var range = ActivationTable.Of(activation).Range;
        Assert.All(y, number => Assert.InRange(number, range.Least, range.Most));
        if (range.Least == 0) Assert.Contains(y, number => number < 0.51);
    }

    [Property(MaxTest = 300)]
    public Property A_function_of_numbers_gives_what_its_range_holds() => Prop.ForAll(
        Gen.Choose(0, 1 << 20).ArrayOf(14).ToArbitrary(), Gen.Choose(-300, 300).Select(i => i / 100.0).ArrayOf(4).ToArbitrary(), (
            choices, numbers) =>
        {
            var function = RandomFunction.Of(choices, 2);
            Interval[] arguments = [new(Math.Min(numbers[0], numbers[1]), Math.Max(numbers[0], numbers[1])),
                new(Math.Min(numbers[2], numbers[3]), Math.Max(numbers[2], numbers[3]))];
            var range = ScalarRange.Of(function, arguments);
            var given = Enumerable.Range(0,
                5).SelectMany(i => Enumerable.Range(0, 5).Select(k => new[] { At(arguments[0], i), At(arguments[1], k) }));
            return given.All(x => ScalarInterpreter.Run(function, x) is var y
                && (double.IsNaN(y) || (y >= range.Least - Rounding && y <= range.Most + Rounding)));

            static double At(Interval interval, int part) => interval.Least + (interval.Most - interval.Least) * part / 4;
        });

    /// <summary>Every operation by itself: its arguments lie on one side of 0, on both, or are one number.</summary>
    [Fact]
    public void An_operation_on_numbers_gives_what_its_range_holds()
    {
        double[] numbers = [-3, -2, -0.5, 0, 0.5, 1, 2, 3];
        Interval[] intervals = [.. from least in numbers from most in numbers where least <= most select new Interval(least, most)];
        foreach (var operation in ScalarOperations.All.Where(o => o.Arity is 1 or 2))
        {
            var build = new ScalarBuilder();
            int[] arguments = [.. Enumerable.Range(0, operation.Arity).Select(build.Argument)];
            var function = build.Build(operation.Name, arguments.Length, build.Append(operation, arguments));
            foreach (var first in intervals)
                foreach (var second in arguments.Length == 1 ? [Interval.Unit] : intervals)
                    Holds(function, [first, second]);
        }

        void Holds(ScalarFunction function, Interval[] arguments)
        {
            var range = ScalarRange.Of(function, arguments);
            foreach (var a in numbers.Where(arguments[0].Contains))
                foreach (var b in numbers.Where(arguments[1].Contains))
                {
                    var y = ScalarInterpreter.Run(function, [a, b]);
                    if (double.IsFinite(y) && !(y >= range.Least - Rounding && y <= range.Most + Rounding))
                        Assert.Fail($"{function.Name} of {a} and {b} is {y}, which is not in {range}.");
                }
        }
    }

    [Theory]
    [InlineData("x > 0 ? x : 0", 0, double.PositiveInfinity)]
    [InlineData("x < 0 ? 0 : x > 1 ? 1 : x", 0, 1)]
    [InlineData("1 / (1 + exp(-x))", 0, 1)]
    [InlineData("x·x + 1", 1, double.PositiveInfinity)]
    public void Choices_are_looked_at_with_what_their_conditions_say(string what, double least, double most)
    {
        var build = new ScalarBuilder();
        var x = build.Argument(0);
        var result = what switch
        {
            "x > 0 ? x : 0" => build.Append(ScalarOperations.Less, build.Number(0), x, x, build.Number(0)),
            "x < 0 ? 0 : x > 1 ? 1 : x" => build.Append(ScalarOperations.Less, x, build.Number(0), build.Number(0), build.Append(ScalarOperations.Less, build.Number(1), x, build.Number(1), x)),
            "1 / (1 + exp(-x))" => build.Append(ScalarOperations.Divide, build.Number(1), build.Append(ScalarOperations.Add, build.Number(1), build.Append(ScalarOperations.Exp, build.Append(ScalarOperations.Negate, x)))),
            _ => build.Append(ScalarOperations.Add, build.Append(ScalarOperations.Multiply, x, x), build.Number(1)),
        };
        Assert.Equal(new Interval(least, most), ScalarRange.Of(build.Build(what, 1, result), [Interval.Any]));
    }

    private static void Check(Graph graph, int seed, int classes = 3)
    {
        var known = new MeaningAnalysis(graph.Operations, []);
        var run = GraphInterpreter.Run(graph, new RandomData(4, seed, classes));
        var drawn = new HashSet<Value>();
        foreach (var operation in graph.Operations)
        {
            var isDrawn = Drawn.Contains(operation.Definition) || (operation.Is(Sources.Parameter) && operation.Result.Type.IsPerSample);
            if (isDrawn || operation.Operands.Any(drawn.Contains)) drawn.UnionWith(operation.Results);
        }
        foreach (var value in graph.Operations.SelectMany(operation => operation.Results)
            .Where(value => value.Type.Element == Generators.Ir.ElementType.Float))
        {
            var (meaning, numbers) = (known[value], run[value]);
            var slack = Rounding * (1 + numbers.Max(Math.Abs));
            Assert.All(numbers, number => Assert.True(
                double.IsNaN(number) || (number >= meaning.Range.Least - slack && number <= meaning.Range.Most + slack), $"{seed}: {number} of {value} by {value.Producer.Definition} is not in {meaning.Range}."));
            if (meaning.Sums is { } sums && !value.Type.Columns.IsBatch)
                Assert.All(numbers.Chunk(value.Type.Columns.Size), row => Assert.InRange(row.Sum(), sums.Least - slack, sums.Most + slack));
            if (meaning.Varies || !value.Type.IsPerSample || drawn.Contains(value)) continue;
            var width = numbers.Length / 4;
            Assert.True(Enumerable.Range(width, numbers.Length - width).All(i => double.IsNaN(numbers[i]) || Math.Abs(numbers[i] - numbers[i % width]) <= slack), $"{seed}: {value} differs between samples.");
        }
    }
}
