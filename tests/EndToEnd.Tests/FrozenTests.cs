using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>The weights that training leaves unchanged: by attribute, or by the options of one run.</summary>
public class FrozenTests
{
    [Fact]
    public void The_summary_counts_what_is_frozen_as_non_trainable()
    {
        Assert.Contains("Total params: 69 (276 B)\nTrainable params: 16 (64 B)\nNon-trainable params: 53 (212 B)\n", FrozenClassifier.Summary, StringComparison.Ordinal);
        Assert.Equal(16, FrozenClassifier.Description.TrainableCount);
        Assert.Equal([true, true, true, true, false, false], FrozenClassifier.Description.Parameters.Select(p => p.IsFrozen).ToArray());
        Assert.DoesNotContain(TrainedNorm.Description.Parameters, p => p.IsFrozen);
    }

    [Fact]
    public void The_gradient_of_what_is_frozen_is_zero_and_the_others_is_as_before()
    {
        var free = Numbers.Point<FeatureClassifier>(3, Engine.Reference);
        var frozen = Numbers.With(FrozenClassifier.Initialize(0), [.. free.Parameters]);
        var batch = Numbers.Random<FeatureClassifier>(7, 4);
        var (loss, gradient) = frozen.LossAndGradient(batch);
        Assert.Equal(free.LossAndGradient(batch).Gradient.Head, gradient.Head);
        Assert.All(gradient.Encoder.Parameters, tensor => Assert.All(tensor.ToDoubles(), d => Assert.Equal(0, d)));

        // Frozen weights have no penalty, as in Keras.
        Assert.Equal(free.Loss(batch) - 0.01 * free.Encoder.Code.Kernel.ToDoubles().Sum(w => w * w), loss, 1e-12);
        Assert.Equal(frozen.Loss(batch), loss);
    }

    [Fact]
    public void A_gradient_goes_through_what_is_frozen()
    {
        var model = Numbers.Point<FrozenAbove>(3, Engine.Reference);
        var gradient = model.LossAndGradient(Numbers.Random<FrozenAbove>(7, 4)).Gradient;
        Assert.All(gradient.Output.Kernel.ToDoubles(), d => Assert.Equal(0, d));
        Assert.All(gradient.Hidden.Kernel.ToDoubles(), d => Assert.NotEqual(0, d));
    }

    /// <summary>The batch does not matter, as in prediction.</summary>
    [Fact]
    public void A_frozen_normalisation_neither_looks_at_the_batch_nor_moves()
    {
        var data = CompositionTests.Regression(40, 3, 1);
        var options = new FitOptions { Epochs = 3, Optimizer = new Sgd(0.1), Engine = Engine.Reference };
        var start = FrozenNorm.Initialize(2).To(Engine.Reference);
        start = start with
        {
            Norm =
            start.Norm with { MovingMean = Numbers.Tensor([3], 0.3, -0.2, 0.1), MovingVariance = Numbers.Tensor([3], 2, 3, 0.5) }
        };
        var fitted = start.Fit(data, options).ThrowIfFail().Model;
        Assert.Equal(start.Norm, fitted.Norm);
        Assert.NotEqual(start.Output, fitted.Output);

        var batch = Numbers.Random<FrozenNorm>(5, 3);
        Assert.Equal(Numbers.Run(start, ProgramKind.Loss, batch).Output, Numbers.Run(start, ProgramKind.Gradient, batch).Output);
        var trained = Numbers.With(TrainedNorm.Initialize(0), [.. start.Parameters]);
        Assert.NotEqual(Numbers.Run(trained, ProgramKind.Loss, batch).Output, Numbers.Run(trained, ProgramKind.Gradient, batch).Output);
        Assert.NotEqual(start.Norm.MovingMean, trained.Fit(data, options).ThrowIfFail().Model.Norm.MovingMean);
    }

    /// <summary>Transfer learning: an encoder is pretrained, then frozen under a new head.</summary>
    [Fact]
    public void A_pretrained_encoder_keeps_its_bits_while_the_head_learns()
    {
        var random = new Random(4);
        float[] x = [.. Enumerable.Range(0, 400 * 6).Select(_ => 2 * random.NextSingle() - 1)];
        float[] codes = [.. Enumerable.Range(0,
            400).SelectMany(i => Enumerable.Range(0, 3).Select(k => MathF.Tanh(x[6 * i + k] - x[6 * i + k + 3])))];
        int[] classes = [.. Enumerable.Range(0, 400).Select(i => (codes[3 * i] > 0 ? 1 : 0) + (codes[3 * i + 1] > 0 ? 2 : 0))];
        var options = new FitOptions { Epochs = 60, Optimizer = new Adam(0.01), Metrics = [Metric.Accuracy] };
        var pretrained = Features.Initialize(1).Fit(Dataset.Create([6], x, codes, [3]).ThrowIfFail(),
            options with { Metrics = [] }).ThrowIfFail().Model;

        var data = Dataset.Create([6], x, classes).ThrowIfFail();
        var start = FrozenClassifier.Initialize(2) with { Encoder = pretrained };
        var fitted = start.Fit(data, options).ThrowIfFail().Model;
        Assert.Equal(pretrained, fitted.Encoder);
        Assert.NotEqual(start.Head, fitted.Head);
        var (transferred, random0) = (Accuracy(fitted), Accuracy(FrozenClassifier.Initialize(2).Fit(data, options).ThrowIfFail().Model));
        Assert.True(transferred > 0.9 && transferred > random0, $"pretrained {transferred}, random encoder {random0}");

        double Accuracy(FrozenClassifier model) => model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Metrics[0].Value;
    }

    [Fact]
    public void Checkpoints_and_files_hold_what_is_frozen()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var model = FrozenClassifier.Initialize(3);
            model.Save(path).ThrowIfFail();
            Assert.Equal(model, FrozenClassifier.Load(path).ThrowIfFail());
            Assert.Equal(model.Encoder, FeatureClassifier.Load(path).ThrowIfFail().Encoder);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string> Optimizers => ["sgd", "adam", "adamw", "clip", "ema"];

    /// <summary>
    /// Parameters that a run leaves out behave as if frozen, to the bit, whatever the optimizer does to all that it sees.
    /// </summary>
    [Theory, MemberData(nameof(Optimizers))]
    public void A_run_trains_what_it_names_and_nothing_else(string name)
    {
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.1, Momentum: 0.9),
            "adam" => new Adam(0.01),
            "adamw" => new AdamW(0.01) { WeightDecay = 0.1 },
            "clip" => new Sgd(0.1) { GlobalClipNorm = 0.01 },
            _ => new Sgd(0.1) { UseEma = true, EmaMomentum = 0.5 },
        };
        var data = Dataset.Create([6], [.. Enumerable.Range(0, 600).Select(i => i * 7 % 11 / 5f - 1)],
            [.. Enumerable.Range(0, 100).Select(i => i % 4)]).ThrowIfFail();
        var options = new FitOptions { Epochs = 2, Optimizer = optimizer };
        var start = FeatureClassifier.Initialize(5);
        var fitted = start.Fit(data, options with { Train = [nameof(FeatureClassifier.Head)] }).ThrowIfFail().Model;
        Assert.Equal(start.Encoder, fitted.Encoder);
        Assert.NotEqual(start.Head, fitted.Head);
        var frozen = Numbers.With(FrozenClassifier.Initialize(0), [.. start.Parameters]).Fit(data, options).ThrowIfFail().Model;
        Assert.Equal(frozen.Head, fitted.Head);

        var one = start.Fit(data, options with { Train = ["Encoder.Wide.Bias", "Encoder.Code"] }).ThrowIfFail().Model;
        Assert.Equal((start.Head, start.Encoder.Wide.Kernel), (one.Head, one.Encoder.Wide.Kernel));
        Assert.NotEqual(start.Encoder.Wide.Bias, one.Encoder.Wide.Bias);
        Assert.NotEqual(start.Encoder.Code, one.Encoder.Code);
        Assert.Equal(start.Fit(data, options).ThrowIfFail().Model, start.Fit(data, options with { Train = ["Head", "Encoder"] }).ThrowIfFail().Model);
    }

    [Fact]
    public void A_run_that_trains_a_part_goes_on_from_a_checkpoint_with_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var data = CompositionTests.Regression(60, 6, 2);
            FitOptions Options(int epochs, params Callback[] callbacks) =>
                new() { Epochs = epochs, BatchSize = 16, Optimizer = new Adam(0.01), Train = ["Blocks.1", "Head"], Callbacks = callbacks };
            var whole = DeepResidual.Initialize(1).Fit(data, Options(4, new BackupAndRestore(path))).ThrowIfFail().Model;
            File.Delete(path);
            DeepResidual.Initialize(1).Fit(data, Options(2, new BackupAndRestore(path) { DeleteCheckpoint = false })).ThrowIfFail();
            var other = DeepResidual.Initialize(1).Fit(data, Options(4, new BackupAndRestore(path)) with { Train = ["Blocks.0", "Head"] });
            Assert.Contains("its trained layers is Blocks.1 Head, but this run's is Blocks.0 Head", ((LanguageExt.Common.Error)other.Case).ToString(), StringComparison.Ordinal);
            Assert.Equal(whole, DeepResidual.Initialize(1).Fit(data, Options(4, new BackupAndRestore(path))).ThrowIfFail().Model);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_can_not_be_trained_so_is_an_error_that_says_why()
    {
        Says<FeatureClassifier>("Heads", "Train names \"Heads\", which has no weights; the layers are Encoder.Wide, Encoder.Code, Head");
        Says<FeatureClassifier>("Encoder.C", "which has no weights");
        Says<FrozenClassifier>("Encoder", "Train names \"Encoder\", but all its weights are frozen");
        Says<TrainedNorm>("Norm.MovingMean", "but all its weights are moving statistics");
        Says<TrainedNorm>("Output", "Train leaves out Norm.MovingMean, Norm.MovingVariance, but moving statistics change in every step of training: declare the layer [Frozen], or train it");
        Assert.True(FrozenNorm.Initialize(1).Fit(CompositionTests.Regression(10, 3, 1), new FitOptions { BatchSize = 5, Train = ["Output"] }).IsSucc);

        static void Says<T>(string train, string message) where T : class, IModel<T>
        {
            var (rows, inputs) = (10, T.Description.InputShape.Size);
            var x = new float[rows * inputs];
            var data = T.Description.Labels == LabelKind.ClassIndices
                ? Dataset.Create([inputs], x, new int[rows]).ThrowIfFail()
                : Dataset.Create([inputs], x, new float[rows], [1]).ThrowIfFail();
            var error = (LanguageExt.Common.Error)T.Initialize(0).Fit(data, new FitOptions { BatchSize = 5, Train = [train] }).Case;
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }
}
