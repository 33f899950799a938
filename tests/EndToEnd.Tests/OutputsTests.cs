using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models with several outputs, as users write them.</summary>
public class OutputsTests
{
    private static readonly Tensor Samples = Numbers.Random<DigitDetector>(7, 1).Inputs;

    private static Detector Joined(DigitDetector digit, BoxDetector box) => new(digit.Trunk, digit.Classify, box.Locate);

    [Fact]
    public void The_description_says_what_the_outputs_are()
    {
        Assert.Equal(
            [
                new("Digit", [3], 0, [], 0, LabelKind.ClassIndices, OutputKind.Probabilities, LossKind.SparseCategoricalCrossentropy),
                new("Box", [4], 3, [4], 1, LabelKind.Values, OutputKind.Values, LossKind.MeanSquaredError) { Weight = 0.5 },
            ], Detector.Description.Outputs.ToArray());
        Assert.Equal(
            [
                new("Tags", [4, 3], 0, [4], 0, LabelKind.ClassIndices, OutputKind.Logits, LossKind.SparseCategoricalCrossentropy) { Weight = 2, IgnoredClass = -1 },
                new("IsKind", [1], 12, [1], 4, LabelKind.Values, OutputKind.IndependentProbabilities, LossKind.BinaryCrossentropy) { Reduction = Reduction.Sum },
                new("Counts", [2], 13, [2], 5, LabelKind.Values, OutputKind.Values, LossKind.CustomLoss) { Weight = -0.25 },
            ], Reader.Description.Outputs.ToArray());
        Assert.Equal((Shape.Create(7), Shape.Create(5)), (Detector.Description.OutputShape, Detector.Description.LabelShape));
        Assert.Equal((LabelKind.Packed, OutputKind.Packed, LossKind.Several),
            (Detector.Description.Labels, Detector.Description.Output, Detector.Description.Loss));
        Assert.EndsWith("\nLoss: SparseCategoricalCrossentropy of Digit [N, 3] + 0.5 · MeanSquaredError of Box [N, 4]", Detector.Summary, StringComparison.Ordinal);
        Assert.Empty(DigitDetector.Description.Outputs);
        Assert.Equal(["time", "hidden"], Named.Description.Outputs[0].Axes.ToArray());
        Assert.Equal(["classes"], Named.Description.Outputs[1].Axes.ToArray());
    }

    [Fact]
    public void Predictions_have_the_outputs_names()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<Detector>(3, engine);
            var (digit, box) = model.Forward(Samples);
            var eager = Detector.Look(model, Samples.To(engine));
            Numbers.Close(eager.Digit.ToDoubles(), digit.ToDoubles(), 1e-6);
            Numbers.Close(eager.Box.ToDoubles(), box.ToDoubles(), 1e-6);
            Assert.Equal((Shape.Create(7, 3), Shape.Create(7, 4)), (digit.Shape, box.Shape));
            Assert.Equal((digit, box), model.Predict(Samples, 3).ThrowIfFail());
            Assert.Equal((digit, box), model.Predict(Dataset.Unlabelled<float>([6], Samples.ToArray()).ThrowIfFail()).ThrowIfFail());
            Assert.Equal(Enumerable.Range(0, 7).Select(i => Enumerable.Range(0, 3).MaxBy(c => digit.ToDoubles()[3 * i + c])),
                model.Forward(Samples).Digit | Argmax);
        }
        var reader = Numbers.Point<Reader>(3, Engine.Reference);
        var batch = Numbers.Random<Reader>(5, 2);
        var (words, meta) = Reader.Unpack(batch.Inputs);
        var (tags, isKind, counts) = reader.Forward(words: words, meta: meta);
        var read = Reader.Understand(reader, (words.To(Engine.Reference), meta.To(Engine.Reference)), training: false);
        Numbers.Close(read.Tags.ToDoubles(), tags.ToDoubles(), 1e-9);
        Numbers.Close(read.IsKind.ToDoubles(), isKind.ToDoubles(), 1e-9);
        Numbers.Close(read.Counts.ToDoubles(), counts.ToDoubles(), 1e-9);
        Assert.Equal(tags, reader.Predict(words, meta).ThrowIfFail().Tags);
        Assert.Equal(Shape.Create(5, 4, 3), tags.Shape);

        // A predictor gives one row that holds all outputs.
        using var predictor = Numbers.Point<Detector>(3, Engine.Cpu).Predictor(7).ThrowIfFail();
        var row = new float[49];
        predictor.Predict(Samples.ToArray(), row);
        Assert.Equal(Numbers.Point<Detector>(3, Engine.Cpu).Forward(Samples), Detector.UnpackOutputs(Tensor.Create([7, 7], row)));
        Assert.Equal(["batch", "time", "hidden"], Named.UnpackOutputs(Tensor.Zeros([1, 15])).Each.Axes);
    }

    /// <summary>Law: loss and gradient are the weighted sums of those of models with one output each.</summary>
    [Fact]
    public void Loss_and_gradient_are_sums_over_outputs()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (digit, box) = (Numbers.Point<DigitDetector>(3, engine), Numbers.Point<BoxDetector>(4, engine));
            box = box with { Trunk = digit.Trunk };
            foreach (var weights in new[] { null, Numbers.Tensor([7], 1, 0, 2.5, 0.5, 3, 1, 0) })
            {
                var (classes, boxes) = (Numbers.Random<DigitDetector>(7, 5).Labels, Numbers.Random<BoxDetector>(7, 6).Labels);
                var (ofDigit, digitGradient) = digit.LossAndGradient(new Batch(Samples, classes, weights));
                var (ofBox, boxGradient) = box.LossAndGradient(new Batch(Samples, boxes, weights));
                var model = Joined(digit, box);
                var batch = new Batch(Samples, Detector.PackLabels(digit: classes, box: boxes), weights);
                var (loss, gradient) = model.LossAndGradient(batch);
                Assert.Equal(ofDigit + 0.5 * ofBox, loss, 1e-5);
                Assert.Equal(loss, model.Loss(batch), 1e-5);
                Numbers.Close(digitGradient.Trunk.Kernel.ToDoubles().Zip(boxGradient.Trunk.Kernel.ToDoubles(), (a, b) => a + 0.5 * b),
                    gradient.Trunk.Kernel.ToDoubles(), 1e-5);
                Numbers.Close(digitGradient.Classify.Kernel.ToDoubles(), gradient.Classify.Kernel.ToDoubles(), 1e-6);
                Numbers.Close(boxGradient.Locate.Kernel.ToDoubles().Select(d => 0.5 * d), gradient.Locate.Kernel.ToDoubles(), 1e-6);
            }
        }
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        Gradients.AgreeWithDifferences<Detector>();
        Gradients.AgreeWithDifferences<Named>();
        Gradients.AgreeWithDifferences<Reader>(training: true);
    }

    /// <summary>Compares with the formulas, on the eager method's outputs.</summary>
    [Fact]
    public void Every_output_has_its_own_reduction_smoothing_and_ignored_class()
    {
        var model = Numbers.Point<Reader>(3, Engine.Reference);
        var (words, meta) = Reader.Unpack(Numbers.Random<Reader>(3, 2).Inputs);
        int[] classes = [0, -1, 2, 1, -1, -1, -1, 0, 1, 1, 2, -1];
        double[] kind = [1, 0, 1], counts = [3, 1, 0, 2, 1, 1], weights = [1, 2, 0.5];
        var labels = Reader.PackLabels(tags: Tensor.Create([3, 4], classes), isKind: Numbers.Tensor([3, 1], kind),
            counts: Numbers.Tensor([3, 2], counts));
        var batch = new Batch(Reader.Pack(words, meta), labels, Numbers.Tensor([3], weights));

        var (tags, isKind, numbers) = model.Forward(batch.Inputs);
        double[] z = tags.ToDoubles(), p = isKind.ToDoubles(), n = numbers.ToDoubles();
        var kept = Enumerable.Range(0, 12).Where(i => classes[i] >= 0).ToArray();
        var ofTags = kept.Sum(i =>
            weights[i / 4] * (Math.Log(Enumerable.Range(0, 3).Sum(c => Math.Exp(z[3 * i + c]))) - z[3 * i + classes[i]])) / kept.Length;
        var ofKind = Enumerable.Range(0,
            3).Sum(i => weights[i] * -((0.9 * kind[i] + 0.05) * Math.Log(p[i]) + (0.95 - 0.9 * kind[i]) * Math.Log(1 - p[i])));
        var ofCounts = Enumerable.Range(0, 3)
            .Sum(i => weights[i] * Math.Log(1 + Math.Pow(n[2 * i] - counts[2 * i], 2) + Math.Pow(n[2 * i + 1] - counts[2 * i + 1], 2))) / 3;
        var h = (words.To(Engine.Reference) | model.Word).ToDoubles();
        var besides = 0.125 * h.Average(x => x * x) + 0.01 * model.Word.Kernel.ToDoubles().Sum(x => x * x);
        Assert.Equal(2 * ofTags + ofKind - 0.25 * ofCounts + besides, model.Loss(batch), 1e-6);

        // The same figures by output.
        var data = Reader.JoinLabels(
            tags: Set(classes), isKind: Set([.. kind.Select(k => (float)k)], 1), counts: Set([.. counts.Select(c => (float)c)],
                2)).ThrowIfFail();
        var told = model.Evaluate(data, Metric.SparseCategoricalAccuracy.Of("Tags"), Metric.BinaryAccuracy.Of("IsKind")).ThrowIfFail();
        Assert.Equal(["Tags_sparse_categorical_accuracy", "IsKind_binary_accuracy", "Tags_loss", "IsKind_loss", "Counts_loss"], told.Metrics.Select(m => m.Name).ToArray());
        Assert.Equal(Enumerable.Range(0, 12).Count(i => classes[i] >= 0 && Enumerable.Range(0, 3).MaxBy(c => z[3 * i + c]) == classes[i])
            / 12.0, told.Metrics[0].Value, 1e-12);
        Assert.Equal(Enumerable.Range(0, 3).Count(i => (p[i] > 0.5) == (kind[i] == 1)) / 3.0, told.Metrics[1].Value, 1e-12);
        Assert.Equal(ofTags, told.Metrics[2].Value, 1e-6);
        Assert.Equal(ofKind, told.Metrics[3].Value, 1e-6);
        Assert.Equal(ofCounts, told.Metrics[4].Value, 1e-6);
        Assert.Equal(2 * ofTags + ofKind - 0.25 * ofCounts + besides, told.Loss, 1e-6);

        float[] Rows() => Array.ConvertAll(batch.Inputs.ToDoubles(), x => (float)x);
        Dataset Set<TLabel>(TLabel[] of, int width = 4) => ((of is int[] indices
            ? Dataset.Create<float>([10], Rows(), indices, labelShape: [width])
            : Dataset.Create<float>([10], Rows(), (float[])(object)of, [width])).ThrowIfFail()
                | WithSampleWeights([1f, 2f, 0.5f])).ThrowIfFail();
    }

    /// <summary>
    /// Law: the figures of an output are those of a model with only this output, for all batches, weights and ignored labels.
    /// </summary>
    [Fact]
    public void Figures_of_an_output_are_those_of_a_model_without_others()
    {
        const int Count = 21;
        var samples = Numbers.Random<MarkedKind>(Count, 1).Inputs.ToArray();
        int[] classes = [.. Enumerable.Range(0, Count).Select(i => i % 4 == 1 ? 7 : i % 3)];
        float[] levels = [.. Enumerable.Range(0, 2 * Count).Select(i => i % 5 == 0 ? 7f : i % 3)];
        Metric[] ofKind = [Metric.SparseCategoricalAccuracy, Metric.TopK(2), Metric.Precision, Metric.Recall,
            Metric.F1], ofLevel = [Metric.MeanAbsoluteError, Metric.R2Score];
        foreach (var weights in new float[]?[] { null, [.. Enumerable.Range(0, Count).Select(i => i % 4 * 0.5f)] })
        {
            Dataset Weighted(Dataset data) => weights is null ? data : (data | WithSampleWeights(weights)).ThrowIfFail();
            var (kinds, heights) = (Weighted(Dataset.Create<float>([4], samples, classes).ThrowIfFail()),
                Weighted(Dataset.Create<float>([4], samples, levels, [2]).ThrowIfFail()));
            foreach (var engine in Numbers.Engines)
            {
                var kind = Numbers.Point<MarkedKind>(5, engine).Evaluate(kinds, 8, ofKind).ThrowIfFail();
                var level = Numbers.Point<MarkedLevel>(6, engine).Evaluate(heights, 8, ofLevel).ThrowIfFail();
                var model = new Marked(Numbers.Point<MarkedLevel>(6, engine).A, Numbers.Point<MarkedKind>(5, engine).B);
                // Weights may come from either data set, or from both.
                foreach (var data in new[] { Marked.JoinLabels(heights, kinds),
                    Marked.JoinLabels(Dataset.Create<float>([4], samples, levels, [2]).ThrowIfFail(), kinds) })
                {
                    var both = model.Evaluate(data.ThrowIfFail(), 8, [.. ofLevel.Select(m => m.Of("Level")), .. ofKind.Select(m => m.Of("Kind"))]).ThrowIfFail();
                    Numbers.Close([.. level.Metrics.Select(m => m.Value), .. kind.Metrics.Select(m => m.Value), level.Loss, kind.Loss],
                        both.Metrics.Select(m => m.Value), 1e-6);
                    Assert.Equal(level.Loss + kind.Loss, both.Loss, 1e-5);
                }
            }
            // One batch: its loss is the sum of the losses of both models.
            var (one, other) = (Numbers.Point<MarkedKind>(5, Engine.Reference), Numbers.Point<MarkedLevel>(6, Engine.Reference));
            var row = Marked.JoinLabels(heights, kinds).ThrowIfFail().ToBatch();
            Assert.Equal(one.Loss(kinds.ToBatch()) + other.Loss(heights.ToBatch()), new Marked(other.A, one.B).Loss(row), 1e-6);
        }
    }

    [Fact]
    public void Derivatives_are_those_of_the_sum()
    {
        var (model, direction, batch) =
            (Numbers.Point<Reader>(1, Engine.Reference), Numbers.Point<Reader>(2, Engine.Reference), Numbers.Random<Reader>(3, 4));
        const double Step = 1e-4;
        var (plus, minus) = ((model + Step * direction).LossAndGradient(batch).Gradient,
            (model - Step * direction).LossAndGradient(batch).Gradient);
        Numbers.Close(Numbers.Of((1 / (2 * Step)) * (plus - minus)),
            Numbers.Of(model.HessianVectorProduct(batch, direction).Product), 1e-5);
        var tangent = Reader.UnpackOutputs(model.JacobianVectorProduct(batch.Inputs, direction).Tangent);
        var (ahead, behind) = ((model + Step * direction).Forward(batch.Inputs), (model - Step * direction).Forward(batch.Inputs));
        Numbers.Close(ahead.Tags.ToDoubles().Zip(behind.Tags.ToDoubles(), (a, b) => (a - b) / (2 * Step)), tangent.Tags.ToDoubles(), 1e-5);
        Numbers.Close(ahead.Counts.ToDoubles().Zip(behind.Counts.ToDoubles(), (a, b) => (a - b) / (2 * Step)),
            tangent.Counts.ToDoubles(), 1e-5);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<Detector>(32));
}
