using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>Laws of every engine. A new engine needs one class that derives from this one and names the engine and its precision.</summary>
/// <param name="engine">The engine.</param>
/// <param name="epsilon">The distance from 1 to the next number in the engine's precision.</param>
/// <param name="rowsDependOnBatch">
/// Whether rounding may depend on the number of rows that are computed together: libraries choose kernels by size.
/// </param>
public abstract partial class EngineLaws(ITensorEngine engine, double epsilon, bool rowsDependOnBatch = false)
{
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 33, 47, 48, 49, 64, 70];
    private static readonly int[] Depths = [1, 2, 3, 15, 16, 17, 33, 70, 131];

    /// <summary>Sizes around the widths of vectors and tiles, and random sizes up to 70.</summary>
    protected static readonly Gen<Trial> Trials =
        from rows in Gen.OneOf(Gen.Elements(Sizes), Gen.Choose(1, 70))
        from columns in Gen.OneOf(Gen.Elements(Sizes), Gen.Choose(1, 130))
        from inner in Gen.OneOf(Gen.Elements(Depths), Gen.Choose(1, 70))
        from seed in Gen.Choose(0, int.MaxValue)
        select new Trial(rows, columns, inner, seed);

    public static TheoryData<string> Instructions => [.. InstructionTable.All.Select(i => i.ToString())];

    /// <summary>The engine under test.</summary>
    protected ITensorEngine Engine => engine;

    /// <summary>The error of a few roundings, relative to numbers near 1.</summary>
    protected double Tolerance => 16.0 * epsilon;

    [Theory, MemberData(nameof(Instructions))]
    public void Instruction_agrees_with_the_reference_in_place_too_and_of_nothing_does_nothing(string name)
    {
        var instruction = InstructionTable.All.Single(i => i.ToString() == name);
        Assert.Multiple(() => AgreesWithTheReference(instruction), () => GivesTheSameBitsInPlace(instruction),
            () => DoesNothingOfNothing(instruction));
    }

    /// <summary>Also checks that the instruction stays within its destination.</summary>
    private void AgreesWithTheReference(Instruction instruction) => ForAll(16, trial =>
    {
        var (expected, actual) = OnBoth(on => Run(instruction, new GuardedMemory(on, trial.Seed), trial).Results);
        var tolerance = Tolerance * Math.Max(1.0, Math.Sqrt(instruction.Terms?.Invoke(trial) ?? 1)) * 4.0;
        foreach (var numbers in expected)
            if (!numbers.All(double.IsFinite)) Assert.Fail("The reference left a number out.");
        foreach (var (e, a) in expected.Zip(actual)) AssertClose(e, a, tolerance);
    });

    private void GivesTheSameBitsInPlace(Instruction instruction) => ForAll(5, trial =>
    {
        var (expected, aliases) = Run(instruction, new GuardedMemory(engine, trial.Seed), trial);
        for (var alias = 1; alias <= aliases; alias++)
            GuardedMemory.AssertSame(expected, Run(instruction, new GuardedMemory(engine, trial.Seed, alias), trial).Results);
    });

    private void DoesNothingOfNothing(Instruction instruction)
    {
        if (instruction.Method is nameof(ITensorEngine.View) or nameof(ModelDsl.Engines.Instructions.MeanColumns)) return;
        foreach (var columns in new[] { 5, 40 }) Run(instruction, new GuardedMemory(engine, 1), new Trial(0, columns, 3, 1));
    }

    [Theory]
    [InlineData(1, 784, 10), InlineData(32, 784, 10), InlineData(33, 785, 100), InlineData(7, 300, 129), InlineData(130, 257, 65)]
    [InlineData(1, 1025, 10), InlineData(3, 1500, 133), InlineData(33, 1300, 100), InlineData(10, 2100, 32), InlineData(1500, 40, 65)]
    [InlineData(1, 20, 70), InlineData(3, 20, 85), InlineData(1, 70, 100), InlineData(2, 70, 118), InlineData(1, 30, 37), InlineData(2, 30,
        45), InlineData(3, 30, 53), InlineData(10, 32, 784), InlineData(10, 70, 113)]
    public void Large_matrix_products_agree_with_the_reference(int rows, int inner, int columns)
    {
        string[] products = [nameof(ITensorEngine.MatMul), nameof(ITensorEngine.MatMulAdd), nameof(ITensorEngine.GroupedMatMul)];
        var activated = $"{nameof(ITensorEngine.Dense)} {ActivationKind.Tanh}";
        foreach (var instruction in InstructionTable.All.Where(
            i => products.Contains(i.Method) || i.ToString().StartsWith(activated, StringComparison.Ordinal)))
        {
            var trial = new Trial(rows, columns, inner, rows);
            var (expected, actual) = OnBoth(on => Run(instruction, new GuardedMemory(on, trial.Seed), trial).Results);
            AssertClose(expected[0], actual[0], Tolerance * 4.0 * Math.Sqrt(instruction.Terms!(trial)));
        }
    }

    /// <summary>Tries sizes beyond the random ones, because libraries choose other kernels there.</summary>
    [Fact]
    public void Every_instruction_agrees_with_the_reference_at_large_sizes()
    {
        var trial = new Trial(131, 261, 67, 1);
        foreach (var instruction in InstructionTable.All.DistinctBy(i => i.Method))
        {
            var (expected, actual) = OnBoth(on => Run(instruction, new GuardedMemory(on, trial.Seed), trial).Results);
            var tolerance = Tolerance * Math.Max(1.0, Math.Sqrt(instruction.Terms?.Invoke(trial) ?? 1)) * 4.0;
            foreach (var (e, a) in expected.Zip(actual)) AssertClose(e, a, tolerance);
        }
    }

    /// <summary>Returns the results on the reference and on this engine. The reference is not computed twice.</summary>
    private (T Expected, T Actual) OnBoth<T>(Func<ITensorEngine, T> run)
    {
        var expected = run(ModelDsl.Engine.Reference);
        return (expected, engine == ModelDsl.Engine.Reference ? expected : run(engine));
    }

    /// <summary>Tries a law at random sizes.</summary>
    protected static void ForAll(int times, Action<Trial> law) =>
        Prop.ForAll(Trials.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    /// <summary>Checks that numbers lie within an absolute and relative tolerance of the expected ones.</summary>
    protected static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * (1.0 + Math.Abs(expected[i]));
            if (!same) Assert.Fail($"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }

    private static (double[][] Results, int Aliases) Run(Instruction instruction, GuardedMemory memory, Trial trial)
    {
        instruction.Prepare(memory, trial)();
        memory.CheckGuards();
        return (memory.Results(), memory.Aliases);
    }
}
