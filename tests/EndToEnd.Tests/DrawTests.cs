using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>The random numbers of a forward method.</summary>
public class DrawTests
{
    private static readonly Batch Batch = new(Tensor.Create([300, 50], new float[15_000]), Tensor.Zeros([300, 150]));

    private static (double[] Normal, double[] Uniform, double[] Layer) Drawn(RandomKey key)
    {
        var rows = Numbers.Run(Draws.Initialize(0), ProgramKind.Gradient, Batch, key).Output.Chunk(150).ToArray();
        return ([.. rows.SelectMany(r => r[..50])], [.. rows.SelectMany(r => r[50..100])], [.. rows.SelectMany(r => r[100..])]);
    }

    [Fact]
    public void Numbers_are_distributed_as_they_are_asked_for()
    {
        var (normal, uniform, _) = Drawn(new RandomKey(1));
        Assert.Equal(0, normal.Average(), 0.03);
        Assert.Equal(1, normal.Average(v => v * v), 0.05);
        Assert.Equal(3, normal.Average(v => v * v * v * v), 0.3);
        Assert.All(uniform, v => Assert.InRange(v, -1, 3 - 1e-9));
        for (var quarter = 0; quarter < 4; quarter++)
            Assert.Equal(0.25, uniform.Count(v => v >= quarter - 1 && v < quarter) / 15_000.0, 0.02);
    }

    [Fact]
    public void Draws_have_nothing_to_do_with_each_other_nor_with_those_of_layers()
    {
        var (normal, uniform, layer) = Drawn(new RandomKey(1));
        Assert.Equal(0, normal.Zip(uniform, (a, b) => a * (b - 1)).Average(), 0.05);
        Assert.Equal(0, normal.Zip(layer, (a, b) => a * b).Average(), 0.05);
        Assert.Equal(0, normal.Zip(normal.Skip(1), (a, b) => a * b).Average(), 0.05);
    }

    [Fact]
    public void Seed_and_step_decide_and_nothing_else()
    {
        Assert.Equal(Drawn(new RandomKey(1, 2)).Normal, Drawn(new RandomKey(1, 2)).Normal);
        Assert.NotEqual(Drawn(new RandomKey(1, 2)).Normal, Drawn(new RandomKey(1, 3)).Normal);
        Assert.NotEqual(Drawn(new RandomKey(1, 2)).Uniform, Drawn(new RandomKey(2, 2)).Uniform);
    }

    [Fact]
    public void The_method_draws_the_same_eagerly()
    {
        foreach (var engine in Numbers.Engines)
        {
            var x = Batch.Inputs.To(engine);
            var eager = Draws.Predict(Draws.Initialize(0), x, training: true,
                new Noise(new RandomKey(3, 4))).ToDoubles().Chunk(150).SelectMany(r => r[..100]);
            var (normal, uniform, _) = Drawn(new RandomKey(3, 4));
            Numbers.Close(normal.Chunk(50).Zip(uniform.Chunk(50), (a, b) => a.Concat(b)).SelectMany(r => r), eager,
                engine == Engine.Reference ? 0 : 1e-5);
        }
    }

    [Fact]
    public void In_prediction_every_draw_is_its_mean()
    {
        var expected = Enumerable.Repeat(Enumerable.Range(0, 150).Select(i => i is >= 50 and < 100 ? 1.0 : 0.0), 300).SelectMany(r => r);
        Assert.Equal(expected, Numbers.Run(Draws.Initialize(0), ProgramKind.Loss, Batch).Output);
        Assert.Equal(expected, Draws.Initialize(0).Forward(Batch.Inputs).ToDoubles());
        Assert.Equal(expected, Draws.Predict(Draws.Initialize(0), Batch.Inputs, training: false, Noise.None).ToDoubles());
    }

    [Fact]
    public void An_empty_range_is_refused_eagerly_too()
    {
        var error = Assert.Throws<ArgumentException>(() => Noise.None.Uniform(Batch.Inputs, 2, 2));
        Assert.Equal("Uniform draws from [least, most) with finite ends, least below most, but these are 2 and 2.", error.Message);
        Assert.Throws<ArgumentException>(() => Noise.None.Uniform(Batch.Inputs, double.NegativeInfinity, 2));
    }

    /// <summary>Images of 4 × 4 with one bright row or column.</summary>
    private static float[] Bar(int kind) =>
        [.. Enumerable.Range(0, 16).Select(i => (kind < 4 ? i / 4 == kind : i % 4 == kind - 4) ? 1f : 0f)];

    /// <summary>
    /// The cost of telling eight kinds of images apart is ln 8 = 2.08 nats; a model that knows only the brightness of each pixel pays 9.0.
    /// The bound lies above the first by the cost of two code numbers. Random codes must decode to bars, and to different ones.
    /// </summary>
    [Fact]
    public void A_variational_autoencoder_learns_bars_and_makes_new_ones()
    {
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 1000).SelectMany(_ => Bar(random.Next(8)))];
        var data = Dataset.Create([16], x, x, [16]).ThrowIfFail();
        var options = new FitOptions { Epochs = 120, BatchSize = 50, Optimizer = new Adam(0.01), Seed = 2 };
        var fitted = VariationalAutoencoder.Initialize(3).Fit(data, options).ThrowIfFail();
        var (first, last) = (fitted.History[0].Loss * VariationalAutoencoder.Numbers,
            fitted.History[^1].Loss * VariationalAutoencoder.Numbers);
        Assert.InRange(last, 2.08, 3.6);
        Assert.True(first > 8);

        var codes = new Noise(new RandomKey(9)).Normal(Tensor.Zeros([200, 2]));
        var images = VariationalAutoencoder.Decode(fitted.Model,
            codes).ToArray().Chunk(16).Select(image => string.Concat(image.Select(p => p > 0.5 ? '1' : '0'))).ToArray();
        string[] bars = [.. Enumerable.Range(0, 8).Select(kind => string.Concat(Bar(kind).Select(p => p > 0 ? '1' : '0')))];
        Assert.InRange(images.Count(bars.Contains), 140, 200);
        Assert.InRange(images.Intersect(bars).Count(), 6, 8);

        // The same seed gives the same bits, and noise is really drawn.
        Assert.Equal(fitted.Model, VariationalAutoencoder.Initialize(3).Fit(data, options).ThrowIfFail().Model);
        Assert.NotEqual(fitted.Model,
            VariationalAutoencoder.Initialize(3).Fit(data, options with { Epochs = 120, Seed = 3 }).ThrowIfFail().Model);
    }
}
