using System.Reflection;
using System.Text.RegularExpressions;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Support;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Repeated parts of a program become loops: the code is shorter, and the results are the same to the bit.</summary>
public class LoopTests
{
    private const int Never = int.MaxValue;

    private const int Always = 1;

    private static readonly Lazy<GeneratorRun> Transformer = new(() => GeneratorHarness.Run(RepeatedModels.Transformer));

    private static readonly Lazy<GeneratorRun> Steps = new(() => GeneratorHarness.Run(RepeatedModels.Steps));

    /// <summary>The small models and random ones, with as many loops as possible and with none.</summary>
    private static readonly Lazy<(string[] Names, Loaded Straight, Loaded Looped)> Small = new(() =>
    {
        var models = RepeatedModels.Small.Concat(RandomModel.Many(12, seed: 77).Select(m => (Name: m.Spec.Name, m.Source))).ToArray();
        var run = GeneratorHarness.Run([.. models.Select(m => m.Source)]);
        return ([.. models.Select(m => m.Name)], Load(run, Never), Load(run, Always));
    });

    [Fact]
    public void The_transformer_of_twelve_blocks_and_the_loop_of_a_thousand_steps_are_a_third_as_long()
    {
        foreach (var run in new[] { Transformer.Value, Steps.Value })
        {
            Assert.Empty(run.Diagnostics);
            Assert.InRange(3 * Lines(Programs(run, Repetition.LeastSaved)), 1, Lines(Programs(run, Never)));
        }

        static int Lines(IEnumerable<GeneratedFile> files) => files.Sum(file => file.Source.Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_block_reads_as_a_block()
    {
        var code = Transformer.Value.Files["Shop.Transformer.Programs.g.cs"];
        var run = code[code.LastIndexOf("public override void Run", StringComparison.Ordinal)..];
        Assert.Contains("for (var i = 0; i < 12; i++)", run, StringComparison.Ordinal);
        Assert.Contains("for (var i = 11; i >= 0; i--)", run, StringComparison.Ordinal);
        Assert.Contains("// forward, Blocks[i].Hidden: Dense(256, gelu)", run, StringComparison.Ordinal);
        Assert.Contains("// backward, Blocks[i].Hidden: Dense(256, gelu)", run, StringComparison.Ordinal);
        Assert.Contains(
            "Engine.Dense(blocksSecond[i], blocksHiddenKernel[i], None, blocksHiddenBias[i], Linear, blocksHiddenPreactivation[i]);", run,
            StringComparison.Ordinal);
        Assert.Matches(@"RandomStreams\.Dropout \+ \(uint\)\(3 \+ 6 \* i\)", run);
        var steps = Steps.Value.Files["Shop.Steps.Programs.g.cs"];
        Assert.Contains("Engine.Dense(h[i], stepKernel, None, stepBias, Tanh, step[i]);", steps, StringComparison.Ordinal);
    }

    /// <summary>Compares programs with as many loops as possible, and with none.</summary>
    [Fact]
    public void Loops_change_no_bit()
    {
        var (straight, looped) = (Small.Value.Straight, Small.Value.Looped);
        var loops = 0;
        foreach (var name in Small.Value.Names)
        {
            foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
                Assert.Equal(Numbers(straight.Assembly, name, engine), Numbers(looped.Assembly, name, engine));
        }
        foreach (var (name, _) in RepeatedModels.Small)
        {
            var code = looped.Files.First(file => file.HintName == name + ".Programs.g.cs").Source;
            Assert.True(code.Contains("for (var ", StringComparison.Ordinal), $"{name} has no loop");
            loops += Regex.Count(code, @"for \(var ");
        }
        Assert.True(loops > 40, $"{loops}");
    }

    /// <summary>
    /// A program with loops allocates nothing in ten steps, or at most as much as without loops: the engine's instructions allocate that.
    /// </summary>
    [Fact]
    public void Loops_allocate_nothing()
    {
        var (straight, looped) = (Small.Value.Straight.Assembly, Small.Value.Looped.Assembly);
        foreach (var (name, _) in RepeatedModels.Small)
        {
            var bytes = AllocatedBy(looped, name);
            Assert.True(bytes == 0 || bytes <= AllocatedBy(straight, name), $"{name} allocates {bytes} bytes, more than without loops");
        }
    }

    [Theory]
    [InlineData("abababab", 2, "0 2 4")]
    [InlineData("xabababay", 2, "1 2 3")]
    [InlineData("abcabcabcd", 3, "0 3 3")]
    [InlineData("aaaaaaaa", 3, "0 1 8")]
    [InlineData("ababab", 5, "")]
    [InlineData("abcdefgh", 1, "")]
    [InlineData("aabaabaabccc", 2, "0 3 3, 9 1 3")]
    [InlineData("abab", 1, "")]
    public void Repetitions_are_found(string text, int leastSaved, string expected) => Assert.Equal(
        expected,
        string.Join(", ", Repetition.Find([.. text.Select(letter => (int)letter)], part => part.Count, _ => true, leastSaved)
            .Select(part => $"{part.Start} {part.Period} {part.Count}")));

    /// <summary>Law: the parts that are found repeat, save enough, and do not overlap.</summary>
    [Fact]
    public void Found_parts_repeat_themselves()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            int[] texts = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2 + seed % 3))];
            var end = 0;
            foreach (var part in Repetition.Find(texts, part => part.Count, part => part.Start % 2 == 0, leastSaved: 4))
            {
                Assert.True(part.Start >= end && part.Count >= 3 && part.Period * (part.Count - 1) >= 4);
                for (var i = part.Start; i < part.End - part.Period; i++) Assert.Equal(texts[i], texts[i + part.Period]);
                end = part.End;
            }
        }
    }

    private static IReadOnlyList<GeneratedFile> Programs(GeneratorRun run, int leastSaved) =>
    [
        .. run.Result.TrackedSteps[ModelGenerator.Steps.Outputs].SelectMany(step => step.Outputs)
            .SelectMany(output => ModelEmitter.Emit((ModelOutput)output.Value, leastSaved))
            .Where(file => file.HintName.EndsWith("Programs.g.cs", StringComparison.Ordinal)),
    ];

    private static Loaded Load(GeneratorRun run, int leastSaved)
    {
        var files = Programs(run, leastSaved);
        var others = run.After.SyntaxTrees.Where(tree => !tree.FilePath.EndsWith("Programs.g.cs", StringComparison.Ordinal));
        var trees = others.Concat(files.Select(file => GeneratorHarness.Parse(file.Source, file.HintName)));
        return new((run with { After = run.After.RemoveAllSyntaxTrees().AddSyntaxTrees(trees) }).Load(), files);
    }

    private static long AllocatedBy(Assembly assembly, string model) =>
        (long)Method(nameof(AllocatedByStep), assembly, model).Invoke(null, [])!;

    private static MethodInfo Method(string name, Assembly assembly, string model) =>
        typeof(LoopTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(assembly.GetType(model)!);

    private static long AllocatedByStep<T>() where T : class, IModel<T>
    {
        var (parameters, gradient) = (new ParameterArena(Engine.Cpu, T.Description), new ParameterArena(Engine.Cpu, T.Description));
        var program = T.Compile(ProgramKind.Gradient, Engine.Cpu, 2, parameters, gradient);
        program.Run(default);
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) program.Run(default);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    private static double[] Numbers(Assembly assembly, string model, ITensorEngine engine) =>
        (double[])Method(nameof(NumbersOf), assembly, model).Invoke(null, [engine])!;

    /// <summary>Returns all results of a model's programs: predictions, losses, gradients, moving statistics, products.</summary>
    private static double[] NumbersOf<T>(ITensorEngine engine) where T : class, IModel<T>
    {
        const int Rows = 3;
        var numbers = new List<double>();
        ParameterArena Arena(int seed)
        {
            var arena = new ParameterArena(engine, T.Description);
            if (seed > 0) arena.Write(T.Initialize(seed).Parameters);
            return arena;
        }
        foreach (var kind in Enum.GetValues<ProgramKind>())
        {
            var (parameters, gradient) = (Arena(1), Arena(0));
            Run(T.Compile(kind, engine, Rows, parameters, gradient), parameters, gradient);
        }
        if (typeof(T).GetMethod("CompileHessianVectorProduct") is { } hessian)
        {
            ParameterArena[] arenas = [Arena(1), Arena(2), Arena(0), Arena(0)];
            Run((ModelProgram)hessian.Invoke(null, [engine, Rows, .. arenas])!, arenas);
        }
        if (typeof(T).GetMethod("CompileJacobianVectorProduct") is { } jacobian)
        {
            ParameterArena[] arenas = [Arena(1), Arena(2)];
            Run((ModelProgram)jacobian.Invoke(null, [engine, Rows, .. arenas])!, arenas);
        }
        return [.. numbers];

        void Run(ModelProgram program, params ParameterArena[] arenas)
        {
            var random = new Random(5);
            Fill(program.Input, () => T.Description.Indices.IsEmpty ? random.NextDouble() : random.Next(2));
            if (program.Labels is { Element: Engines.ElementType.Int32 } classes)
                engine.Write([.. Enumerable.Range(0, classes.Count).Select(_ => random.Next(T.Description.Classes))], classes);
            else if (program.Labels is { } labels) Fill(labels, random.NextDouble);
            if (program.InputDirection is { } direction) Fill(direction, random.NextDouble);
            for (var step = 0; step < 2; step++)
            {
                program.Run(new RandomKey(3, (ulong)step));
                TensorBuffer?[] written = [program.Output, program.Losses, program.Loss, program.Tangent,
                    .. arenas.Select(arena => arena.All)];
                foreach (var buffer in written.OfType<TensorBuffer>())
                {
                    var values = new double[buffer.Count];
                    engine.Read(buffer, values);
                    numbers.AddRange(values);
                }
            }
        }

        void Fill(TensorBuffer buffer, Func<double> number) =>
            engine.Write([.. Enumerable.Range(0, buffer.Count).Select(_ => number())], buffer);
    }

    private sealed record Loaded(Assembly Assembly, IReadOnlyList<GeneratedFile> Files);
}
