using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Tests.Passes;
using ModelDsl.Generators.Tests.Support;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Laws of every model, tried on eighty.</summary>
public class RandomModelTests(CompiledModels compiled) : IClassFixture<CompiledModels>
{
    private static readonly RandomKey Key = new(42, 3);

    [Fact]
    public void The_models_cover_what_models_can_be()
    {
        var specs = compiled.All.Select(m => m.Model.Spec).ToArray();
        Assert.Equal(
            ActivationTable.All.Select(a => a.Name).Order(),
            specs.SelectMany(s => s.Layers).Select(l =>
                l switch { DenseSpec d => d.Activation, ActivationSpec a => a.Activation, _ => null }).OfType<string>().Distinct().Order());
        Assert.Equal([1, 2, 3, 4], specs.Select(s => s.InputShape.Count).Distinct().Order());
        Assert.Equal(Lowering.LossTable.All.Select(l => l.Name).Where(name => name != "CustomLoss").Order(), specs.Select(s => s.Losses[0].Name).Distinct().Order());
        Assert.Equal(Enum.GetValues<OutputKind>().Where(kind => kind != OutputKind.Packed),
            compiled.All.Select(m => m.Description.Output).Distinct().Order());
        Assert.Contains(specs, s => s.Losses[0].LabelSmoothing > 0);
        Assert.Contains(specs, s => s.Layers.Any(l => l is DenseSpec { UseBias: false, Kernel.Penalty.L2: > 0 }));
        Assert.Contains(specs, s => s.Layers[^1] is DropoutSpec { Rate: 0 });
        Assert.True(compiled.All.Count(m => m.Model.HasDropout) > 5);
        Assert.True(compiled.All.Count(m => m.Description.OutputShape.Rank > 1) > 10);
    }

    [Fact]
    public void RandomModelsGetTheRightGradient()
    {
        var (tried, kinks) = (0, 0);
        foreach (var model in compiled.All)
        {
            var samples = Samples.For(model.Description, rows: 1 + model.Model.Seed % 4, model.Model.Seed).Weighted(model.Description,
                model.Model.Seed);
            var parameters = model.Parameters(model.Model.Seed);
            var gradient = model.Run(ProgramKind.Gradient, Engine.Reference, parameters, samples, Key).Gradient;
            var random = new Random(7);
            for (var p = 0; p < parameters.Length; p++)
            {
                var size = Math.Max(gradient[p].Max(Math.Abs), 1e-3);
                foreach (var i in Enumerable.Range(0, parameters[p].Length).OrderBy(_ => random.Next()).Take(8))
                {
                    tried++;
                    var (coarse, fine) = (Measure(p, i, 1e-4), Measure(p, i, 5e-5));
                    // If two steps disagree, the loss has a kink between them, and no derivative to compare with.
                    if (Math.Abs(coarse - fine) > 1e-6 * size) kinks++;
                    else if (!(Math.Abs(fine - gradient[p][i]) <= 1e-6 * size)) Assert.Fail($"{model.Description.Parameters[p].Name}[{i}]: {gradient[p][i]:E6}, but measured {fine:E6}, in\n{model}");
                }
            }

            double Measure(int p, int i, double h)
            {
                var at = parameters[p][i];
                double Loss(double x)
                {
                    parameters[p][i] = x;
                    return model.Run(ProgramKind.Gradient, Engine.Reference, parameters, samples, Key).Loss;
                }
                var slope = (8 * (Loss(at + h) - Loss(at - h)) - (Loss(at + 2 * h) - Loss(at - 2 * h))) / (12 * h);
                parameters[p][i] = at;
                return slope;
            }
        }
        if (!(kinks < tried / 50)) Assert.Fail($"{kinks} of {tried} derivatives fell on a kink.");
    }

    [Fact]
    public void Predictions_and_losses_are_those_of_the_textbook()
    {
        foreach (var model in compiled.All)
        {
            var samples = Samples.For(model.Description, 3, model.Model.Seed);
            var parameters = model.Parameters(5);
            var expected = PlainModel.Forward(model.Model.Spec, parameters, samples.Inputs);
            AssertClose(expected, model.Run(ProgramKind.Forward, Engine.Reference, parameters, samples).Output, 1e-12, model);
            var loss = PlainModel.Loss(model.Model.Spec, parameters, samples.Inputs, samples.Labels, model.Description.Classes);
            var actual = model.Run(ProgramKind.Loss, Engine.Reference, parameters, samples);
            AssertClose([loss], [actual.Loss], 1e-9, model);
            AssertClose(expected, actual.Output, 1e-12, model);
        }
    }

    [Fact]
    public void Emitted_programs_compute_what_their_graphs_mean_to_the_bit()
    {
        foreach (var model in compiled.All)
        {
            foreach (var kind in Enum.GetValues<ProgramKind>())
            {
                var graph = Generators.Emit.ModelEmitter.Optimized(model.Model.Spec, (Specs.ProgramKind)kind);
                var data = new RandomData(3, model.Model.Seed, model.Description.Classes);
                var expected = GraphInterpreter.Run(graph, data);
                var actual = model.Run(kind, Engine.Reference, ParametersOf(graph, model, data), SamplesOf(graph, model, data), data.Key);
                foreach (var output in graph.Outputs)
                {
                    var numbers = output.Role switch
                    {
                        OutputRole.Prediction => actual.Output,
                        OutputRole.Losses => actual.Losses,
                        OutputRole.Loss => [actual.Loss],
                        _ => Transposed.ToStored(model.Description.Parameters[output.Index], actual.Gradient[output.Index]),
                    };
                    if (!(expected[output.Value].SequenceEqual(numbers))) Assert.Fail($"{kind}: {output.Role} {output.Index} of\n{model}");
                }
            }
        }
    }

    [Fact]
    public void The_cpu_agrees_with_the_reference()
    {
        foreach (var model in compiled.All)
        {
            var samples = Rounded(Samples.For(model.Description, 7, model.Model.Seed));
            double[][] parameters = [.. model.Parameters(9).Select(Rounded)];
            foreach (var kind in Enum.GetValues<ProgramKind>())
            {
                var (expected, actual) = (model.Run(kind, Engine.Reference, parameters, samples, Key),
                    model.Run(kind, Engine.Cpu, parameters, samples, Key));
                AssertClose(expected.Output, actual.Output, 2e-5, model);
                AssertClose(expected.Losses, actual.Losses, 2e-5, model);
                AssertClose([expected.Loss], [actual.Loss], 2e-5, model);
                foreach (var (g, h) in expected.Gradient.Zip(actual.Gradient)) AssertClose(g, h, 5e-5, model);
            }
        }
    }

    [Fact]
    public void Members_give_what_the_programs_give()
    {
        foreach (var model in compiled.All)
        {
            var samples = Rounded(Samples.For(model.Description, 4, model.Model.Seed));
            double[][] parameters = [.. model.Parameters(2).Select(Rounded)];
            var engine = model.Description.ParameterCount == 0 ? Engine.Cpu : model.Model.Seed % 2 == 0 ? Engine.Reference : Engine.Cpu;
            var members = model.ByMembers(engine, parameters, samples, Key);
            Assert.Equal(model.Run(ProgramKind.Forward, engine, parameters, samples).Output, members.Output);
            Assert.Equal(model.Run(ProgramKind.Loss, engine, parameters, samples).Loss, members.Loss);
            Assert.Equal(model.Run(ProgramKind.Gradient, engine, parameters, samples, Key).Gradient, members.Gradient);
        }
    }

    [Fact]
    public void The_loss_is_the_mean_of_the_losses_and_the_penalties()
    {
        foreach (var model in compiled.All)
        {
            var parameters = model.Parameters(4);
            var outcome = model.Run(ProgramKind.Loss, Engine.Reference, parameters, Samples.For(model.Description, 5, 1));
            var penalty = model.Model.Spec.Layers.OfType<DenseSpec>()
                .Sum(d => d.Kernel.Penalty.L2 * parameters[IndexOf(model, $"{d.Name}.Kernel")].Sum(w => w * w));
            AssertClose([outcome.Losses.Average() + penalty], [outcome.Loss], 1e-12, model);
        }
    }

    [Fact]
    public void A_batch_is_the_mean_of_its_samples()
    {
        foreach (var model in compiled.All)
        {
            var samples = Samples.For(model.Description, 5, model.Model.Seed);
            var parameters = model.Parameters(3);
            var together = model.Run(ProgramKind.Loss, Engine.Reference, parameters, samples);
            var single = samples.OneByOne().Select(s => model.Run(ProgramKind.Loss, Engine.Reference, parameters, s)).ToArray();
            AssertClose([single.Average(s => s.Loss)], [together.Loss], 1e-12, model);
            AssertClose([.. single.SelectMany(s => s.Losses)], together.Losses, 1e-12, model);
            AssertClose([.. single.SelectMany(s => s.Output)], together.Output, 1e-12, model);
        }
    }

    [Fact]
    public void The_gradient_of_joined_batches_is_the_weighted_mean_of_their_gradients()
    {
        // Dropout draws by the position in the batch, so a sample's mask depends on its position.
        foreach (var model in compiled.All.Where(m => !m.Model.HasDropout))
        {
            var (a, b) = (Samples.For(model.Description, 2, 1), Samples.For(model.Description, 3, 2));
            var parameters = model.Parameters(6);
            double[][] GradientOf(Samples s) => model.Run(ProgramKind.Gradient, Engine.Reference, parameters, s).Gradient;
            var (first, second, joined) = (GradientOf(a), GradientOf(b), GradientOf(a.Then(b)));
            for (var p = 0; p < joined.Length; p++)
                AssertClose([.. first[p].Zip(second[p], (x, y) => (2 * x + 3 * y) / 5)], joined[p], 1e-12, model);
        }
    }

    [Fact]
    public void Without_dropout_training_computes_the_loss_of_evaluation()
    {
        foreach (var model in compiled.All.Where(m => !m.Model.HasDropout))
        {
            var samples = Samples.For(model.Description, 3, 8);
            var parameters = model.Parameters(8);
            var (training, evaluation) = (model.Run(ProgramKind.Gradient, Engine.Reference, parameters, samples),
                model.Run(ProgramKind.Loss, Engine.Reference, parameters, samples));
            Assert.Equal((evaluation.Loss, evaluation.Losses, evaluation.Output), (training.Loss, training.Losses, training.Output), Same);
        }
        static bool Same((double, double[], double[]) a, (double, double[], double[]) b) =>
            a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2) && a.Item3.SequenceEqual(b.Item3);
    }

    [Fact]
    public void Operators_combine_models_number_by_number()
    {
        foreach (var model in compiled.All)
        {
            var (x, y, z) = (model.Parameters(1), model.Parameters(2), model.Parameters(3));
            var combined = model.Combine(Engine.Reference, 0.5, x, y, -3, z);
            for (var p = 0; p < x.Length; p++)
                AssertClose([.. x[p].Select((v, i) => 0.5 * v - 3 * y[p][i] - z[p][i])], combined[p], 1e-15, model);
        }
    }

    [Fact]
    public void Parameters_survive_the_round_trip_and_wrong_ones_are_all_named()
    {
        foreach (var model in compiled.All)
        {
            var values = model.Parameters(1);
            Tensor[] tensors = [.. values.Select((v, i) => Tensor.Create(model.Description.Parameters[i].Shape, v, Engine.Reference))];
            Assert.Equal(values, model.WithParameters(tensors).ThrowIfFail());

            Tensor[] wrong = [.. model.Description.Parameters.Select(p => Tensor.Zeros(p.Shape.Prepend(2))), Tensor.Zeros([9])];
            var error = model.WithParameters(wrong).Match(_ => "", e => e.Message);
            foreach (var parameter in model.Description.Parameters) Assert.Contains($"{parameter.Name} is [2, ", error);
            Assert.Contains($"tensor {wrong.Length} [9] is extra", error);
            foreach (var parameter in model.Description.Parameters)
                Assert.Contains($"{parameter.Name} {parameter.Shape} is missing", model.WithParameters([]).Match(_ => "", e => e.Message));
        }
    }

    [Fact]
    public void A_seed_gives_the_same_weights_always_and_another_seed_others()
    {
        foreach (var model in compiled.All.Where(m => m.Description.ParameterCount > 0))
        {
            var expected = model.Initialize(7);
            var from = new double[2][][];
            Parallel.For(0, 2, i => from[i] = model.Initialize(7));
            Assert.Equal(expected, from[0]);
            Assert.Equal(expected, from[1]);
            Assert.NotEqual(expected, model.Initialize(8));
        }
    }

    private static int IndexOf(CompiledModel model, string parameter) =>
        model.Description.Parameters.ToList().FindIndex(p => p.Name == parameter);

    private static double[][] ParametersOf(Graph graph, CompiledModel model, RandomData data) =>
    [
        .. model.Description.Parameters.Select(
            (p, i) => graph.Operations.SingleOrDefault(o => o.Is(Sources.Parameter) && o.Attributes.Index == i) is { } source
            ? Transposed.FromStored(p, data.Numbers(source.Result, p.Shape.Size))
            : new double[p.Shape.Size]),
    ];

    private static Samples SamplesOf(Graph graph, CompiledModel model, RandomData data)
    {
        Value? Source(OperationDefinition definition) => graph.Operations.SingleOrDefault(o => o.Is(definition))?.Result;
        var count = data.Rows * model.Description.LabelShape.Size;
        double[] labels = Source(Sources.Labels) switch
        {
            null => [],
            { Type.Element: Generators.Ir.ElementType.Int32 } classes => Array.ConvertAll(data.Classes(classes, count), c => (double)c),
            var targets => data.Numbers(targets, count),
        };
        return new Samples(data.Rows, data.Numbers(Source(Sources.Input)!, data.Rows * model.Description.InputShape.Size), labels)
        {
            Weights = Source(Sources.Weights) is { } weights
                ? data.Numbers(weights, data.Rows * model.Description.OutputShape.Size / model.Description.Classes) : null,
        };
    }

    private static Samples Rounded(Samples samples) => samples with { Inputs = Rounded(samples.Inputs), Labels = Rounded(samples.Labels) };

    private static double[] Rounded(double[] values) => Array.ConvertAll(values, v => (double)(float)v);

    private static void AssertClose(double[] expected, double[] actual, double tolerance, CompiledModel model)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * size)) Assert.Fail($"[{i}]: expected {expected[i]:R}, but it is {actual[i]:R}, in\n{model}");
    }
}
