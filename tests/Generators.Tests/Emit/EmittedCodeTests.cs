using System.Globalization;
using System.Text.RegularExpressions;
using ModelDsl.CompilerServices;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Tests.Support;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.Emit;

public class EmittedCodeTests
{
    private const string Mlp = """
        namespace Shop;

        [Model(28, 28), SparseCategoricalCrossentropy]
        public sealed partial record FashionMlp(
            [Flatten] Flatten Pixels,
            [Dense(100, Activation.Relu, KernelL2 = 1e-4)] Dense Hidden,
            [Dropout(0.3)] Dropout Regularize,
            [Dense(10, Activation.Softmax)] Dense Output);
        """;

    private const string Residual = """
        namespace Shop;

        [Model(784), SparseCategoricalCrossentropy]
        public sealed partial record ResidualMlp(
            [Dense(128)] Dense Stem, [Dense(128)] Dense Block, [Dense(10)] Dense Head)
        {
            [Forward]
            static Tensor Logits(ResidualMlp m, Tensor x)
            {
                var h = x | m.Stem | Relu;
                return (h + (h | m.Block | Relu)) | m.Head;
            }
        }
        """;

    private const string Curved = """
        namespace Shop;

        static class Curves
        {
            [Elementwise]
            public static float Mish(float x) => x * Tanh(Softplus(x));

            public static Tensor Quantile(Tensor prediction, Tensor target)
            {
                var error = target - prediction;
                return Maximum(0.9 * error, -0.1 * error).Mean(-1);
            }
        }

        [Model(8), CustomLoss(nameof(Curves.Quantile))]
        public sealed partial record CurvedMlp([Dense(16, Activate = nameof(Curves.Mish))] Dense Hidden, [Dense(1)] Dense Output);

        [Optimizer]
        public sealed partial record HeavyBall(double Momentum = 0.9) : Optimizer(0.01)
        {
            [Update]
            private (float Weight, float Velocity) Step(float weight, float gradient, float velocity, float learningRate, float step)
            {
                velocity = (float)Momentum * velocity - learningRate / (1 + 0.01f * step) * gradient;
                return (weight + velocity, velocity);
            }
        }
        """;

    [Theory]
    [InlineData("Shop.CurvedMlp.Programs.g.cs")]
    [InlineData("Shop.HeavyBall.g.cs")]
    [InlineData("Shop.FashionMlp.g.cs")]
    [InlineData("Shop.FashionMlp.Programs.g.cs")]
    [InlineData("Shop.ResidualMlp.Layers.g.cs")]
    [InlineData("Shop.ResidualMlp.LayerFunctions.g.cs")]
    [InlineData("Shop.ResidualMlp.Programs.g.cs")]
    public void The_code_of_a_network_is_as_it_was_reviewed(string file)
    {
        var snapshot = Path.Combine(Repository.Root, "tests", "Generators.Tests", "Emit", "Snapshots", file + ".txt");
        var emitted = GeneratorHarness.Run(Mlp, Residual, Curved).Files[file];
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(snapshot, emitted);
        Assert.Equal(File.ReadAllText(snapshot), emitted);
    }

    /// <summary>Letters for the first arguments; after the last letter, numbers.</summary>
    [Theory, InlineData(1, "x"), InlineData(4, "x y z w"), InlineData(5, "x0 x1 x2 x3 x4")]
    public void The_arguments_of_a_kernel_have_names(int count, string names)
    {
        var build = new ScalarBuilder();
        var sum = Enumerable.Range(0, count).Select(build.Argument).Aggregate((a, b) => build.Append(ScalarOperations.Add, a, b));
        var code = new SourceWriter();
        KernelEmitter.Write(code, build.Build("Sum", count, sum));
        Assert.All(names.Split(' ').Index(), name => Assert.Contains($"TNumber {name.Item} = at.Load({name.Index});\n", code.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_operation_stands_on_a_line_with_the_shape_of_what_it_writes()
    {
        foreach (var model in RandomModel.Many(20, seed: 9))
        {
            var code = GeneratorHarness.Run(model.Source).Files.Values.SelectMany(f => f.Split('\n'));
            foreach (var line in code.Where(l => l.TrimStart().StartsWith("Engine.", StringComparison.Ordinal))) Assert.Matches(@"\); +// \[.*\]$", line);
        }
    }

    /// <summary>It is compared with the available memory before any memory is allocated.</summary>
    [Fact]
    public void The_memory_that_a_program_says_it_takes_is_what_it_takes()
    {
        var programs = RandomModel.Many(20, seed: 10).Select(model => model.Source).Append(Mlp).Append(Residual)
            .SelectMany(source => GeneratorHarness.Run(source).Files.Values).SelectMany(code => code.Split("internal sealed class ").Skip(1)).ToArray();
        Assert.True(programs.Length > 60);
        foreach (var program in programs)
        {
            var constructor = program[..program.IndexOf("public override void Run", StringComparison.Ordinal)];
            var said = Regex.Match(constructor, @"base\(model, engine, rows, new\((\d+)L, (\d+)L\), parameters(, \w+)*\)");
            var allocated = Regex.Matches(constructor, @"engine\.Allocate\([\w:.]+, \[(rows.*?)\]\)").Select(Numbers).ToArray();
            var seen = Regex.Matches(constructor, @"engine\.View\(\w+, 0, \[(rows.*?)\]\)").Select(Numbers);
            Assert.Equal((allocated.Concat(seen).Max(), allocated.Sum()), (Number(said.Groups[1]), Number(said.Groups[2])));
        }

        static long Numbers(Match match) => match.Groups[1].Value.Split([", ", " * "], StringSplitOptions.None).Skip(1).Aggregate(1L, (product, size) => product * long.Parse(size, CultureInfo.InvariantCulture));
        static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Layers may have the names that generated code might give to its own variables.</summary>
    [Theory]
    [InlineData("Slot0", "Slot1")]
    [InlineData("slot0", "Slot0")]
    [InlineData("_1", "_")]
    [InlineData("_1", "__1")]
    [InlineData("Engine", "Rows")]
    [InlineData("engine", "rows")]
    [InlineData("Input", "Labels")]
    [InlineData("Key", "Gradient")]
    [InlineData("parameters", "seed")]
    [InlineData("p", "model")]
    [InlineData("a", "b")]
    [InlineData("factor", "value")]
    [InlineData("Hidden", "hidden")]
    [InlineData("Hidden", "HiddenKernel")]
    [InlineData("Hidden", "HiddenKernelGradient")]
    [InlineData("@class", "Class")]
    [InlineData("@this", "@base")]
    [InlineData("field", "@record")]
    [InlineData("var", "nameof")]
    [InlineData("Dense", "Tensor")]
    [InlineData("Losses", "Probabilities")]
    [InlineData("Run", "Output")]
    [InlineData("ModelDsl", "LanguageExt")]
    [InlineData("Größe", "Слой")]
    [InlineData("Seq", "System")]
    public void Layers_may_have_any_name_that_is_a_name_in_CSharp(string first, string second)
    {
        var run = GeneratorHarness.Run($$"""
            [Model(3), MeanSquaredError]
            public sealed partial record Named(
                [Dense(4, Activation.Tanh, KernelL2 = 0.1)] Dense {{first}},
                [Dense(2, Activation.Silu)] Dense {{second}});
            """);
        var plain = new RandomModel(0, RandomModel.SpecOf("Named", [3], "MeanSquaredError",
            RandomModel.DenseOf("First", 4, "Tanh", true, 0.1), RandomModel.DenseOf("Second", 2, "Silu", true, 0)), [2]);
        var model = (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(run.Load().GetType("Named")!), plain)!;

        var (parameters, samples) = (model.Initialize(1), Samples.For(model.Description, 3, 1));
        var outcome = model.Run(ProgramKind.Gradient, Engine.Reference, parameters, samples);
        Assert.Equal(PlainModel.Loss(plain.Spec, parameters, samples.Inputs, samples.Labels, 2), outcome.Loss, 1e-12);
        Assert.Equal([$"{first.TrimStart('@')}.Kernel", $"{first.TrimStart('@')}.Bias"], model.Description.Parameters.Take(2).Select(p => p.Name).ToArray());
    }

    [Theory]
    [InlineData("Slot0", "Slot1")]
    [InlineData("engine", "rows")]
    [InlineData("call", "x")]
    [InlineData("tensors", "layer")]
    [InlineData("@class", "Class")]
    [InlineData("@this", "@base")]
    [InlineData("field", "value")]
    [InlineData("@record", "var")]
    [InlineData("Dense", "Tensor")]
    [InlineData("ModelDsl", "LanguageExt")]
    [InlineData("Größe", "Слой")]
    [InlineData("System", "Function")]
    [InlineData("h", "sum")]
    public void Layers_of_a_method_may_have_any_name_that_is_a_name_in_CSharp(string first, string second)
    {
        var run = GeneratorHarness.Run($$"""
            namespace Out { public static partial class Side { [Model(3), MeanSquaredError]
            public sealed partial record Named([Dense(4)] global::ModelDsl.Dense {{first}}, [Dense(2)] global::ModelDsl.Dense {{second}})
            {
                [Forward]
                static global::ModelDsl.Tensor F(Named m, global::ModelDsl.Tensor x)
                {
                    var h = x | m.{{first}};
                    var sum = h * 2;
                    return sum | m.{{second}};
                }
            } } }
            """);
        var model = Forward.ForwardCase.Of(run.Load(), "Out.Side+Named", first);
        Forward.ForwardLaws.CompiledIsEager(model);
        string[] kernels = [$"{first.TrimStart('@')}.Kernel", $"{second.TrimStart('@')}.Kernel"];
        Assert.Equal(kernels, model.Description.Parameters.Select(p => p.Name).Where(name => name.EndsWith("Kernel", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_without_parameters_has_programs_and_operators_too()
    {
        var run = GeneratorHarness.Run("[Model(2, 3), MeanSquaredError] public sealed partial record Nothing([Flatten] Flatten Pixels, [Activation(Activation.Tanh)] Activation Bend);");
        var plain = new RandomModel(0, RandomModel.SpecOf("Nothing", [2, 3], "MeanSquaredError", new FlattenSpec("Pixels"), new ActivationSpec("Bend", "Tanh")), [6]);
        var model = (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(run.Load().GetType("Nothing")!), plain)!;
        var samples = Samples.For(model.Description, 4, 1);

        var outcome = model.ByMembers(Engine.Cpu, [], samples);
        Assert.Equal(samples.Inputs.Select(Math.Tanh), outcome.Output, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Empty(outcome.Gradient);
        Assert.Empty(model.Combine(Engine.Cpu, 2, [], [], 3, []));
    }

    /// <summary>Nothing is computed: the prediction is a view of the input, and training does nothing.</summary>
    [Fact]
    public void A_model_that_only_reshapes_runs()
    {
        var run = GeneratorHarness.Run("[Model(2, 3), MeanSquaredError] public sealed partial record Reshaped([Flatten] Flatten Pixels);");
        var plain = new RandomModel(0, RandomModel.SpecOf("Reshaped", [2, 3], "MeanSquaredError", new FlattenSpec("Pixels")), [6]);
        var model = (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(run.Load().GetType("Reshaped")!), plain)!;
        var samples = Samples.For(model.Description, 2, 1);
        Assert.Equal(samples.Inputs, model.Run(ProgramKind.Gradient, Engine.Reference, [], samples).Output);
    }

    [Fact]
    public void A_dropout_that_drops_nothing_changes_nothing_behind_probabilities()
    {
        static string Source(string name, string layers) =>
            $"[Model(3), CategoricalCrossentropy] public sealed partial record {name}([Dense(4, Activation.Softmax)] Dense Output{layers});";
        var assembly = GeneratorHarness.Run(Source("Plain", ""), Source("Dropping", ", [Dropout(0)] Dropout Nothing")).Load();
        var outcomes = new[] { "Plain", "Dropping" }.Select(name =>
        {
            var spec = RandomModel.SpecOf(name, [3], "CategoricalCrossentropy", RandomModel.DenseOf("Output", 4, "Softmax", true, 0));
            var model = (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(assembly.GetType(name)!),
                new RandomModel(0, spec, [4]))!;
            return model.Run(ProgramKind.Gradient, Engine.Reference, model.Initialize(3), Samples.For(model.Description, 3, 1));
        }).ToArray();
        Assert.Equal(outcomes[0].Loss, outcomes[1].Loss);
        Assert.Equal(outcomes[0].Gradient, outcomes[1].Gradient);
    }

    /// <summary>A quotient becomes a product if float32 holds the inverse with all its digits; it does not for 3·10³⁸.</summary>
    [Theory, InlineData("8", true), InlineData("3e38", false)]
    public void A_divisor_is_a_factor_where_float32_holds_its_inverse(string divisor, bool isFactor)
    {
        var files = GeneratorHarness.Run(Diagnostics.ForwardModel.Of($"return (x | m.A) / {divisor} | m.B;")).Files.Values;
        var program = string.Concat(files.Where(file => file.Contains("override void Run", StringComparison.Ordinal)));
        Assert.Equal(isFactor, program.Contains("0.125", StringComparison.Ordinal));
        Assert.DoesNotContain("E-39", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_emitted_in_no_ones_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        var expected = GeneratorHarness.Run(Mlp).Files;
        try
        {
            foreach (var name in new[] { "de-DE", "fi-FI", "tr-TR", "ar-SA" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(name);
                Assert.Equal(expected, GeneratorHarness.Run(Mlp).Files);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
