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

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>What is said of values is true of them: on the reference engine, of random graphs, models, functions and of every activation.</summary>
public class MeaningLaws
{
    private const double Rounding = 1e-9;

    /// <summary>What the loss is made of, and what only adjoints write.</summary>
    private static readonly OperationDefinition[] OfLosses =
    [
        Sources.Labels, Sources.Weights, Losses.ClassIndices, Losses.SparseSoftmaxCrossEntropy, Losses.SoftmaxCrossEntropy, Losses.SigmoidCrossEntropy, Reductions.SumRows,
    ];

    /// <summary>What differs between samples whatever the input is; random graphs have parameters that do, too.</summary>
    private static readonly OperationDefinition[] Drawn =
    [
        Sources.Labels, Sources.Weights, Elementwise.Dropout, Images.ChannelDropout, Elementwise.Normal, Elementwise.Uniform,
    ];

    public static TheoryData<string> Activations => [.. ActivationTable.Elementwise.Select(row => row.Name)];

    [Fact]
    public void The_table_holds_every_operation_that_a_prediction_may_be_made_of() =>
        Assert.Equal(OfLosses.Select(o => o.Name).Order(), OperationTable.All.Where(o => o.Stage == Stage.Lowering && !MeaningTable.Has(o)).Select(o => o.Name).Order());

    [Fact]
    public void Values_of_random_graphs_lie_where_they_are_said_to_and_depend_on_what_they_are_said_to() =>
        Assert.All(Enumerable.Range(0, 150), seed => Check(RandomGraphs.WithLoss(seed), seed));

    [Fact]
    public void So_do_those_of_random_models() => Assert.All(
        Emit.RandomModel.Many(60, seed: 77), model => Check(Lowering.ModelLowering.LowerChecked(model.Spec, Specs.ProgramKind.Loss).Graph, model.Seed, model.Classes));

    [Theory, MemberData(nameof(Activations))]
    public void An_activation_gives_what_its_range_holds(string activation)
    {
        double[] x = [.. Enumerable.Range(-400, 801).Select(i => i / 40.0), -1e3, 1e3, -30, 30];
        var (input, output) = (Engine.Reference.Allocate(ElementType.Float, [x.Length]), Engine.Reference.Allocate(ElementType.Float, [x.Length]));
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
        Gen.Choose(0, 1 << 20).ArrayOf(14).ToArbitrary(), Gen.Choose(-300, 300).Select(i => i / 100.0).ArrayOf(4).ToArbitrary(), (choices, numbers) =>
        {
            var function = RandomFunction.Of(choices, 2);
            Interval[] arguments = [new(Math.Min(numbers[0], numbers[1]), Math.Max(numbers[0], numbers[1])), new(Math.Min(numbers[2], numbers[3]), Math.Max(numbers[2], numbers[3]))];
            var range = ScalarRange.Of(function, arguments);
            var given = Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(0, 5).Select(k => new[] { At(arguments[0], i), At(arguments[1], k) }));
            return given.All(x => ScalarInterpreter.Run(function, x) is var y && (double.IsNaN(y) || (y >= range.Least - Rounding && y <= range.Most + Rounding)));

            static double At(Interval interval, int part) => interval.Least + (interval.Most - interval.Least) * part / 4;
        });

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
        var run = GraphInterpreter.Run(graph, new Data(4, seed, classes));
        var drawn = new HashSet<Value>();
        foreach (var operation in graph.Operations)
        {
            var isDrawn = Drawn.Contains(operation.Definition) || (operation.Is(Sources.Parameter) && operation.Result.Type.IsPerSample);
            if (isDrawn || operation.Operands.Any(drawn.Contains)) drawn.UnionWith(operation.Results);
        }
        foreach (var value in graph.Operations.SelectMany(operation => operation.Results).Where(value => value.Type.Element == Generators.Ir.ElementType.Float))
        {
            var (meaning, numbers) = (known[value], run[value]);
            var slack = Rounding * (1 + numbers.Max(Math.Abs));
            Assert.All(numbers, number => Assert.True(
                double.IsNaN(number) || (number >= meaning.Range.Least - slack && number <= meaning.Range.Most + slack), $"{seed}: {number} of {value} by {value.Producer.Definition} is not in {meaning.Range}."));
            if (meaning.Varies || !value.Type.IsPerSample || drawn.Contains(value)) continue;
            var width = numbers.Length / 4;
            Assert.True(Enumerable.Range(width, numbers.Length - width).All(i => double.IsNaN(numbers[i]) || Math.Abs(numbers[i] - numbers[i % width]) <= slack), $"{seed}: {value} differs between samples.");
        }
    }
}
