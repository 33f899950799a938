using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models whose forward pass is a method, as users write them.</summary>
public class ForwardTests
{
    [Fact]
    public void The_summary_lists_layers_in_the_order_of_use() => Assert.Equal(
        """
        Model: ResidualMlp, input [N, 784]
        ┌───────────────┬──────────────┬─────────┐
        │ Layer (type)  │ Output shape │ Param # │
        ├───────────────┼──────────────┼─────────┤
        │ Stem (Dense)  │ [N, 128]     │ 100,480 │
        │ Block (Dense) │ [N, 128]     │  16,512 │
        │ Head (Dense)  │ [N, 10]      │   1,290 │
        └───────────────┴──────────────┴─────────┘
        Total params: 118,282 (462.04 KB)
        Trainable params: 118,282 (462.04 KB)
        Non-trainable params: 0 (0 B)
        Forward pass: 236,298 FLOPs a sample
        Loss: SparseCategoricalCrossentropy
        """, ResidualMlp.Summary);

    [Fact]
    public void The_declaration_of_a_partial_method_may_say_that_it_is_the_forward_pass()
    {
        var (model, x) = (DeclaredFirst.Initialize(3), Tensor.Create([2, 4], (ReadOnlySpan<float>)[1, -2, 3, 0.5f, -1, 2, 0, 4]));
        Assert.Equal(DeclaredFirst.Output(model, x).ToArray(), model.Predict(x).ThrowIfFail().ToArray());
    }

    [Fact]
    public void The_summary_shows_names_of_axes()
    {
        Assert.StartsWith("Model: Profiles, input [batch, height=6, width=4], output [batch, classes=3]\n", Profiles.Summary, StringComparison.Ordinal);
        Assert.Contains("│ Columns (Dense) │ [batch, width=4, hidden=5]  │", Profiles.Summary, StringComparison.Ordinal);
        Assert.Equal(["height", "width"], Profiles.Description.InputAxes.ToArray());
        Assert.Equal(["classes"], Profiles.Description.OutputAxes.ToArray());
        Assert.True(ResidualMlp.Description.InputAxes.IsEmpty);
    }

    [Fact]
    public void A_method_that_asks_for_names_tells_a_batch_without() => Assert.Contains(
        "has no axis named 'height'",
        Assert.Throws<ArgumentException>(() => Profiles.Logits(Profiles.Initialize(1), Numbers.Random<Profiles>(2, 1).Inputs)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_the_method_returns_is_what_is_predicted()
    {
        Assert.Equal(OutputKind.Logits, ResidualMlp.Description.Output);
        Assert.Equal(OutputKind.Probabilities, SmallResidual.Description.Output);
        Assert.Equal(OutputKind.IndependentProbabilities, TwoTowers.Description.Output);
        var rows = SmallResidual.Initialize(1).Forward(Numbers.Random<SmallResidual>(4, 1).Inputs).ToDoubles();
        for (var i = 0; i < 4; i++) Assert.Equal(1, rows.Skip(3 * i).Take(3).Sum(), 1e-6);
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        Gradients.AgreeWithDifferences<SmallResidual>();
        Gradients.AgreeWithDifferences<TwoTowers>();
        Gradients.AgreeWithDifferences<Autoencoder>();
        Gradients.AgreeWithDifferences<TransformerBlock>();
        Gradients.AgreeWithDifferences<Profiles>();
    }

    [Fact]
    public void A_method_runs_as_it_is_written_on_every_engine()
    {
        foreach (var engine in Numbers.Engines)
        {
            IsEager<SmallResidual>(SmallResidual.Probabilities, engine);
            IsEager<TwoTowers>(TwoTowers.Alike, engine);
            IsEager<Autoencoder>((m, x) => Autoencoder.Decode(m, Autoencoder.Encode(m, x)), engine);
            IsEager<TransformerBlock>(TransformerBlock.Predict, engine);
            IsEager<ResidualConv>((m, x) => ResidualConv.Logits(m, x, training: false), engine);
            IsEager<TwiceNormalized>(TwiceNormalized.Predict, engine);
            IsEager<Profiles>((m, x) => Profiles.Logits(m, x.Named("height", "width")), engine);
        }
    }

    /// <summary>In training, the method multiplies by 1.25 and drops.</summary>
    [Fact]
    public void Training_goes_its_own_way()
    {
        var model = Numbers.Point<ResidualConv>(3, Engine.Reference);
        var batch = Numbers.Random<ResidualConv>(400, 4);
        var features = ResidualConv.Logits(
            model with
            {
                Head = model.Head with
                {
                    Kernel = Numbers.Tensor([2, 3], 1, 0, 0, 0, 1, 0),
                    Bias = Tensor.Zeros([3]).To(Engine.Reference)
                }
            }, batch.Inputs.To(Engine.Reference), false);
        var same = model with
        {
            Head =
            model.Head with { Kernel = Numbers.Tensor([2, 3], 1, 0, 0, 0, 1, 0), Bias = Tensor.Zeros([3]).To(Engine.Reference) }
        };
        var trained = Numbers.Run(same, ProgramKind.Gradient, batch, new RandomKey(1)).Output;
        var ratios = features.ToDoubles().Zip(trained).Where(pair => pair.Item1 != 0).Select(pair => pair.Item2 / pair.Item1).ToArray();
        Assert.All(ratios, ratio => Assert.True(Math.Abs(ratio) < 1e-9 || Math.Abs(ratio - 1.25 / 0.6) < 1e-9));
        Assert.InRange(ratios.Count(ratio => Math.Abs(ratio) < 1e-9) / (double)ratios.Length, 0.3, 0.5);
    }

    /// <summary>The gradients of both uses are added: the sum equals that of two layers with equal weights.</summary>
    [Fact]
    public void A_shared_layer_has_the_sum_of_the_gradients_of_its_uses()
    {
        var model = Numbers.Point<SharedTwice>(5, Engine.Reference);
        var apart = Numbers.With(SeparateTwice.Initialize(0),
            [model.A.Kernel, model.A.Bias!, model.A.Kernel, model.A.Bias!, model.Z.Kernel, model.Z.Bias!]);
        var batch = Numbers.Random<SharedTwice>(3, 6);
        var (loss, gradient) = model.LossAndGradient(batch);
        var (other, parts) = apart.LossAndGradient(batch);
        Assert.Equal(other, loss, 1e-12);
        Numbers.Close((parts.A.Kernel + parts.B.Kernel).ToDoubles(), gradient.A.Kernel.ToDoubles(), 1e-12);
        Numbers.Close((parts.A.Bias! + parts.B.Bias!).ToDoubles(), gradient.A.Bias!.ToDoubles(), 1e-12);
        Numbers.Close(parts.Z.Kernel.ToDoubles(), gradient.Z.Kernel.ToDoubles(), 1e-12);
    }

    [Fact]
    public void A_shared_layer_is_penalized_once()
    {
        var model = Numbers.Point<PenalizedTwice>(5, Engine.Reference);
        var free = Numbers.With(SharedTwice.Initialize(0), [.. model.Parameters]);
        var batch = Numbers.Random<SharedTwice>(3, 6);
        Assert.Equal(free.Loss(batch) + 0.1 * model.A.Kernel.ToDoubles().Sum(w => w * w), model.Loss(batch), 1e-12);
    }

    /// <summary>
    /// The second use continues from the statistics that the first has moved: ½(½·0 + ½·mean(x)) + ½·mean of its own input, which is the
    /// bias.
    /// </summary>
    [Fact]
    public void A_normalisation_that_is_used_twice_moves_its_statistics_twice()
    {
        float[] x = [.. Enumerable.Range(0, 32).Select(i => (i * 7 % 11 - 5) / 3f)];
        var data = Dataset.Create([4], x, [1f, 2, 3, 4, 5, 6, 7, 8], [1]).ThrowIfFail();
        var start = TwiceNormalized.Initialize(2);
        start = start with { A = start.A with { Bias = Tensor.Create([4], [0.1f, 0.2f, 0.3f, 0.4f]) } };
        var fitted = start.Fit(data, new FitOptions { Epochs = 1, BatchSize = 8, Optimizer = new Sgd(1e-30), Engine = Engine.Reference })
            .ThrowIfFail().Model;
        var expected = 0.25 * Tensor.Create([8, 4], x).To(Engine.Reference).Mean(0) + 0.5 * start.A.Bias!.To(Engine.Reference);
        Numbers.Close(expected.ToDoubles(), fitted.Norm.MovingMean.ToDoubles(), 1e-6);
    }

    [Fact]
    public void A_dropout_that_is_used_twice_draws_twice()
    {
        var batch = Numbers.Random<TwiceDropped>(10, 1);
        var output = Numbers.Run(TwiceDropped.Initialize(0), ProgramKind.Gradient, batch, new RandomKey(3)).Output;
        Assert.InRange(output.Count(v => v == 0) / 400.0, 0.4, 0.6);
        Assert.All(Numbers.Run(TwiceDropped.Initialize(0), ProgramKind.Loss, batch).Output, v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_layer_keeps_its_models_options_wherever_it_comes_from()
    {
        var (towers, engine) = (Numbers.Point<TwoTowers>(1, Engine.Reference), Engine.Reference);
        var x = Numbers.Random<TwoTowers>(3, 1).Inputs.To(engine);
        var bare = new Dense(towers.Tower.Kernel, towers.Tower.Bias);
        Assert.Equal(bare, towers.Tower);
        Assert.Throws<InvalidOperationException>(() => x[.., 0] | bare);
        Assert.Equal(TwoTowers.Alike(towers, x), TwoTowers.Alike(towers with { Tower = bare }, x));
        Assert.Equal(TwoTowers.Alike(towers, x), TwoTowers.Alike(new TwoTowers(bare, towers.Embed, towers.Score), x));
    }

    [Fact]
    public void A_layer_refuses_what_the_model_never_gives_it()
    {
        var model = TwoTowers.Initialize(1);
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros([3, 5]) | model.Tower);
        Assert.Equal("Layer 'Tower' takes [N, 4], but this batch is [3, 5].", error.Message);
        var words = Assert.Throws<ArgumentException>(() => Tensor.Create([1, 3], [0f, 7f, 1f]) | TwoTables.Initialize(1).Meaning);
        Assert.Equal("Layer 'Meaning' looks up whole numbers from 0 to 6, but the batch holds 7.", words.Message);
        Assert.Equal(7, TwoTables.Description.IndexLimit);
    }

    [Fact]
    public void Two_towers_learn_whether_points_lie_close()
    {
        var random = new Random(1);
        float[] points = [.. Enumerable.Range(0, 600 * 8).Select(_ => random.NextSingle() * 2 - 1)];
        float[] close = [.. Enumerable.Range(0,
            600).Select(i => Enumerable.Range(0, 4).Sum(k => MathF.Pow(points[8 * i + k] - points[8 * i + 4 + k], 2)) < 2.5f ? 1f : 0f)];
        var data = Dataset.Create([2, 4], points, close, [1]).ThrowIfFail();
        var fitted = TwoTowers.Initialize(1).Fit(data,
            new FitOptions { Epochs = 200, Optimizer = new Adam(0.02), Metrics = [Metric.BinaryAccuracy] }).ThrowIfFail();
        Assert.InRange(fitted.Model.Evaluate(data, Metric.BinaryAccuracy).ThrowIfFail().Metrics[0].Value, 0.93, 1);
    }

    [Fact]
    public void An_autoencoder_learns_two_factors()
    {
        var random = new Random(2);
        double[] mix = [.. Enumerable.Range(0, 16).Select(_ => random.NextDouble() * 2 - 1)];
        float[] x = [.. Enumerable.Range(0, 400).SelectMany(_ =>
        {
            var (a, b) = (random.NextDouble() * 2 - 1, random.NextDouble() * 2 - 1);
            return Enumerable.Range(0, 8).Select(k => (float)(a * mix[k] + b * mix[8 + k]));
        })];
        var data = Dataset.Create([8], x, x, [8]).ThrowIfFail();
        var before = Autoencoder.Initialize(3).Evaluate(data).ThrowIfFail().Loss;
        var after = Autoencoder.Initialize(3).Fit(data,
            new FitOptions { Epochs = 60, Optimizer = new Adam(0.01) }).ThrowIfFail().Model.Evaluate(data).ThrowIfFail().Loss;
        Assert.True(after < 0.02 * before, $"{before} became {after}");
    }

    [Fact]
    public void A_transformer_block_learns_which_step_stands_out()
    {
        var random = new Random(3);
        float[] x = [.. Enumerable.Range(0, 500 * 20).Select(_ => random.NextSingle())];
        float[] y = [.. Enumerable.Range(0, 500).Select(i =>
        {
            var step = Enumerable.Range(0, 5).MaxBy(s => x[20 * i + 4 * s]);
            return x[20 * i + 4 * step + 1];
        })];
        var data = Dataset.Create([5, 4], x, y, [1]).ThrowIfFail();
        var mean = y.Average();
        var variance = y.Average(v => (v - mean) * (v - mean));
        var fitted = TransformerBlock.Initialize(4).Fit(data, new FitOptions { Epochs = 150, Optimizer = new Adam(0.01) }).ThrowIfFail();
        var loss = fitted.Model.Evaluate(data).ThrowIfFail().Loss;
        Assert.True(loss < 0.5 * variance, $"{loss} of {variance}");
    }

    private static void IsEager<T>(Func<T, Tensor, Tensor> method, ITensorEngine engine) where T : class, IModel<T>
    {
        var model = Numbers.Point<T>(7, engine);
        if (model is TwiceNormalized normalized)
        {
            // Variances are not negative.
            var norm = normalized.Norm with { MovingVariance = Functions.Square(normalized.Norm.MovingVariance) };
            model = (T)(object)(normalized with { Norm = norm });
        }
        var x = Numbers.Random<T>(3, 8).Inputs.To(engine);
        Numbers.Close(ModelCalls.Forward(model, x).ToDoubles(), method(model, x).ToDoubles(), engine == Engine.Reference ? 1e-11 : 1e-4);
    }
}
