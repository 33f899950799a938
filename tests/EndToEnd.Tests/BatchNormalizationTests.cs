using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

public class BatchNormalizationTests
{
    [Fact]
    public void In_training_each_feature_has_the_statistics_of_the_batch()
    {
        CheckTraining<OneBatchNormalization>(m => m.Normalize, epsilon: 1e-3, rows: 7);
        CheckTraining<ImageBatchNormalization>(m => m.Normalize, epsilon: 0.01, rows: 4);
    }

    [Fact]
    public void In_prediction_it_is_an_affine_function_of_each_feature()
    {
        CheckPrediction<OneBatchNormalization>(m => m.Normalize, epsilon: 1e-3);
        CheckPrediction<ImageBatchNormalization>(m => m.Normalize, epsilon: 0.01);
    }

    [Fact]
    public void Moving_statistics_follow_those_of_the_batches()
    {
        var random = new System.Random(5);
        float[] x = [.. Enumerable.Range(0, 11 * 3).Select(i => (float)(random.NextDouble() * (1 + i % 3) + i % 3))];
        var data = Targets(x);
        var fitted = OneBatchNormalization.Initialize(1).Fit(data,
            new FitOptions { Epochs = 3, BatchSize = 4, Shuffle = false }).ThrowIfFail();

        var (mean, variance) = (new double[3], new double[] { 1, 1, 1 });
        for (var epoch = 0; epoch < 3; epoch++)
        {
            foreach (var batch in x.Chunk(3).Chunk(4))
            {
                for (var j = 0; j < 3; j++)
                {
                    var (m, v) = Moments([.. batch.Select(row => (double)row[j])]);
                    mean[j] = 0.9 * mean[j] + 0.1 * m;
                    variance[j] = 0.9 * variance[j] + 0.1 * v;
                }
            }
        }
        Numbers.Close(mean, fitted.Model.Normalize.MovingMean.ToDoubles(), 1e-6);
        Numbers.Close(variance, fitted.Model.Normalize.MovingVariance.ToDoubles(), 1e-6);
    }

    [Fact]
    public void Weight_decay_with_exceptions_leaves_statistics_alone()
    {
        var random = new System.Random(5);
        var data = Targets([.. Enumerable.Range(0, 8 * 3).Select(_ => 1 + random.NextSingle())]);
        OneBatchNormalization Fitted(Optimizer optimizer) =>
            OneBatchNormalization.Initialize(1).Fit(data, new FitOptions { BatchSize = 4, Optimizer = optimizer }).ThrowIfFail().Model;
        var plain = Fitted(new Sgd(0.1));
        var decayed = Fitted(new Sgd(0.1) { WeightDecay = 0.5, ExcludeFromWeightDecay = ["Beta"] });
        Assert.Equal(Statistics(plain), Statistics(decayed));
        Assert.NotEqual(plain.Normalize.Gamma, decayed.Normalize.Gamma);
    }

    [Fact]
    public void A_gradient_moves_no_statistics()
    {
        var model = Point<NormalizedNetwork>(3, Engine.Cpu);
        var kept = model.Parameters.Map(p => p.ToDoubles()).Strict();
        var (_, gradient) = model.LossAndGradient(Numbers.Random<NormalizedNetwork>(6, 2));
        Assert.Equal(kept, model.Parameters.Map(p => p.ToDoubles()));
        Assert.All(Statistics(gradient), s => Assert.All(s.ToDoubles(), v => Assert.Equal(0, v)));
        Assert.Equal(Statistics(model), Statistics(model - 0.1 * gradient));
        Assert.NotEqual(model.Filters.Kernel, (model - 0.1 * gradient).Filters.Kernel);
    }

    [Fact]
    public void Engines_agree_on_its_gradient()
    {
        var batch = Numbers.Random<NormalizedNetwork>(9, 8);
        var ((a, g), (b, h)) = (Point<NormalizedNetwork>(4, Engine.Cpu).LossAndGradient(batch),
            Point<NormalizedNetwork>(4, Engine.Reference).LossAndGradient(batch));
        Assert.Equal(b, a, 1e-5);
        Numbers.Close(Numbers.Of(h), Numbers.Of(g), 1e-5);
    }

    /// <summary>For every parameter, with differences of the loss in training mode.</summary>
    [Fact]
    public void Its_gradient_agrees_with_central_differences()
    {
        var batch = Numbers.Random<NormalizedNetwork>(5, 8);
        var model = Point<NormalizedNetwork>(6, Engine.Reference);
        var (_, gradient) = model.LossAndGradient(batch);
        var random = new System.Random(2);
        for (var p = 0; p < model.Parameters.Count; p++)
        {
            if (!NormalizedNetwork.Description.Parameters[p].Trainable) continue;
            for (var trial = 0; trial < 4; trial++)
            {
                var at = random.Next(model.Parameters[p].Shape.Size);
                double Loss(double step)
                {
                    var values = model.Parameters[p].ToDoubles();
                    values[at] += step;
                    var moved = Numbers.With(model,
                        [.. model.Parameters.Select((t, i) => i == p ? Tensor.Create(t.Shape, values, Engine.Reference) : t)]);
                    return moved.LossAndGradient(batch).Loss;
                }
                Assert.Equal((Loss(1e-5) - Loss(-1e-5)) / 2e-5, gradient.Parameters[p].ToDoubles()[at], 1e-8);
            }
        }
    }

    [Fact]
    public void Weight_decay_clipping_averaging_and_accumulation_leave_the_statistics_alone()
    {
        var data = Images(40);
        Seq<Tensor> After(Optimizer optimizer) =>
            Statistics(BareBatchNormalization.Initialize(1).Fit(Rows(40),
                new FitOptions { Epochs = 2, BatchSize = 8, Optimizer = optimizer }).ThrowIfFail().Model);
        var plain = After(new Sgd());
        Assert.NotEqual(Statistics(BareBatchNormalization.Initialize(1)), plain);
        foreach (var optimizer in (Optimizer[])[
            new Sgd { WeightDecay = 0.5 }, new Sgd { WeightDecay = 0.5, ExcludeFromWeightDecay = ["Bias"] }, new Adam { GlobalClipNorm = 1e-3 },
            new Adam { ClipNorm = 1e-3 }, new RmsProp { ClipValue = 1e-3 }, new Sgd { UseEma = true, EmaOverwriteFrequency = 2 },
            new Sgd { GradientAccumulationSteps = 3 }])
            Assert.Equal(plain, After(optimizer));
        var named = NormalizedNetwork.Initialize(1).Fit(data, new FitOptions { Optimizer = new Sgd { WeightDecay = 0.5, ExcludeFromWeightDecay = ["Moving"] } });
        Assert.Contains("ExcludeFromWeightDecay names \"Moving\"", named.Match(_ => "", e => e.Message));
        Assert.DoesNotContain("MovingMean", named.Match(_ => "", e => e.Message));
    }

    [Fact]
    public void A_norm_of_all_gradients_does_not_see_the_statistics()
    {
        var arena = new ParameterArena(Engine.Reference, NormalizedNetwork.Description);
        arena.Write(Point<NormalizedNetwork>(2, Engine.Reference).Parameters);
        var trainable = new double[arena.Trainable.Count];
        Engine.Reference.Read(arena.Trainable, trainable);
        var expected = NormalizedNetwork.Description.Parameters.Zip(arena.Read()).Where(p => p.Item1.Trainable)
            .SelectMany(p => p.Item2.ToDoubles()).Sum(v => v * v);
        Assert.Equal(expected, trainable.Sum(v => v * v), 1e-12);
    }

    [Fact]
    public void Numbers_far_from_zero_keep_their_digits()
    {
        var random = new System.Random(3);
        float[] x = [.. Enumerable.Range(0, 3000).Select(i => 1e4f * (1 + i % 3) + 2 * random.NextSingle())];
        var batch = new Batch(Tensor.Create([1000, 3], x), Tensor.Zeros([1000, 3]));
        var expected = Numbers.Run(OneBatchNormalization.Initialize(1).To(Engine.Reference), ProgramKind.Gradient, batch).Output;
        Numbers.Close(expected, Numbers.Run(OneBatchNormalization.Initialize(1), ProgramKind.Gradient, batch).Output, 1e-5);
    }

    [Fact]
    public void A_feature_that_never_changes_gives_beta_and_no_gradient()
    {
        foreach (var engine in Numbers.Engines)
        {
            foreach (var rows in new[] { 1, 2, 33 })
            {
                var model = Point<OneBatchNormalization>(4, engine);
                var batch = new Batch(
                    Tensor.Create([rows, 3], [.. Enumerable.Range(0, 3 * rows).Select(i => i % 3 == 1 ? -12345.678f : 0.1f)]),
                    Tensor.Zeros([rows, 3]));
                var output = Numbers.Run(model, ProgramKind.Gradient, batch).Output;
                Numbers.Close(Enumerable.Repeat(model.Normalize.Beta!.ToDoubles(), rows).SelectMany(b => b), output, 1e-6);
                Assert.All(Numbers.Of(model.LossAndGradient(batch).Gradient), v => Assert.True(double.IsFinite(v)));
                Numbers.Close([0, 0, 0], model.LossAndGradient(batch).Gradient.Normalize.Gamma!.ToDoubles(), 1e-6);
            }
        }
    }

    [Fact]
    public void A_run_that_was_broken_off_ends_with_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var data = Images(60);
        using var source = new CancellationTokenSource();
        var options = new FitOptions { Epochs = 6, BatchSize = 16, Optimizer = new Adam(), Validation = Images(20) };
        var whole = NormalizedNetwork.Initialize(1).Fit(data, options).ThrowIfFail();
        var broken = options with { Callbacks = [new BackupAndRestore(path), new CancelAfter(4, 2, source)] };
        NormalizedNetwork.Initialize(1).Fit(data, broken with { Cancellation = source.Token });
        Assert.True(File.Exists(path));
        var resumed = NormalizedNetwork.Initialize(1).Fit(data, broken).ThrowIfFail();
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(e => (e.Number, e.Loss)), resumed.History.Map(e => (e.Number, e.Loss)));
        Assert.NotEqual(Statistics(NormalizedNetwork.Initialize(1)), Statistics(resumed.Model));
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var model = Point<NormalizedNetwork>(3, Engine.Cpu);
        model.Save(path).ThrowIfFail();
        Assert.Equal(model, NormalizedNetwork.Load(path).ThrowIfFail());
        File.Delete(path);
    }

    [Fact]
    public void Statistics_that_are_spoilt_end_the_run_with_the_last_finite_model()
    {
        // The square of the third batch's numbers is infinite in float32, though the loss is not.
        float[] x = [.. Enumerable.Range(0, 5 * 4 * 3).Select(i => (i % 2 == 0 ? 1 : -1) * (i / 12 == 2 ? 1e30f : 1f))];
        var data = Targets(x);
        var options = new FitOptions { BatchSize = 4, Epochs = 1, Shuffle = false };
        var error = OneBatchNormalization.Initialize(1).Fit(data, options).Match(_ => throw new InvalidOperationException(), e => e);
        var spoilt = Assert.IsType<NonFiniteLoss<OneBatchNormalization>>(error);
        var before = OneBatchNormalization.Initialize(1).Fit(Targets(x[..24]), options).ThrowIfFail();
        Assert.Equal(3, spoilt.Step);
        Assert.Equal(before.Model, spoilt.Model);
    }

    [Fact]
    public void A_network_with_it_learns_and_evaluates_by_what_it_learned()
    {
        var data = Images(300);
        var fitted = NormalizedNetwork.Initialize(3).Fit(data,
            new FitOptions { Epochs = 12, Optimizer = new Adam(0.01), Metrics = [Metric.Accuracy] }).ThrowIfFail();
        Assert.True(fitted.Model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy > 0.9);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<NormalizedNetwork>(32));

    [Fact]
    public void What_is_trainable_is_told()
    {
        Assert.Equal(
            "OverPixels.Gamma True; OverPixels.Beta True; OverPixels.MovingMean False; OverPixels.MovingVariance False; OverSamples.Beta True; OverSamples.MovingMean False; OverSamples.MovingVariance False",
            string.Join("; ", NormalizedNetwork.Description.Parameters.Filter(p => p.Name.StartsWith("Over", StringComparison.Ordinal)).Map(p => $"{p.Name} {p.Trainable}")));
        var (all, trainable) = (36 + 16 + 384 + 8 + 24 + 27, 36 + 8 + 384 + 8 + 8 + 27);
        Assert.Equal((all, trainable), (NormalizedNetwork.Description.ParameterCount, NormalizedNetwork.Description.TrainableCount));
        Assert.Contains($"Total params: {all} (1.93 KB)\nTrainable params: {trainable} (1.84 KB)\nNon-trainable params: 24 (96 B)\n", NormalizedNetwork.Summary);
        Assert.Equal(["BatchNormalization", "BatchNormalization(no gamma)"], NormalizedNetwork.Description.Layers.Map(l => l.Layer).Filter(l => l.StartsWith("Batch", StringComparison.Ordinal)).ToArray());
    }

    [Fact]
    public void It_begins_as_the_identity_but_for_epsilon()
    {
        var model = OneBatchNormalization.Initialize(5);
        var x = Numbers.Random<OneBatchNormalization>(4, 1).Inputs;
        Numbers.Close(x.ToDoubles().Select(v => v / Math.Sqrt(1.001)), model.Forward(x).ToDoubles(), 1e-6);
    }

    internal sealed record CancelAfter(int Epoch, int Step, CancellationTokenSource Source) : Callback
    {
        public override void OnBatchEnd(TrainingContext context)
        {
            if (context.Epoch == Epoch && context.Step == Step) Source.Cancel();
        }
    }

    /// <summary>Returns a point whose variances are positive.</summary>
    private static T Point<T>(int seed, ITensorEngine engine) where T : class, IModel<T>
    {
        var model = Numbers.Point<T>(seed, engine);
        return Numbers.With(model, [.. model.Parameters.Zip(T.Description.Parameters, (t, p) =>
            p.Name.EndsWith("Variance", StringComparison.Ordinal) ? Tensor.Create(t.Shape, [.. t.ToDoubles().Select(v => Math.Abs(v) + 0.1)], engine) : t)]);
    }

    private static Seq<Tensor> Statistics<T>(T model) where T : class, IModel<T> =>
        model.Parameters.Zip(T.Description.Parameters).Filter(p => !p.Item2.Trainable).Map(p => p.Item1).Strict();

    private static (double Mean, double Variance) Moments(double[] x) =>
        (x.Average(), x.Average(v => (v - x.Average()) * (v - x.Average())));

    private static void CheckTraining<T>(Func<T, BatchNormalization> layer, double epsilon, int rows) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Point<T>(2, engine), Numbers.Random<T>(rows, 6));
            var (x, features) = (batch.Inputs.ToDoubles(), T.Description.InputShape[^1]);
            var (gamma, beta) = (layer(model).Gamma!.ToDoubles(), layer(model).Beta!.ToDoubles());
            var moments = Enumerable.Range(0, features).Select(j => Moments([.. x.Where((_, i) => i % features == j)])).ToArray();
            Numbers.Close(
                x.Select((v, i) => gamma[i % features] * (v - moments[i % features].Mean)
                    / Math.Sqrt(moments[i % features].Variance + epsilon) + beta[i % features]),
                Numbers.Run(model, ProgramKind.Gradient, batch).Output, 1e-5);
        }
    }

    private static void CheckPrediction<T>(Func<T, BatchNormalization> layer, double epsilon) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Point<T>(2, engine), Numbers.Random<T>(3, 6));
            var (features, l) = (T.Description.InputShape[^1], layer(model));
            var factor = l.Gamma!.ToDoubles().Zip(l.MovingVariance.ToDoubles(), (g, v) => g / Math.Sqrt(v + epsilon)).ToArray();
            var shift = l.Beta!.ToDoubles().Select((b, j) => b - factor[j] * l.MovingMean.ToDoubles()[j]).ToArray();
            var expected = batch.Inputs.ToDoubles().Select((v, i) => factor[i % features] * v + shift[i % features]).ToArray();
            Numbers.Close(expected, ModelCalls.Forward(model, batch.Inputs).ToDoubles(), 1e-5);
            Numbers.Close(expected, Numbers.Run(model, ProgramKind.Loss, batch).Output, 1e-5);
        }
    }

    private static Dataset Rows(int count)
    {
        var random = new System.Random(count);
        return Targets([.. Enumerable.Range(0, 3 * count).Select(_ => random.NextSingle())]);
    }

    /// <summary>Makes samples of three numbers with targets of zero.</summary>
    private static Dataset Targets(float[] x) => Dataset.Create<float>([3], x, new float[x.Length], [3]).ThrowIfFail();

    /// <summary>Makes images whose bright half or corner is their class.</summary>
    private static Dataset Images(int count)
    {
        var random = new System.Random(1);
        var (pixels, labels) = (new float[count * 30], new int[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(3);
            for (var p = 0; p < 30; p++) pixels[i * 30 + p] = 5 + random.NextSingle() + (p / 10 == labels[i] ? 1 : 0);
        }
        return Dataset.Create<float>([6, 5], pixels, labels).ThrowIfFail();
    }
}
