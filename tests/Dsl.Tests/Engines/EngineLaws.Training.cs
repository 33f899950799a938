using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    private const int Steps = 50;

    [Fact]
    public void Dropout_keeps_what_Philox_says_and_scales_it() => ForAll(20, trial =>
    {
        foreach (var rate in new[] { 0.0, 0.3, 0.5, 1.0 / 3.0, 0.99 })
        {
            var memory = new GuardedMemory(Engine, trial.Seed);
            var key = new RandomKey((ulong)trial.Seed << 20, ulong.MaxValue - (ulong)trial.Seed);
            var x = memory.Random([trial.Rows, trial.Columns], 1.0, 2.0);
            var y = memory.Result(x.Shape);
            Engine.Dropout(x, rate, key, 5, y);
            var expected = memory.Read(x)
                .Select((v, i) => Philox.Uniform(key, 5, (uint)i) >= rate ? v / (1.0 - rate) : 0.0).ToArray();
            AssertClose(expected, memory.Read(y), Tolerance);
        }
    });

    [Fact]
    public void Dropout_decides_exactly_where_a_number_is_next_to_the_rate()
    {
        var key = new RandomKey(5, 6);
        for (var i = 0; i < 40; i++)
        {
            var drawn = (double)Philox.Uniform(key, 2, (uint)i);
            var memory = new GuardedMemory(Engine, 1);
            var (x, y) = (memory.Of([40], [.. Enumerable.Repeat(1.0, 40)]), memory.Result([40]));
            Engine.Dropout(x, drawn, key, 2, y);
            Assert.NotEqual(0.0, memory.Read(y)[i]);
            Engine.Dropout(x, Math.BitIncrement(drawn), key, 2, y);
            Assert.Equal(0.0, memory.Read(y)[i]);
        }
    }

    [Fact]
    public void Dropout_keeps_the_right_fraction_and_the_mean()
    {
        var memory = new GuardedMemory(Engine, 1);
        var x = memory.Of([100_000], [.. Enumerable.Repeat(1.0, 100_000)]);
        var y = memory.Result([100_000]);
        Engine.Dropout(x, 0.3, new RandomKey(7), 0, y);
        var values = memory.Read(y);
        Assert.Equal(0.7, values.Count(v => v != 0.0) / 1e5, 0.006);
        Assert.Equal(1.0, values.Average(), 0.01);
        Engine.Dropout(x, 0.3, new RandomKey(7, 1), 0, y);
        Assert.Equal(0.58, values.Zip(memory.Read(y), (a, b) => a == b ? 1e-5 : 0.0).Sum(), 0.01);
    }

    [Theory]
    [InlineData(0.0, false), InlineData(0.9, false), InlineData(0.9, true)]
    public void Sgd_follows_its_formula_for_fifty_steps(double momentum, bool nesterov)
    {
        var memory = new GuardedMemory(Engine, 3);
        var (w, g) = (memory.Of([40], new double[40]), memory.Result([40]));
        var velocity = momentum > 0.0 ? memory.Of([40], new double[40]) : null;
        var (weights, v) = (new double[40], new double[40]);
        for (var step = 0; step < Steps; step++)
        {
            var gradient = Gradient(step, memory, g);
            new Sgd(Momentum: momentum, Nesterov: nesterov).Update(Engine, w, g, velocity is null ? [] : [velocity], 0.01, step);
            for (var i = 0; i < 40; i++)
            {
                v[i] = momentum * v[i] - 0.01 * gradient[i];
                weights[i] += nesterov ? momentum * v[i] - 0.01 * gradient[i] : v[i];
            }
        }
        AssertSameCourse(weights, memory.Read(w));
        if (velocity is not null) AssertSameCourse(v, memory.Read(velocity));
    }

    [Theory]
    [InlineData(0.0, false), InlineData(0.9, false), InlineData(0.0, true), InlineData(0.9, true)]
    public void RmsProp_follows_its_formula_for_fifty_steps(double momentum, bool centered)
    {
        var memory = new GuardedMemory(Engine, 3);
        var (w, g, velocity) = (memory.Of([40], new double[40]), memory.Result([40]), memory.Of([40], new double[40]));
        var average = centered ? memory.Of([40], new double[40]) : null;
        var momenta = momentum > 0.0 ? memory.Of([40], new double[40]) : null;
        var (weights, v, a, m) = (new double[40], new double[40], new double[40], new double[40]);
        for (var step = 0; step < Steps; step++)
        {
            var gradient = Gradient(step, memory, g);
            TensorBuffer?[] slots = [velocity, momenta, average];
            new RmsProp(Momentum: momentum, Centered: centered).Update(Engine, w, g, [.. slots.OfType<TensorBuffer>()], 0.001, step);
            for (var i = 0; i < 40; i++)
            {
                v[i] = 0.9 * v[i] + 0.1 * gradient[i] * gradient[i];
                a[i] = 0.9 * a[i] + 0.1 * gradient[i];
                var denominator = centered ? v[i] - a[i] * a[i] + 1e-7 : v[i] + 1e-7;
                m[i] = momentum * m[i] + 0.001 * gradient[i] / Math.Sqrt(denominator);
                weights[i] -= m[i];
            }
        }
        AssertSameCourse(weights, memory.Read(w));
        AssertSameCourse(v, memory.Read(velocity));
        if (average is not null) AssertSameCourse(a, memory.Read(average));
        if (momenta is not null) AssertSameCourse(m, memory.Read(momenta));
    }

    [Fact]
    public void RmsProp_takes_gradients_of_any_size_and_no_epsilon()
    {
        foreach (var size in new[] { 1e-18, 1e-9, 1.0, 1e9, 1e18 })
        {
            var memory = new GuardedMemory(Engine, 3);
            var (w, v) = (memory.Of([20], new double[20]), memory.Of([20], new double[20]));
            new RmsProp(Epsilon: 0).Update(Engine, w, memory.Of([20], [.. Enumerable.Repeat(size, 20)]), [v], 0.001, 0);
            Assert.All(memory.Read(w), x => Assert.Equal(-0.001 / Math.Sqrt(0.1), x, 1e-6 * 0.001));
        }
    }

    [Theory]
    [InlineData(Formula.Keras), InlineData(Formula.PyTorch)]
    public void Centered_RmsProp_of_a_constant_gradient_stays_finite(Formula formula)
    {
        var memory = new GuardedMemory(Engine, 3);
        var (w, v, a) = (memory.Of([9], new double[9]), memory.Of([9], new double[9]), memory.Of([9], new double[9]));
        // When all gradients are equal, rounding brings the variance below 0: in double precision, for 7 and 17.
        var g = memory.Of([9], 10, -10, 3, 7, -17, 300, 0.1, 7777, 0);
        var update = new RmsProp(Centered: true) { Formula = formula };
        for (var step = 0; step < 400; step++) update.Update(Engine, w, g, [v, a], 0.001, step);
        Assert.All(memory.Read(w), x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void Optimizers_leave_zeros_between_parameters_alone()
    {
        var memory = new GuardedMemory(Engine, 3);
        TensorBuffer Zeros() => memory.Of([40], new double[40]);
        var (w, g) = (Zeros(), Zeros());
        new RmsProp(Momentum: 0.9, Centered: true).Update(Engine, w, g, [Zeros(), Zeros(), Zeros()], 0.001, 0);
        new Sgd(Momentum: 0.9, Nesterov: true).Update(Engine, w, g, [Zeros()], 0.001, 0);
        Assert.All(memory.Read(w), x => Assert.Equal(0.0, x));
    }

    /// <summary>Writes gradients of mixed sign from 1e-6 to 1e-4, as they are late in training.</summary>
    private static double[] Gradient(int step, GuardedMemory memory, TensorBuffer to)
    {
        var key = new RandomKey(11, (ulong)step);
        var values = Enumerable.Range(0, to.Count).Select(i =>
            (double)(float)((i % 3 == step % 2 ? -1.0 : 1.0) * Math.Pow(10.0, -4.0 - 2.0 * Philox.Uniform(key, 0, (uint)i)))).ToArray();
        memory.Engine.Write(values, to);
        return values;
    }

    private void AssertSameCourse(double[] expected, double[] actual)
    {
        var tolerance = Steps * Tolerance * expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance)) Assert.Fail($"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
