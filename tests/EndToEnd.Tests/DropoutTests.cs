using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

public class DropoutTests
{
    private static readonly Batch Ones = new(Tensor.Create([200, 50], [.. Enumerable.Repeat(1f, 10_000)]), Tensor.Zeros([200, 50]));

    [Fact]
    public void A_value_is_dropped_at_the_rate_or_scaled_so_that_the_expectation_stays()
    {
        var output = Training<OneDropout>(new RandomKey(1));
        Assert.All(output, v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.7) < 1e-12));
        Assert.Equal(0.3, output.Count(v => v == 0) / 10_000.0, 0.02);
        Assert.Equal(1, output.Average(), 0.03);
    }

    [Fact]
    public void Nothing_is_dropped_in_prediction_and_evaluation()
    {
        var model = OneDropout.Initialize(1);
        Assert.Equal(Ones.Inputs, model.Forward(Ones.Inputs));
        Assert.Equal(1, model.Loss(Ones), 1e-6);
        Assert.Equal(Ones.Inputs.ToDoubles(), Numbers.Run(model, ProgramKind.Loss, Ones).Output);
    }

    [Fact]
    public void The_key_decides_what_is_dropped()
    {
        var first = Training<OneDropout>(new RandomKey(1, 2));
        Assert.Equal(first, Training<OneDropout>(new RandomKey(1, 2)));
        Assert.NotEqual(first, Training<OneDropout>(new RandomKey(1, 3)));
        Assert.NotEqual(first, Training<OneDropout>(new RandomKey(2, 2)));
    }

    /// <summary>
    /// The weights and the order of the samples stay the same. Only the dropped elements differ from step to step and from epoch to epoch.
    /// </summary>
    [Fact]
    public void Every_step_of_a_run_drops_by_its_own_number()
    {
        var batch = Numbers.Random<FashionMlp>(8, 3);
        var data = Dataset.Create<float>([28, 28], batch.Inputs.ToArray(), batch.Labels.ToClasses()).ThrowIfFail();
        var model = FashionMlp.Initialize(3);
        var still = new FitOptions { Optimizer = new Sgd(0), BatchSize = 4, Epochs = 3, Shuffle = false, Seed = 6 };
        double[] losses = [.. Enumerable.Range(0,
            6).Select(step => model.LossAndGradient(data.ToBatch(step % 2 == 0 ? ..4 : 4..), new RandomKey(6, (ulong)step)).Loss)];
        Assert.Equal(6, losses.Distinct().Count());
        var expected = losses.Chunk(2).Select(epoch => epoch.Average());
        Assert.Equal(expected, model.Fit(data, still).ThrowIfFail().History.Map(e => e.Loss), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    /// <summary>Two layers that each drop half leave a quarter, unless they draw the same numbers.</summary>
    [Fact]
    public void Layers_draw_independently() =>
        Assert.Equal(0.25, Training<TwoDropouts>(new RandomKey(4)).Count(v => v != 0) / 10_000.0, 0.02);

    [Fact]
    public void Engines_drop_the_same()
    {
        var (cpu, reference) = (FashionMlp.Initialize(3), FashionMlp.Initialize(3).To(Engine.Reference));
        var batch = Numbers.Random<FashionMlp>(8, 3);
        var ((a, g), (b, h)) = (cpu.LossAndGradient(batch, new RandomKey(6)), reference.LossAndGradient(batch, new RandomKey(6)));
        Assert.Equal(b, a, 1e-5);
        Numbers.Close(Numbers.Of(h), Numbers.Of(g), 1e-5);
    }

    /// <summary>Returns the output in training for inputs of ones, on the reference engine.</summary>
    private static double[] Training<T>(RandomKey key) where T : class, IModel<T> =>
        Numbers.Run(T.Initialize(1), ProgramKind.Gradient, Ones, key).Output;
}
