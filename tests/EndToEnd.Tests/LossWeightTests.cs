using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>How samples and classes are weighted in a loss, and how losses become one number.</summary>
public class LossWeightTests
{
    private static readonly Tensor Eye = Numbers.Identity(3);
    private static readonly Tensor Logits = Numbers.Tensor([3, 3], 8, 1, 1, 0, 9, 1, 2, 3, 5);
    private static readonly Batch Errors = new(Numbers.Tensor([2, 3], 4, 8, 12, 8, 1, 3), Numbers.Tensor([2, 3], 1, 9, 2, -5, -2, 6));

    [Fact]
    public void Weighted_losses_of_Kerass_own_tests()
    {
        foreach (var engine in Numbers.Engines)
        {
            var classes = Numbers.Batch(Logits, 0, 1, 2) with { Weights = Numbers.Tensor([3], 1.2, 3.4, 5.6) };
            Assert.Equal(0.31829, Numbers.With(SparseLogits.Initialize(0), Eye).To(engine).Loss(classes), 1e-5);
            Assert.Equal(0.31829, Numbers.With(CategoricalLogits.Initialize(0), Eye).To(engine).Loss(classes with { Labels = Eye }), 1e-5);
            var errors = Errors with { Weights = Numbers.Tensor([2], 1.2, 3.4) };
            Assert.Equal(767.8 / 6, Numbers.With(SquaredErrors.Initialize(0), Eye).To(engine).Loss(errors), 1e-4);
            Assert.Equal(81.4 / 6, Numbers.With(AbsoluteErrors.Initialize(0), Eye).To(engine).Loss(errors), 1e-4);
            Assert.Equal(422.8888, Numbers.With(PercentageErrors.Initialize(0), Eye).To(engine).Loss(errors), 1e-2);
            var alike = Errors with { Weights = Numbers.Tensor([2], 2.3, 2.3) };
            Assert.Equal(227.7, Numbers.With(SummedErrors.Initialize(0), Eye).To(engine).Loss(alike), 1e-3);
            Assert.Equal((44 + 187 / 3.0 * 3.4) / 4.6, Numbers.With(WeightedMeanErrors.Initialize(0), Eye).To(engine).Loss(errors), 1e-4);
            var hinge = new Batch(Numbers.Tensor([2, 2], .6, .4, .4, .6), Numbers.Tensor([2, 2], 0, 1, 0, 0), Numbers.Tensor([2], 1, 0));
            Assert.Equal(0.55, Numbers.With(Margins.Initialize(0), Numbers.Identity(2)).To(engine).Loss(hinge), 1e-6);
        }
    }

    [Fact]
    public void Weights_of_a_batch_may_be_a_column()
    {
        var (model, batch) = (Models.Softmax3.Initialize(1), Numbers.Random<Models.Softmax3>(4, 1));
        float[] weights = [0.5f, 2, 0, 3];
        var row = batch with { Weights = Tensor.Create([4], weights) };
        var column = batch with { Weights = Tensor.Create([4, 1], weights) };
        Assert.NotEqual(model.Loss(batch), model.Loss(row));
        Assert.Equal(model.Loss(row), model.Loss(column));
        Assert.Equal(model.LossAndGradient(row).Gradient, model.LossAndGradient(column).Gradient);
        Assert.Throws<ArgumentException>(() => model.Loss(batch with { Weights = Tensor.Create([1, 4], weights) }));
    }

    /// <summary>The mean is taken over all samples, whatever their weights.</summary>
    [Fact]
    public void Loss_and_gradient_are_the_weighted_sums_of_those_of_each_sample_over_their_number()
    {
        foreach (var engine in Numbers.Engines)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var (random, rows) = (new Random(seed), 1 + seed % 6);
                var (model, batch) = (Numbers.Point<Categorical>(seed, engine), Numbers.Random<Categorical>(rows, seed));
                double[] weights = [.. Enumerable.Range(0, rows).Select(_ => Math.Round(4 * random.NextDouble(), 2))];
                var (loss, gradient) = model.LossAndGradient(batch with { Weights = Numbers.Tensor([rows], weights) });
                var (sum, slope) = (0.0, new double[Numbers.Of(gradient).Length]);
                for (var i = 0; i < rows; i++)
                {
                    var (one, part) = model.LossAndGradient(Row(batch, i));
                    sum += weights[i] * one / rows;
                    slope = [.. slope.Zip(Numbers.Of(part), (total, d) => total + weights[i] * d / rows)];
                }
                Assert.Equal(sum, loss, 1e-5 * Math.Max(1, sum));
                Numbers.Close(slope, Numbers.Of(gradient), 1e-5);
                Assert.Equal(loss, model.Loss(batch with { Weights = Numbers.Tensor([rows], weights) }), 1e-6);
            }
        }
    }

    [Fact]
    public void A_regulariser_has_no_weight()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Numbers.Point<Penalized>(1, engine), Numbers.Random<Penalized>(3, 1));
            var plain = Numbers.Point<Plain>(1, engine);
            var none = Numbers.Tensor([3], 0, 0, 0);
            Assert.Equal(model.Loss(batch) - plain.Loss(batch), model.Loss(batch with { Weights = none }), 1e-5);
            Assert.Equal(0, plain.Loss(batch with { Weights = none }));
        }
    }

    [Fact]
    public void A_sum_has_the_gradient_of_the_mean_times_the_number_of_samples()
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = Numbers.Random<SquaredErrors>(5, 3);
            var ((mean, slope), (sum, slopes)) = (Numbers.Point<SquaredErrors>(3, engine).LossAndGradient(batch),
                Numbers.Point<SummedErrors>(3, engine).LossAndGradient(batch));
            Assert.Equal(5 * mean, sum, 1e-5);
            Numbers.Close(Numbers.Of(slope).Select(d => 5 * d), Numbers.Of(slopes), 1e-5);
        }
    }

    [Fact]
    public void An_ignored_class_counts_neither_above_nor_below_the_line()
    {
        var logits = Numbers.Tensor([2, 3], .854, .698, .598, .088, .86, .018);
        foreach (var engine in Numbers.Engines)
        {
            // Keras's own test.
            var model = Numbers.With(IgnoringMinusOne.Initialize(0), Eye).To(engine);
            var (loss, gradient) = model.LossAndGradient(Numbers.Batch(logits, -1, 2));
            var (kept, same) = model.LossAndGradient(Numbers.Batch(Numbers.Tensor([1, 3], .088, .86, .018), 2));
            Assert.Equal(1.480129, loss, 1e-5);
            Assert.Equal(kept, loss, 1e-6);
            Numbers.Close(Numbers.Of(same), Numbers.Of(gradient), 1e-6);
            Assert.Equal(loss, model.Loss(Numbers.Batch(logits, -1, 2)), 1e-6);

            var (nothing, still) = model.LossAndGradient(Numbers.Batch(1e4 * logits, -1, -1));
            Assert.Equal(0, nothing);
            Assert.All(Numbers.Of(still), d => Assert.Equal(0, d));

            var weighted = Numbers.Batch(Logits, 0, 1, 2) with { Weights = Numbers.Tensor([3], 2, 5, 0.5) };
            double[] losses = [0.001822103, 0.000458767, 0.169846020];
            Assert.Equal(2 * losses[0] + 0.5 * losses[2], Numbers.With(IgnoringInSums.Initialize(0), Eye).To(engine).Loss(weighted), 1e-6);
            Assert.Equal((2 * losses[0] + 0.5 * losses[2]) / 2.5,
                Numbers.With(IgnoringInWeightedMeans.Initialize(0), Eye).To(engine).Loss(weighted), 1e-6);
        }
    }

    [Fact]
    public void In_rows_of_labels_each_ignored_one_is_left_out()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(IgnoringInRows.Initialize(0), Eye).To(engine);
            var batch = new Batch(Numbers.Tensor([2, 2, 3], 8, 1, 1, 0, 9, 1, 2, 3, 5, 4, 4, 4), Tensor.Create([2, 2], [0, 255, 2, 255]));
            Assert.Equal((0.001822103 + 0.169846020) / 2, model.Loss(batch), 1e-6);
            Assert.Equal((0.001822103 + 3 * 0.169846020) / 2, model.Loss(batch with { Weights = Numbers.Tensor([2], 1, 3) }), 1e-6);
        }
        var wrong = new Batch(Numbers.Tensor([1, 2, 3], 0, 0, 0, 0, 0, 0), Tensor.Create([1, 2], [0, 254]));
        Assert.Contains("sample 0 is 254", Assert.Throws<ArgumentException>(() => IgnoringInRows.Initialize(0).Loss(wrong)).Message);
    }

    [Fact]
    public void Training_with_weights_of_classes_is_training_with_the_weights_of_samples_that_they_stand_for()
    {
        var data = Data(seed: 5, count: 50);
        var weights = new Dictionary<int, double> { [0] = 2.5, [2] = 0.25 };
        float[] OfSamples(float factor) => [.. Labels(data).Select(c => factor * (float)weights.GetValueOrDefault(c, 1))];
        var byClass = Fit(data, new() { ClassWeights = weights });
        Assert.Equal(Fit((data | WithSampleWeights(OfSamples(1))).ThrowIfFail(), new()), byClass);
        Assert.NotEqual(Fit(data, new()), byClass);

        // With both weights, their product counts.
        var halves = (data | WithSampleWeights([.. Enumerable.Repeat(0.5f, 50)])).ThrowIfFail();
        Assert.Equal(Fit((data | WithSampleWeights(OfSamples(0.5f))).ThrowIfFail(), new()), Fit(halves, new() { ClassWeights = weights }));

        // One-hot rows give the same classes.
        var rows = (data | OneHot(3)).ThrowIfFail();
        var options = new FitOptions { ClassWeights = weights, Epochs = 2, BatchSize = 7, Seed = 3 };
        Assert.Equal(byClass, Numbers.Of(CategoricalLogits.Initialize(1).Fit(rows, options).ThrowIfFail().Model));

        static double[] Fit(Dataset data, FitOptions options) => Numbers.Of(
            SparseLogits.Initialize(1).Fit(data, options with { Epochs = 2, BatchSize = 7, Seed = 3 }).ThrowIfFail().Model);
    }

    [Fact]
    public void A_sample_of_weight_0_is_as_if_it_were_not_there_but_for_the_divisor()
    {
        var data = Data(seed: 2, count: 12);
        var few = (data | Take(8));
        var weighted = (data | WithSampleWeights([.. Enumerable.Range(0, 12).Select(i => i < 8 ? 1.5f : 0f)])).ThrowIfFail();
        var model = SparseLogits.Initialize(1);
        var (loss, gradient) = model.LossAndGradient(weighted.ToBatch());
        var (kept, slope) = model.LossAndGradient(few.ToBatch());
        Assert.Equal(kept, loss, 1e-6);
        Numbers.Close(Numbers.Of(slope), Numbers.Of(gradient), 1e-6);
    }

    [Fact]
    public void Evaluation_and_validation_weigh_samples_but_not_classes()
    {
        var data = Data(seed: 4, count: 30);
        float[] weights = [.. Enumerable.Range(0, 30).Select(i => i % 4 * 0.5f)];
        var weighted = (data | WithSampleWeights(weights)).ThrowIfFail();
        var model = SparseLogits.Initialize(3);
        var losses = Numbers.Run(model, ProgramKind.Loss, data.ToBatch()).Losses;
        var expected = losses.Zip(weights, (l, w) => l * w).Sum() / 30;
        foreach (var batchSize in new[] { 1, 7, 30, 256 })
            Assert.Equal(expected, model.Evaluate(weighted, batchSize).ThrowIfFail().Loss, 1e-5);
        Assert.Equal(model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy,
            model.Evaluate(weighted, Metric.Accuracy).ThrowIfFail().Accuracy);

        var options = new FitOptions { Validation = weighted, ClassWeights = new Dictionary<int, double> { [0] = 9 }, BatchSize = 10 };
        var fitted = model.Fit(data, options).ThrowIfFail();
        Assert.Equal(fitted.Model.Evaluate(weighted).ThrowIfFail().Loss, fitted.History[0].ValidationLoss);
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_of_its_batches_by_their_sizes_as_in_Keras()
    {
        var data = Dataset.Create<float>([3], [.. Enumerable.Range(0, 15).Select(i => i * 0.1f)], new float[15], [3]).ThrowIfFail();
        var still = new FitOptions { Optimizer = new Sgd(0), BatchSize = 2, Shuffle = false };
        var (model, all) = (SummedErrors.Initialize(1), SummedErrors.Initialize(1).Loss(data.ToBatch()));
        var parts = new[] { 0..2, 2..4,
            4..5 }.Select(rows => (Size: rows.End.Value - rows.Start.Value, Loss: model.Loss(data.ToBatch(rows)))).ToArray();
        Assert.Equal(all, parts.Sum(p => p.Loss), 1e-5);
        Assert.Equal(parts.Sum(p => p.Size * p.Loss) / 5, model.Fit(data, still).ThrowIfFail().History[0].Loss, 1e-5);
    }

    [Fact]
    public void Data_with_samples_of_no_class_trains_a_model_that_ignores_them()
    {
        var (data, holes) = (Data(seed: 6, count: 40), Data(seed: 6, count: 40, (i, c) => i % 3 == 0 ? Dataset.NoClass : c));
        Assert.Contains("sample 0 is -1, but SparseLogits has the classes 0 … 2", holes.Check(SparseLogits.Description).Match(_ => "", e => e.Message));
        var model = IgnoringMinusOne.Initialize(1);
        var whole = new FitOptions { BatchSize = 40, Shuffle = false, Epochs = 3 };
        var rows = Enumerable.Range(0, 40).Where(i => i % 3 != 0).ToArray();
        var (samples, classes) = (new float[rows.Length * 3], new int[rows.Length]);
        data.CopySamples(rows, samples);
        data.CopyClasses(rows, classes);
        var kept = Dataset.Create<float>([3], samples, classes).ThrowIfFail();
        Numbers.Close(
            Numbers.Of(model.Fit(kept, whole with { BatchSize = rows.Length }).ThrowIfFail().Model),
            Numbers.Of(model.Fit(holes, whole).ThrowIfFail().Model), 1e-4);

        // Accuracy counts all samples, as in Keras; a sample of no class is never right.
        var right = model.Evaluate(kept, Metric.Accuracy).ThrowIfFail().Accuracy * rows.Length;
        Metric[] metrics = [Metric.Accuracy, new TopK(2), Metric.F1, Metric.Precision];
        var judged = model.Evaluate(holes, metrics).ThrowIfFail();
        Assert.Equal(right / 40, judged.Accuracy, 1e-12);
        Assert.All(judged.Metrics, m => Assert.InRange(m.Value, 0, 1));
    }

    [Fact]
    public void An_ignored_class_of_the_model_is_judged_as_the_others_are()
    {
        var data = Data(seed: 3, count: 40);
        Metric[] metrics = [Metric.Accuracy, new TopK(2), Metric.F1];
        var plain = Numbers.With(SparseLogits.Initialize(0), Eye).Evaluate(data, metrics).ThrowIfFail();
        var ignoring = Numbers.With(IgnoringInSums.Initialize(0), Eye).Evaluate(data, metrics).ThrowIfFail();
        Assert.Equal(plain.Metrics, ignoring.Metrics);
        Assert.NotEqual(plain.Loss, ignoring.Loss);
    }

    [Fact]
    public void All_that_is_wrong_with_weights_of_classes_is_told_at_once()
    {
        var data = Data(seed: 1, count: 10);
        var wrong = new FitOptions
        {
            BatchSize = 5,
            ClassWeights = new Dictionary<int, double> { [3] = 1, [-1] = 1, [0] = -2, [1] = double.NaN }
        };
        Assert.Equal(
        [
            "ClassWeights has a weight for the class -1, but the classes of SparseLogits are 0 to 2",
            "ClassWeights gives the class 0 the weight -2, but a weight must be finite and 0 or more",
            "ClassWeights gives the class 1 the weight NaN, but a weight must be finite and 0 or more",
            "ClassWeights has a weight for the class 3, but the classes of SparseLogits are 0 to 2",
        ], SparseLogits.Initialize(1).Fit(data, wrong).Match(_ => [], e => ((InvalidFit)e).Faults.ToArray()));

        var numbers = Dataset.Create<float>([3], new float[30], new float[30], [3]).ThrowIfFail();
        var some = new FitOptions { BatchSize = 5, ClassWeights = new Dictionary<int, double> { [0] = 2 } };
        Assert.Contains("does not choose between classes", SquaredErrors.Initialize(1).Fit(numbers, some).Match(_ => "", e => e.Message));
        Assert.Contains("does not choose between classes", BinaryLogits.Initialize(1).Fit(numbers, some).Match(_ => "", e => e.Message));
    }

    [Fact]
    public void A_yes_and_a_no_are_the_classes_1_and_0()
    {
        float[] yes = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? 1f : 0f)];
        var data = Dataset.Create<float>([3], [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i))], yes, [1]).ThrowIfFail();
        var weighted = (data | WithSampleWeights([.. yes.Select(y => y == 1 ? 3f : 0.5f)])).ThrowIfFail();
        var options = new FitOptions { BatchSize = 6, Epochs = 2 };
        var classes = options with { ClassWeights = new Dictionary<int, double> { [1] = 3, [0] = 0.5 } };
        Assert.Equal(
            Numbers.Of(YesOrNo.Initialize(1).Fit(weighted, options).ThrowIfFail().Model),
            Numbers.Of(YesOrNo.Initialize(1).Fit(data, classes).ThrowIfFail().Model));
    }

    [Fact]
    public void Weights_that_do_not_fit_a_batch_are_refused()
    {
        var model = SparseLogits.Initialize(1);
        string Fault(Tensor weights) =>
            Assert.Throws<ArgumentException>(() => model.Loss(Numbers.Batch(Logits, 0, 1, 2) with { Weights = weights })).Message;
        Assert.Equal("The weights of 3 samples are real numbers of shape [3], but these are [2].", Fault(Numbers.Tensor([2], 1, 1)));
        Assert.Equal("A weight is finite and 0 or more, but that of sample 1 is -1.", Fault(Numbers.Tensor([3], 1, -1, 1)));
        Assert.Equal("A weight is finite and 0 or more, but that of sample 2 is NaN.", Fault(Numbers.Tensor([3], 1, 1, double.NaN)));
    }

    /// <summary>
    /// An epoch of a thousand steps allocates as little as one of ten: only the epoch's own records. The smallest object, allocated once a
    /// step, would make 24,000 bytes. Some bytes are the runtime's own, from its compilation.
    /// </summary>
    [Fact]
    public void A_step_with_weights_allocates_nothing()
    {
        var data = Data(seed: 1, count: 1000, (i, c) => i % 5 == 0 ? Dataset.NoClass : c);
        var weighted = (data | WithSampleWeights([.. Enumerable.Range(0, 1000).Select(i => i * 0.01f)])).ThrowIfFail();
        Assert.InRange(PerEpoch(1) - PerEpoch(100), -5000, 5000);

        long PerEpoch(int batchSize)
        {
            Bytes(3);
            return (Bytes(14) - Bytes(4)) / 10;

            long Bytes(int epochs)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var options = new FitOptions
                {
                    BatchSize = batchSize,
                    Epochs = epochs,
                    Optimizer = new Sgd(),
                    ClassWeights = new Dictionary<int, double> { [1] = 2 }
                };
                IgnoringMinusOne.Initialize(1).Fit(weighted, options).ThrowIfFail();
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }

    private static Batch Row(Batch batch, int i)
    {
        Tensor Part(Tensor all) =>
            Numbers.Tensor(all.Shape.Tail.Prepend(1), all.ToDoubles()[(i * all.Shape.Tail.Size)..((i + 1) * all.Shape.Tail.Size)]);
        return new Batch(Part(batch.Inputs), Part(batch.Labels));
    }

    private static Dataset Data(int seed, int count, Func<int, int, int>? label = null)
    {
        var random = new Random(seed);
        float[] samples = [.. Enumerable.Range(0, 3 * count).Select(_ => 2 * random.NextSingle() - 1)];
        int[] classes = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        return Dataset.Create<float>([3], samples, [.. classes.Select((c, i) => label?.Invoke(i, c) ?? c)]).ThrowIfFail();
    }

    private static int[] Labels(Dataset data)
    {
        var classes = new int[data.Count];
        data.CopyClasses([.. Enumerable.Range(0, data.Count)], classes);
        return classes;
    }
}
