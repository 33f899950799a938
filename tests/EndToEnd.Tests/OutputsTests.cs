using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models of several outputs, as a user has them.</summary>
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
        Assert.Equal((LabelKind.Packed, OutputKind.Packed, LossKind.Several), (Detector.Description.Labels, Detector.Description.Output, Detector.Description.Loss));
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
            Assert.Equal(Enumerable.Range(0, 7).Select(i => Enumerable.Range(0, 3).MaxBy(c => digit.ToDoubles()[3 * i + c])), model.Forward(Samples).Digit | Argmax);
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

        // One row of all, for whoever keeps a predictor.
        using var predictor = Numbers.Point<Detector>(3, Engine.Cpu).Predictor(7).ThrowIfFail();
        var row = new float[49];
        predictor.Predict(Samples.ToArray(), row);
        Assert.Equal(Numbers.Point<Detector>(3, Engine.Cpu).Forward(Samples), Detector.UnpackOutputs(Tensor.Create([7, 7], row)));
        Assert.Equal(["batch", "time", "hidden"], Named.UnpackOutputs(Tensor.Zeros([1, 15])).Each.Axes);
    }

    /// <summary>The law: loss and gradient are the weighted sums of those of models with one output each.</summary>
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
                Numbers.Close(digitGradient.Trunk.Kernel.ToDoubles().Zip(boxGradient.Trunk.Kernel.ToDoubles(), (a, b) => a + 0.5 * b), gradient.Trunk.Kernel.ToDoubles(), 1e-5);
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

    /// <summary>Against the formulas, on the eager method's outputs.</summary>
    [Fact]
    public void Every_output_has_its_own_reduction_smoothing_and_ignored_class()
    {
        var model = Numbers.Point<Reader>(3, Engine.Reference);
        var (words, meta) = Reader.Unpack(Numbers.Random<Reader>(3, 2).Inputs);
        int[] classes = [0, -1, 2, 1, -1, -1, -1, 0, 1, 1, 2, -1];
        double[] kind = [1, 0, 1], counts = [3, 1, 0, 2, 1, 1], weights = [1, 2, 0.5];
        var labels = Reader.PackLabels(tags: Tensor.Create([3, 4], classes), isKind: Numbers.Tensor([3, 1], kind), counts: Numbers.Tensor([3, 2], counts));
        var batch = new Batch(Reader.Pack(words, meta), labels, Numbers.Tensor([3], weights));

        var (tags, isKind, numbers) = model.Forward(batch.Inputs);
        double[] z = tags.ToDoubles(), p = isKind.ToDoubles(), n = numbers.ToDoubles();
        var kept = Enumerable.Range(0, 12).Where(i => classes[i] >= 0).ToArray();
        var ofTags = kept.Sum(i => weights[i / 4] * (Math.Log(Enumerable.Range(0, 3).Sum(c => Math.Exp(z[3 * i + c]))) - z[3 * i + classes[i]])) / kept.Length;
        var ofKind = Enumerable.Range(0, 3).Sum(i => weights[i] * -((0.9 * kind[i] + 0.05) * Math.Log(p[i]) + (0.95 - 0.9 * kind[i]) * Math.Log(1 - p[i])));
        var ofCounts = Enumerable.Range(0, 3).Sum(i => weights[i] * Math.Log(1 + Math.Pow(n[2 * i] - counts[2 * i], 2) + Math.Pow(n[2 * i + 1] - counts[2 * i + 1], 2))) / 3;
        var h = (words.To(Engine.Reference) | model.Word).ToDoubles();
        var besides = 0.125 * h.Average(x => x * x) + 0.01 * model.Word.Kernel.ToDoubles().Sum(x => x * x);
        Assert.Equal(2 * ofTags + ofKind - 0.25 * ofCounts + besides, model.Loss(batch), 1e-6);

        // The same, told by output.
        var data = Reader.JoinLabels(
            tags: Set(classes), isKind: Set([.. kind.Select(k => (float)k)], 1), counts: Set([.. counts.Select(c => (float)c)], 2)).ThrowIfFail();
        var told = model.Evaluate(data, Metric.SparseCategoricalAccuracy.Of("Tags"), Metric.BinaryAccuracy.Of("IsKind")).ThrowIfFail();
        Assert.Equal(["Tags_sparse_categorical_accuracy", "IsKind_binary_accuracy", "Tags_loss", "IsKind_loss", "Counts_loss"], told.Metrics.Select(m => m.Name).ToArray());
        Assert.Equal(Enumerable.Range(0, 12).Count(i => classes[i] >= 0 && Enumerable.Range(0, 3).MaxBy(c => z[3 * i + c]) == classes[i]) / 12.0, told.Metrics[0].Value, 1e-12);
        Assert.Equal(Enumerable.Range(0, 3).Count(i => (p[i] > 0.5) == (kind[i] == 1)) / 3.0, told.Metrics[1].Value, 1e-12);
        Assert.Equal(ofTags, told.Metrics[2].Value, 1e-6);
        Assert.Equal(ofKind, told.Metrics[3].Value, 1e-6);
        Assert.Equal(ofCounts, told.Metrics[4].Value, 1e-6);
        Assert.Equal(2 * ofTags + ofKind - 0.25 * ofCounts + besides, told.Loss, 1e-6);

        float[] Rows() => Array.ConvertAll(batch.Inputs.ToDoubles(), x => (float)x);
        Dataset Set<TLabel>(TLabel[] of, int width = 4) => ((of is int[] indices
            ? Dataset.Create<float>([10], Rows(), indices, labelShape: [width])
            : Dataset.Create<float>([10], Rows(), (float[])(object)of, [width])).ThrowIfFail() | WithSampleWeights([1f, 2f, 0.5f])).ThrowIfFail();
    }

    /// <summary>The law: what is told of an output is what is told of a model that has no other, whatever the batches, weights and ignored labels.</summary>
    [Fact]
    public void Figures_of_an_output_are_those_of_a_model_without_others()
    {
        const int Count = 21;
        var samples = Numbers.Random<MarkedKind>(Count, 1).Inputs.ToArray();
        int[] classes = [.. Enumerable.Range(0, Count).Select(i => i % 4 == 1 ? 7 : i % 3)];
        float[] levels = [.. Enumerable.Range(0, 2 * Count).Select(i => i % 5 == 0 ? 7f : i % 3)];
        Metric[] ofKind = [Metric.SparseCategoricalAccuracy, Metric.TopK(2), Metric.Precision, Metric.Recall, Metric.F1], ofLevel = [Metric.MeanAbsoluteError, Metric.R2Score];
        foreach (var weights in new float[]?[] { null, [.. Enumerable.Range(0, Count).Select(i => i % 4 * 0.5f)] })
        {
            Dataset Weighted(Dataset data) => weights is null ? data : (data | WithSampleWeights(weights)).ThrowIfFail();
            var (kinds, heights) = (Weighted(Dataset.Create<float>([4], samples, classes).ThrowIfFail()), Weighted(Dataset.Create<float>([4], samples, levels, [2]).ThrowIfFail()));
            foreach (var engine in Numbers.Engines)
            {
                var kind = Numbers.Point<MarkedKind>(5, engine).Evaluate(kinds, 8, ofKind).ThrowIfFail();
                var level = Numbers.Point<MarkedLevel>(6, engine).Evaluate(heights, 8, ofLevel).ThrowIfFail();
                var model = new Marked(Numbers.Point<MarkedLevel>(6, engine).A, Numbers.Point<MarkedKind>(5, engine).B);
                // Weights may come from either, or from both.
                foreach (var data in new[] { Marked.JoinLabels(heights, kinds), Marked.JoinLabels(Dataset.Create<float>([4], samples, levels, [2]).ThrowIfFail(), kinds) })
                {
                    var both = model.Evaluate(data.ThrowIfFail(), 8, [.. ofLevel.Select(m => m.Of("Level")), .. ofKind.Select(m => m.Of("Kind"))]).ThrowIfFail();
                    Numbers.Close([.. level.Metrics.Select(m => m.Value), .. kind.Metrics.Select(m => m.Value), level.Loss, kind.Loss], both.Metrics.Select(m => m.Value), 1e-6);
                    Assert.Equal(level.Loss + kind.Loss, both.Loss, 1e-5);
                }
            }
            // One batch, by hand.
            var (one, other) = (Numbers.Point<MarkedKind>(5, Engine.Reference), Numbers.Point<MarkedLevel>(6, Engine.Reference));
            var row = Marked.JoinLabels(heights, kinds).ThrowIfFail().ToBatch();
            Assert.Equal(one.Loss(kinds.ToBatch()) + other.Loss(heights.ToBatch()), new Marked(other.A, one.B).Loss(row), 1e-6);
        }
    }

    [Fact]
    public void Derivatives_are_those_of_the_sum()
    {
        var (model, direction, batch) = (Numbers.Point<Reader>(1, Engine.Reference), Numbers.Point<Reader>(2, Engine.Reference), Numbers.Random<Reader>(3, 4));
        const double Step = 1e-4;
        var (plus, minus) = ((model + Step * direction).LossAndGradient(batch).Gradient, (model - Step * direction).LossAndGradient(batch).Gradient);
        Numbers.Close(Numbers.Of((1 / (2 * Step)) * (plus - minus)), Numbers.Of(model.HessianVectorProduct(batch, direction).Product), 1e-5);
        var tangent = Reader.UnpackOutputs(model.JacobianVectorProduct(batch.Inputs, direction).Tangent);
        var (ahead, behind) = ((model + Step * direction).Forward(batch.Inputs), (model - Step * direction).Forward(batch.Inputs));
        Numbers.Close(ahead.Tags.ToDoubles().Zip(behind.Tags.ToDoubles(), (a, b) => (a - b) / (2 * Step)), tangent.Tags.ToDoubles(), 1e-5);
        Numbers.Close(ahead.Counts.ToDoubles().Zip(behind.Counts.ToDoubles(), (a, b) => (a - b) / (2 * Step)), tangent.Counts.ToDoubles(), 1e-5);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<Detector>(32));

    /// <summary>The class is where x0 + x1 lies, the box a linear function: both can be learned by one trunk.</summary>
    private static Dataset Data(int count = 600)
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, 6 * count).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        var classes = Enumerable.Range(0, count).Select(i => samples[6 * i] + samples[6 * i + 1] is var s && s < -0.4f ? 0 : s > 0.4f ? 2 : 1).ToArray();
        var boxes = Enumerable.Range(0, 4 * count).Select(i => samples[6 * (i / 4) + 2 + i % 4] / 2).ToArray();
        return Detector.JoinLabels(
            digit: Dataset.Create<float>([6], samples, classes, name: "digits").ThrowIfFail(), box: Dataset.Create<float>([6], samples, boxes, [4], name: "boxes").ThrowIfFail()).ThrowIfFail();
    }

    [Fact]
    public void A_model_learns_all_of_its_outputs_and_tells_each()
    {
        var parts = (Data() | Split(validation: 0.25, seed: 1)).ThrowIfFail();
        var options = new FitOptions
        {
            Epochs = 60,
            Optimizer = new Adam(0.01),
            Validation = parts.Validation,
            Metrics = [Metric.Accuracy.Of("Digit"), Metric.MeanAbsoluteError.Of("Box")],
            Callbacks = [new EarlyStopping("val_Box_loss", patience: 30)],
        };
        var fitted = Detector.Initialize(3).Fit(parts.Train, options).ThrowIfFail();
        var figures = fitted.History[fitted.History.Count - 1].Figures.ToDictionary(f => f.Name, f => f.Value);
        Assert.Equal(
            [
                "loss", "Digit_accuracy", "Box_mean_absolute_error", "Digit_loss", "Box_loss", "val_loss", "val_Digit_accuracy", "val_Box_mean_absolute_error", "val_Digit_loss",
                "val_Box_loss",
            ], fitted.History[0].Figures.Select(f => f.Name).ToArray());
        Assert.InRange(figures["val_Digit_accuracy"], 0.93, 1);
        // A box in the middle is 0.25 away.
        Assert.InRange(figures["val_Box_mean_absolute_error"], 0, 0.13);
        foreach (var which in new[] { "", "val_" })
            Assert.Equal(figures[which + "Digit_loss"] + 0.5 * figures[which + "Box_loss"], figures[which + "loss"], 1e-5);

        // What is told is what the predictions are.
        var (digit, box) = fitted.Model.Predict(parts.Validation).ThrowIfFail();
        var labels = parts.Validation.ToBatch().Labels.ToDoubles();
        var right = (digit | Argmax).Select((c, i) => c == labels[5 * i] ? 1.0 : 0.0).Average();
        var error = box.ToDoubles().Select((b, i) => Math.Abs(b - labels[5 * (i / 4) + 1 + i % 4])).Average();
        var told = fitted.Model.Evaluate(parts.Validation, [.. options.Metrics]).ThrowIfFail();
        Assert.Equal(right, told.Metrics[0].Value, 1e-12);
        Assert.Equal(error, told.Metrics[1].Value, 1e-6);
        foreach (var metric in told.Metrics) Assert.Equal(metric.Value, figures["val_" + metric.Name]);

        // The same bits again, on one thread; by folds, where the score is what was asked for first.
        Assert.Equal(fitted.Model, Detector.Initialize(3).Fit(parts.Train, options with { Threads = 1 }).ThrowIfFail().Model);
        var plain = new FitOptions { Epochs = 2 };
        var folds = Detector.CrossValidate(parts.Train, plain, folds: 3).ThrowIfFail();
        Assert.All(folds.Folds, fold => Assert.Equal(fold.Held.Loss, fold.Score));
        Assert.All(Detector.CrossValidate(parts.Train, plain with { Metrics = options.Metrics }, folds: 3).ThrowIfFail().Folds, fold => Assert.Equal(fold.Held.Metrics[0].Value, fold.Score));
    }

    /// <summary>A run that was broken off within an epoch goes on with the same bits and tells the same figures, also of outputs; weights, ignored classes and callbacks take part.</summary>
    [Fact]
    public void A_run_goes_on_where_it_was_broken_off()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;
        try
        {
            var data = Data(40);
            FitOptions Options(string name, params Callback[] callbacks) => new()
            {
                Epochs = 3,
                BatchSize = 7,
                Metrics = [Metric.Accuracy.Of("Digit")],
                Validation = data,
                Callbacks = [new CsvLogger(Path.Combine(folder, name + ".csv")), .. callbacks],
            };
            var whole = Detector.Initialize(1).Fit(data, Options("whole")).ThrowIfFail();
            var columns = File.ReadLines(Path.Combine(folder, "whole.csv")).First().Split(',');
            Assert.Superset(new System.Collections.Generic.HashSet<string>(["loss", "Digit_accuracy", "Digit_loss", "Box_loss", "val_Digit_loss", "val_Box_loss"]), columns.ToHashSet());
            foreach (var last in new[] { 2, 9, 13 })
            {
                using var source = new CancellationTokenSource();
                var steps = 0;
                var stop = new LambdaCallback(onBatchEnd: _ => { if (++steps == last) source.Cancel(); });
                var options = Options("part" + last, stop, new BackupAndRestore(Path.Combine(folder, "checkpoint"), everySteps: 2));
                Assert.True(Detector.Initialize(1).Fit(data, options with { Cancellation = source.Token }).ThrowIfFail().Cancelled);
                var resumed = Detector.Initialize(1).Fit(data, options).ThrowIfFail();
                Assert.Equal(whole.Model, resumed.Model);
                Assert.Equal(whole.History.Select(e => e.Figures.Select(f => (f.Name, f.Value)).ToArray()).ToArray(), resumed.History.Select(e => e.Figures.Select(f => (f.Name, f.Value)).ToArray()).ToArray());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Labels_are_joined_whatever_their_order()
    {
        var data = Data(20);
        var (digits, boxes) = Sets(data.ToBatch());
        Assert.Equal(data.ToBatch().Labels, Detector.JoinLabels(digits, boxes).ThrowIfFail().ToBatch().Labels);
        // Views of different storages, in the same order of samples.
        var order = Detector.JoinLabels((digits | Shuffle(2)) | Take(9), (boxes | Shuffle(2)) | Take(9)).ThrowIfFail();
        var expected = (data | Shuffle(2)) | Take(9);
        Assert.Equal(expected.ToBatch().Labels, order.ToBatch().Labels);
        Assert.Equal(expected.ToTensor(), order.ToTensor());
        Assert.Equal("digits: 9 samples of shape [6], labels: class indices [], numbers [4]", order.ToString());
        // One storage, labels derived from each other.
        var both = Dataset.JoinLabels(digits, (digits | OneHot(3)).ThrowIfFail(), (digits | IsClass(2)).ThrowIfFail()).ThrowIfFail().ToBatch().Labels.ToDoubles();
        for (var i = 0; i < 20; i++)
        {
            var label = both[5 * i];
            Assert.Equal([label, label == 0 ? 1 : 0, label == 1 ? 1 : 0, label == 2 ? 1 : 0, label == 2 ? 1 : 0], both[(5 * i)..(5 * i + 5)]);
        }

        var wrong = ((Error)Detector.JoinLabels(digits, boxes | Shuffle(2)).Case).Message;
        Assert.Contains("sample 0 is another in digits than in boxes", wrong, StringComparison.Ordinal);
        Assert.Contains("has 20 samples, but boxes has 9", ((Error)Detector.JoinLabels(digits, boxes | Take(9)).Case).Message, StringComparison.Ordinal);
        Assert.Contains("takes labels of shape [4]", ((Error)Detector.JoinLabels(digits, (digits | OneHot(3)).ThrowIfFail()).Case).Message, StringComparison.Ordinal);
        Assert.Contains("Detector.Digit", ((Error)Detector.JoinLabels(boxes, boxes).Case).Message, StringComparison.Ordinal);

        Assert.Contains("sample 0 is another", Failure(digits, digits | Scale(2)), StringComparison.Ordinal);
        Assert.Contains("sample 0 is another", Failure(digits, Dataset.Create<float>([2, 3], digits.ToTensor().ToArray(), new int[20]).ThrowIfFail()), StringComparison.Ordinal);
        Assert.Contains("digits has the labels of several outputs already", Failure(data, digits), StringComparison.Ordinal);
        Assert.Contains("no labels", Failure(digits, Dataset.Unlabelled<float>([6], digits.ToTensor().ToArray()).ThrowIfFail()), StringComparison.Ordinal);
        var (light, heavy) = ((digits | WithSampleWeights(new float[20])).ThrowIfFail(), (digits | WithSampleWeights([.. Enumerable.Repeat(1f, 20)])).ThrowIfFail());
        Assert.Contains("the weight of sample 0 is another", Failure(light, heavy), StringComparison.Ordinal);

        static string Failure(params Dataset[] sets) => ((Error)Dataset.JoinLabels(sets).Case).Message;
        static (Dataset, Dataset) Sets(Batch batch)
        {
            var (samples, labels) = (batch.Inputs.ToArray(), batch.Labels.ToArray());
            int[] classes = [.. labels.Where((_, i) => i % 5 == 0).Select(c => (int)c)];
            return (Dataset.Create<float>([6], samples, classes, name: "digits").ThrowIfFail(),
                Dataset.Create<float>([6], samples, labels.Where((_, i) => i % 5 > 0).ToArray(), [4], name: "boxes").ThrowIfFail());
        }
    }

    /// <summary>Samples may stay in their files; one that can't be read any more is an error, as everywhere.</summary>
    [Fact]
    public void Labels_of_mapped_samples_are_joined()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;
        try
        {
            byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)i)], classes = [.. Enumerable.Range(0, 10).Select(i => (byte)(i % 3))];
            string images = Write("images", [10, 6], pixels), labels = Write("labels", [10], classes);
            var mapped = Idx.Map([new IdxPart(images, labels)]).ThrowIfFail();
            var boxes = Dataset.Create<byte>([6], pixels, new float[40], [4]).ThrowIfFail();
            var joined = Detector.JoinLabels(mapped, boxes).ThrowIfFail();
            Assert.Equal(classes.Select(c => (double)c), joined.ToBatch().Labels.ToDoubles().Where((_, i) => i % 5 == 0));
            Assert.True(Detector.Initialize(1).Fit(joined | Scale(0.01f), new FitOptions { Epochs = 1, BatchSize = 4 }).IsSucc);
            File.SetLastWriteTimeUtc(images, DateTime.UtcNow.AddHours(1));
            // For a tenth of a second a look at the file is trusted.
            Thread.Sleep(150);
            Assert.Contains("images", ((Error)Detector.JoinLabels(mapped, boxes).Case).Message, StringComparison.Ordinal);
            Assert.Contains("images", ((Error)Dataset.JoinLabels(boxes, mapped).Case).Message, StringComparison.Ordinal);
        }
        finally
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Directory.Delete(folder, recursive: true);
        }

        string Write(string name, int[] shape, byte[] content)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, [0, 0, 8, (byte)shape.Length, .. shape.SelectMany(d => new byte[] { 0, 0, (byte)(d >> 8), (byte)d }), .. content]);
            return path;
        }
    }

    [Fact]
    public void What_does_not_fit_names_the_output()
    {
        var (model, data) = (Detector.Initialize(1), Data(20));
        Assert.Contains(
            "the metric accuracy does not say which of the outputs Digit and Box it judges: write .Of(\"Digit\") behind it",
            ((Error)model.Fit(data, new FitOptions { BatchSize = 4, Metrics = [Metric.Accuracy] }).Case).Message, StringComparison.Ordinal);
        Assert.Contains("but Detector has the outputs Digit and Box", Failure(Metric.Accuracy.Of("digit")), StringComparison.Ordinal);
        Assert.Contains("Detector.Box has the loss MeanSquaredError", Failure(Metric.Accuracy.Of("Box")), StringComparison.Ordinal);
        Assert.Contains(
            "has one output: leave Of away", ((Error)DigitDetector.Initialize(1).Evaluate(Dataset.Create<float>([6], new float[6], [0]).ThrowIfFail(), Metric.Accuracy.Of("Digit")).Case).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has the outputs Digit and Box: give samples weights instead",
            ((Error)model.Fit(data, new FitOptions { BatchSize = 4, ClassWeights = new Dictionary<int, double> { [1] = 2 } }).Case).Message, StringComparison.Ordinal);
        Assert.Contains(
            "labels are class indices [], but Detector has the outputs Digit and Box: join data sets with the labels of each by Detector.JoinLabels",
            ((Error)model.Evaluate(Dataset.Create<float>([6], new float[6], [0]).ThrowIfFail()).Case).Message, StringComparison.Ordinal);
        Assert.Contains("labels are those of 2 outputs, but DigitDetector has one", ((Error)DigitDetector.Initialize(1).Evaluate(data).Case).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Detector.Digit has the classes 0 … 2",
            ((Error)Detector.JoinLabels(Dataset.Create<float>([6], new float[6], [3]).ThrowIfFail(), Dataset.Create<float>([6], new float[6], new float[4], [4]).ThrowIfFail()).Case).Message,
            StringComparison.Ordinal);

        var batch = Numbers.Random<Detector>(2, 1);
        Assert.Equal(
            "Detector takes the labels of its outputs Digit and Box in rows [2, 5], but these labels are [2]: make them with Detector.PackLabels.",
            Thrown(() => model.Loss(batch with { Labels = Tensor.Create([2], [0, 1]) })));
        Assert.Equal("Detector.Digit knows the classes 0 to 2, but the label of sample 1 is 7.", Thrown(() => Packed([0, 7])));
        Assert.Equal("Detector was given labels of 2 samples for Digit, but of 1 for Box.", Thrown(() => Detector.PackLabels(Tensor.Create([2], [0, 1]), Tensor.Zeros([1, 4]))));
        Assert.Equal("Detector.Digit takes class indices, but the label of sample 0 is 0.5.", Thrown(() => model.Loss(batch with { Labels = Tensor.Create([2, 5], [.5f, 0, 0, 0, 0, 1, 0, 0, 0, 0]) })));
        Assert.Equal("Detector predicts rows of its outputs Digit and Box, [N, 7], but this is [2, 3].", Thrown(() => Detector.UnpackOutputs(Tensor.Zeros([2, 3]))));

        string Failure(Metric metric) => ((Error)model.Evaluate(data, metric).Case).Message;
        static string Thrown(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
        static Tensor Packed(int[] classes) => Detector.PackLabels(Tensor.Create([2], classes), Tensor.Zeros([2, 4]));
    }
}
