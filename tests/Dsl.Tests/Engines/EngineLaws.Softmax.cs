using ModelDsl.Engines;
using ModelDsl.Engines.Reference;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    [Fact]
    public void Softmax_of_each_row_is_non_negative_and_sums_to_one() => ForAll(50, trial =>
    {
        var memory = new GuardedMemory(Engine, trial.Seed);
        var x = memory.Random([trial.Rows, trial.Columns], -1e4, 1e4);
        foreach (var row in Softmax(memory, x).Chunk(trial.Columns))
        {
            Assert.All(row, p => Assert.InRange(p, 0.0, 1.0));
            Assert.Equal(1.0, row.Sum(), Tolerance);
        }
    });

    [Fact]
    public void Softmax_does_not_see_a_shift_of_a_row() => ForAll(30, trial =>
    {
        var memory = new GuardedMemory(Engine, trial.Seed);
        // Multiples of 1/8 below 2⁹ and an integer shift: the shifted logits are exact in float32 too.
        var x = memory.Read(memory.Random([1, trial.Columns])).Select(v => Math.Round(8.0 * v) / 8.0).ToArray();
        var shifted = x.Select(v => v + trial.Rows * 7.0).ToArray();
        Assert.Equal(Softmax(memory, memory.Of([1, x.Length], x)), Softmax(memory, memory.Of([1, x.Length], shifted)));
    });

    [Fact]
    public void Softmax_of_permuted_logits_is_the_permuted_softmax() => ForAll(30, trial =>
    {
        var memory = new GuardedMemory(Engine, trial.Seed);
        var x = memory.Read(memory.Random([1, trial.Columns], -9.0, 9.0));
        var order = Philox.Permutation(x.Length, new RandomKey((uint)trial.Seed), 0);
        var expected = Softmax(memory, memory.Of([1, x.Length], x));
        var permuted = Softmax(memory, memory.Of([1, x.Length], [.. order.Select(i => x[i])]));
        AssertClose([.. order.Select(i => expected[i])], permuted, Tolerance);
    });

    [Fact]
    public void Softmax_of_one_class_is_one()
    {
        var memory = new GuardedMemory(Engine, 1);
        Assert.Equal([1.0, 1.0, 1.0], Softmax(memory, memory.Of([3, 1], -1e4, 0.0, 1e4)));
    }

    [Fact]
    public void Softmax_has_the_known_values()
    {
        var memory = new GuardedMemory(Engine, 1);
        AssertClose([.09003058, .24472848, .66524094], Softmax(memory, memory.Of([1, 3], -1, 0, 1)), 1e-7);
        AssertClose([.0320586, .0871443, .2368828, .6439143], Softmax(memory, memory.Of([1, 4], 10000, 10001, 10002, 10003)), 1e-7);
        AssertClose([0, 1, 0], Softmax(memory, memory.Of([1, 3], -1e4, 1e4, 0)), 0.0);
    }

    [Fact]
    public void Log_softmax_is_finite_where_softmax_is_zero()
    {
        var memory = new GuardedMemory(Engine, 1);
        var result = memory.Result([3, 3]);
        Engine.LogSoftmax(memory.Of([3, 3], -1, 0, 1, -1e4, 1e4, 0, 1e4, 1e4, 1e4), result);
        AssertClose([-2.40760596, -1.40760596, -0.40760596, -2e4, 0, -1e4, -1.09861229, -1.09861229, -1.09861229],
            memory.Read(result), 2e-7);
    }

    [Fact]
    public void Softmax_gives_classes_at_minus_infinity_nothing()
    {
        var memory = new GuardedMemory(Engine, 1);
        Assert.Equal([0.0, 0.5, 0.5], Softmax(memory, memory.Of([1, 3], double.NegativeInfinity, 3, 3)));
    }

    [Fact]
    public void What_is_not_a_number_or_infinite_is_seen_in_losses_and_probabilities_of_its_row_alone()
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            foreach (var columns in new[] { 2, 10, 40 })
            {
                var logits = new double[3 * columns];
                logits[columns + 1] = bad;
                var memory = new GuardedMemory(Engine, 1);
                var (z, y) = (memory.Of([3, columns], logits), memory.Of([3, columns], new double[3 * columns]));
                var (losses, p) = (memory.Result([3]), memory.Result([3, columns]));
                foreach (var run in new Action[]
                {
                    () => Engine.SparseSoftmaxCrossEntropy(z, memory.Labels(3, columns), losses, p),
                    () => Engine.SoftmaxCrossEntropy(z, y, losses, p),
                })
                {
                    run();
                    Assert.Equal([false, true, false], memory.Read(losses).Select(double.IsNaN));
                    Assert.Equal([false, true, false], memory.Read(p).Chunk(columns).Select(row => row.All(double.IsNaN)));
                }
                Engine.SigmoidCrossEntropy(z, y, losses, p);
                Assert.Equal([true, false, true], memory.Read(losses).Select(double.IsFinite));
            }
        }
    }

    [Fact]
    public void Activations_hand_on_what_is_not_a_number()
    {
        foreach (var kind in InstructionTable.Activations)
        {
            var memory = new GuardedMemory(Engine, 1);
            var x = memory.Of([20], [.. Enumerable.Range(0, 20).Select(i => i % 3 == 1 ? double.NaN : 0.5)]);
            var (y, g) = (memory.Result([20]), memory.Result([20]));
            Engine.Activate(kind, x, y);
            Engine.ActivateGradient(kind, x, memory.Random([20]), g);
            Assert.Equal(memory.Read(x).Select(double.IsNaN), memory.Read(y).Select(double.IsNaN));
            Assert.Equal(memory.Read(x).Select(double.IsNaN), memory.Read(g).Select(double.IsNaN));
        }
    }

    [Fact]
    public void Clamping_hands_on_what_is_not_a_number()
    {
        var memory = new GuardedMemory(Engine, 1);
        var x = memory.Of([20], [.. Enumerable.Range(0, 20).Select(i => i % 3 == 1 ? double.NaN : i - 9.5)]);
        var (y, g) = (memory.Result([20]), memory.Result([20]));
        Engine.Clamp(x, -2, 3, y);
        Engine.ClampGradient(x, memory.Random([20]), -2, 3, g);
        foreach (var result in new[] { y, g })
            Assert.Equal(memory.Read(x).Select(double.IsNaN), memory.Read(result).Select(double.IsNaN));
    }

    [Fact]
    public void PRelu_hands_on_what_is_not_a_number()
    {
        var memory = new GuardedMemory(Engine, 1);
        var x = memory.Of([1, 20], [.. Enumerable.Range(0, 20).Select(i => i % 3 == 1 ? double.NaN : i - 9.5)]);
        var (slopes, upstream) = (memory.Random([20]), memory.Random([1, 20]));
        var (y, g, ofSlopes) = (memory.Result([1, 20]), memory.Result([1, 20]), memory.Result([20]));
        Engine.PRelu(x, slopes, y);
        Engine.PReluGradient(x, slopes, upstream, g);
        Engine.PReluSlopeGradient(x, upstream, ofSlopes);
        foreach (var result in new[] { y, g, ofSlopes })
            Assert.Equal(memory.Read(x).Select(double.IsNaN), memory.Read(result).Select(double.IsNaN));
    }

    [Fact]
    public void Activations_are_right_far_from_zero_and_next_to_it()
    {
        foreach (var kind in InstructionTable.Activations.Where(k => k != ActivationKind.Exponential))
        {
            var memory = new GuardedMemory(Engine, 1);
            double[] points = [-1e4, -88.0, -20.0, -3.0, -1.0, -0.5, -1e-3, -1e-6, 0.0, 1e-6, 1e-3, 0.5, 1.0, 3.0, 6.0, 20.0, 88.0, 1e4];
            var (x, y) = (memory.Of([points.Length], points), memory.Result([points.Length]));
            Engine.Activate(kind, x, y);
            var expected = memory.Read(x).Select(v => ReferenceActivations.Value(kind, v)).ToArray();
            foreach (var (e, a) in expected.Zip(memory.Read(y)))
            {
                var tolerance = Tolerance * Math.Abs(e) + (Math.Abs(e) < 1e-8 ? 1e-8 : 0.0);
                if (!(Math.Abs(e - a) <= tolerance)) Assert.Fail($"{kind}: expected {e:R}, got {a:R}.");
            }
        }
    }

    [Fact]
    public void Derivatives_of_activations_are_right_far_from_zero_and_next_to_it()
    {
        foreach (var kind in InstructionTable.Activations.Where(k => k != ActivationKind.Exponential))
        {
            var memory = new GuardedMemory(Engine, 1);
            double[] points = [-1e30, -1e4, -88.0, -20.0, -3.0, -1.0, -0.5, -1e-3, -1e-6, 0.0, 1e-6, 1e-3, 0.5, 1.0, 3.0, 20.0,
                88.0, 1e4, 1e30];
            var (x, ones, g) = (memory.Of([points.Length], points), memory.Of([points.Length], [.. points.Select(_ => 1.0)]),
                memory.Result([points.Length]));
            if (Activations.DerivativeFromOutput(kind)) Engine.Activate(kind, x, x);
            Engine.ActivateGradient(kind, x, ones, g);
            foreach (var (saved, actual) in memory.Read(x).Zip(memory.Read(g)))
            {
                var expected = ReferenceActivations.Derivative(kind, saved);
                if (!(Math.Abs(expected - actual) <= Tolerance * Math.Max(1.0, Math.Abs(expected)))) Assert.Fail($"{kind}′ at {saved:R}: expected {expected:R}, got {actual:R}.");
            }
        }
    }

    private double[] Softmax(GuardedMemory memory, TensorBuffer x)
    {
        var p = memory.Result(x.Shape);
        Engine.Softmax(x, p);
        return memory.Read(p);
    }
}
