using System.Numerics;
using System.Runtime.Intrinsics;
using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>Skipping the zeros of a sample changes no bit.</summary>
public class SparseRowTests
{
    private static readonly ITensorEngine[] Engines =
        [new CpuEngine<WideLanes, Vector512<float>>(), new CpuEngine<MachineLanes, Vector<float>>(), new CpuEngine<ScalarLane, float>()];

    /// <summary>Numbers that make sums of zero, of either sign, and products that vanish.</summary>
    private static readonly float[] Odd = [0f, 0f, 0f, -0f, 1f, -1f, 0.5f, 1e-30f, -1e-30f, float.Epsilon];

    [Fact]
    public void A_constant_kernel_gives_the_bits_of_any_other() =>
        Prop.ForAll(
            (from steps in Gen.Choose(1, 300)
             from columns in Gen.Choose(1, 300)
             from seed in Gen.Choose(0, int.MaxValue)
             from oddness in Gen.Choose(0, 2)
             select (steps, columns, seed, oddness)).ToArbitrary(),
            trial =>
            {
                var random = new System.Random(trial.seed);
                // The row, or the kernel, also has numbers of few kinds.
                var row = Numbers(trial.steps, random, true);
                var kernel = Numbers(trial.steps * trial.columns, random, trial.oddness == 2);
                if (trial.oddness == 1) for (var k = 0; k < trial.steps; k++) kernel[k * trial.columns + trial.seed % trial.columns] = 0;
                foreach (var engine in Engines) AssertSameBits(engine, row, kernel, trial.columns);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

    [Theory]
    [InlineData(784, 100), InlineData(1024, 129), InlineData(1025, 70), InlineData(2000, 130)]
    public void So_it_does_in_large_products(int steps, int columns)
    {
        var random = new System.Random(steps);
        foreach (var engine in Engines)
            AssertSameBits(engine, Numbers(steps, random, true), Numbers(steps * columns, random, false), columns);
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_in_a_kernel_shows_beside_a_zero(float number)
    {
        var (row, kernel) = (new float[100], Enumerable.Repeat(1f, 100 * 80).ToArray());
        row[3] = 1;
        kernel[50 * 80 + 7] = number;
        foreach (var engine in Engines)
        {
            AssertSameBits(engine, row, kernel, 80);
            Assert.Equal(float.NaN, Product(engine, row, kernel, 80, isConstant: true)[7]);
        }
    }

    /// <summary>The position does not matter: in a group of eight, or after the last group.</summary>
    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity), InlineData(float.Epsilon)]
    public void What_is_not_finite_in_a_row_is_not_skipped(float number)
    {
        foreach (var engine in Engines)
        {
            for (var position = 0; position < 21; position++)
            {
                var row = new float[21];
                row[position] = number;
                var kernel = Enumerable.Repeat(0.5f, 21 * 80).ToArray();
                AssertSameBits(engine, row, kernel, 80);
                Assert.Equal(0.5f * number, Product(engine, row, kernel, 80, isConstant: true)[7]);
            }
        }
    }

    private static float[] Numbers(int count, System.Random random, bool odd) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => odd && random.Next(4) > 0 ? Odd[random.Next(Odd.Length)] : (float)random.NextDouble() - 0.5f)];

    private static void AssertSameBits(ITensorEngine engine, float[] row, float[] kernel, int columns) =>
        Assert.Equal(Bits(Product(engine, row, kernel, columns, false)), Bits(Product(engine, row, kernel, columns, true)));

    private static float[] Product(ITensorEngine engine, float[] row, float[] kernel, int columns, bool isConstant)
    {
        var memory = new GuardedMemory(engine, 1);
        var x = memory.Of([1, row.Length], Array.ConvertAll(row, v => (double)v));
        var storage = engine.Allocate(ElementType.Float, [kernel.Length]);
        engine.Write(kernel, storage);
        if (isConstant) ((IKnowsConstants)engine).Keep(storage);
        var (plain, activated) = (memory.Result([1, columns]), memory.Result([1, columns]));
        engine.MatMul(x, engine.View(storage, 0, [row.Length, columns]), Transpose.None, plain);
        engine.Dense(
            x, engine.View(storage, 0, [row.Length, columns]), Transpose.None, memory.Random([columns]), ActivationKind.Tanh, activated);
        memory.CheckGuards();
        return [.. memory.Results().SelectMany(r => r).Select(v => (float)v)];
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
