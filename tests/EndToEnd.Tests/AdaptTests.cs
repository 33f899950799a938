using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Statistics that layers learn from data: they are right, whole, and a part of the model.</summary>
[Properties(MaxTest = 40)]
public class AdaptTests
{
    /// <summary>Against the definition in decimal arithmetic, for numbers of many sizes; the order changes no bit.</summary>
    [Property]
    public void Moments_are_exact_and_do_not_depend_on_the_order(int seed)
    {
        var random = new System.Random(seed);
        var (rows, center) = (1 + random.Next(600), Math.Pow(10, random.Next(-3, 6)));
        float[] x = [.. Enumerable.Range(0, rows * 4)
            .Select(i => (float)(i % 4 == 3 ? center : center * (i % 4) + random.NextDouble() - 0.5))];
        var model = OneNormalization.Initialize(1).Adapt(Values(x)).ThrowIfFail();
        for (var column = 0; column < 4; column++)
        {
            decimal[] numbers = [.. x.Where((_, i) => i % 4 == column).Select(v => (decimal)(double)v)];
            var mean = numbers.Average();
            var variance = numbers.Average(v => (v - mean) * (v - mean));
            Assert.Equal((float)mean, model.Scale.Mean.ToArray()[column], tolerance: Math.Abs((float)mean) * 1.2e-7f);
            Assert.Equal((float)variance, model.Scale.Variance.ToArray()[column], tolerance: (float)variance * 1e-5f + 1e-12f);
        }
        // A feature that never changes keeps its number, and becomes 0.
        Assert.Equal((x[3], 0f), (model.Scale.Mean.ToArray()[3], model.Scale.Variance.ToArray()[3]));
        Assert.All(model.Forward(Tensor.Create([rows, 4], x)).ToArray().Where((_, i) => i % 4 == 3), v => Assert.Equal(0, v));

        float[] shuffled = [.. x.Chunk(4).OrderBy(_ => random.Next()).SelectMany(row => row)];
        Assert.Equal(model, OneNormalization.Initialize(1).Adapt(Values(shuffled)).ThrowIfFail());
        Assert.Equal(LearntDiscretization.Initialize(1).Adapt(Values(x)), LearntDiscretization.Initialize(1).Adapt(Values(shuffled)));
    }

    /// <summary>The smallest and the largest numbers of float32, and both zeros.</summary>
    [Fact]
    public void Moments_hold_every_size_of_numbers()
    {
        float[] x = [3 * float.Epsilon, 1e18f, -0f, 1e-30f, -float.Epsilon, 1e18f, 0f, 3e-30f];
        var scale = OneNormalization.Initialize(1).Adapt(Values(x)).ThrowIfFail().Scale;
        Assert.Equal([float.Epsilon, 1e18f, 0, 2e-30f], scale.Mean.ToArray());
        Assert.Equal([0, 0, 0, 0], scale.Variance.ToArray());
        Assert.Contains("the variance 2.5E+39 of feature 1 is too large", Fault(OneNormalization.Initialize(1), Values([0, 1e20f, 0, 0, 0, 0, 0, 0])));
    }

    /// <summary>Buckets of learnt boundaries hold equally many numbers, if all numbers differ.</summary>
    [Property]
    public void Learnt_buckets_are_equally_full(int seed)
    {
        var random = new System.Random(seed);
        float[] x = [.. Enumerable.Range(0, 4 * 5 * (1 + random.Next(30))).Select(i => i * 0.37f - 3).OrderBy(_ => random.Next())];
        var model = LearntDiscretization.Initialize(1).Adapt(Values(x)).ThrowIfFail();
        var buckets = model.Forward(Tensor.Create([x.Length / 4, 4], x)).ToArray();
        var counts = buckets.CountBy(bucket => bucket).Select(pair => pair.Value).ToArray();
        Assert.Equal(5, counts.Length);
        Assert.All(counts, count => Assert.Equal(x.Length / 5, count));
    }

    [Fact]
    public void Each_layer_sees_what_those_before_it_make()
    {
        float[] x = [.. Enumerable.Range(0, 40).Select(i => (float)(i * 7 % 40))];
        var data = Dataset.Create<float>([2, 2], x, new float[10], [1]).ThrowIfFail();
        var model = Preprocessed.Initialize(1).Adapt(data).ThrowIfFail();
        double[][] columns = [.. Enumerable.Range(0, 4).Select(c => x.Where((_, i) => i % 4 == c).Select(v => v * 0.5 + 3).ToArray())];
        Numbers.Close(columns.Select(c => c.Average()), model.Scale.Mean.ToDoubles(), 1e-6);
        double Variance(double[] c) => c.Average(v => (v - c.Average()) * (v - c.Average()));
        Numbers.Close(columns.Select(Variance), model.Scale.Variance.ToDoubles(), 1e-5);
        double[] scores = [.. columns.SelectMany(c => c.Select(v => (v - c.Average()) / Math.Sqrt(Variance(c)))).Order()];
        double Quantile(double q)
        {
            var h = (scores.Length - 1) * q;
            var i = (int)h;
            return scores[i] + (h - i) * (scores[Math.Min(i + 1, 39)] - scores[i]);
        }
        Numbers.Close([Quantile(0.25), Quantile(0.5), Quantile(0.75)], model.Buckets.Boundaries!.ToDoubles(), 1e-5);
        Assert.Equal("Normalization 'Scale', Discretization 'Buckets'", string.Join(", ", Preprocessed.Description.Adapted));
        // A second time nothing changes, on any engine.
        Assert.Equal(model, model.Adapt(data).ThrowIfFail());
        Assert.Equal(model, model.To(Engine.Reference).Adapt(data).ThrowIfFail().To(Engine.Cpu));
    }

    [Fact]
    public void A_model_that_was_never_adapted_is_refused_and_told_how()
    {
        var (model, data) = (Preprocessed.Initialize(1), Dataset.Create<float>([2, 2], new float[40], new float[10], [1]).ThrowIfFail());
        string[] messages =
        [
            model.Fit(data).Match(_ => "", e => e.Message), model.Evaluate(data).Match(_ => "", e => e.Message), model.Predict(data).Match(_ => "", e => e.Message),
            model.Predict(data.ToTensor()).Match(_ => "", e => e.Message), model.Predictor().Match(_ => "", e => e.Message),
        ];
        Assert.All(messages, message =>
        {
            Assert.Contains("Normalization 'Scale' was never adapted: model.Adapt(train) returns the model with the statistics of training data", message);
            Assert.Contains("Discretization 'Buckets' was never adapted", message);
        });
        var known = OneNormalization.Initialize(1) with { Scale = new Normalization(Tensor.Zeros([4]), Ones(4), Ones(1)) };
        Assert.True(known.Predict(Tensor.Zeros([2, 4])).IsSucc);
    }

    [Fact]
    public void What_can_not_be_adapted_is_an_error()
    {
        Assert.Contains("has no layer that learns from data before training", Fault(OneRescaling.Initialize(1), Values(new float[12], 3)));
        Assert.Contains("[3]", Fault(OneNormalization.Initialize(1), Values(new float[12], 3)));
    }

    [Fact]
    public void Statistics_are_a_part_of_the_model()
    {
        var data = Values(PreprocessingTests.Rows);
        var model = OneNormalization.Initialize(1).Adapt(data).ThrowIfFail();
        var (_, gradient) = model.LossAndGradient(new Batch(data.ToTensor(), Tensor.Zeros([7, 4])));
        Assert.All(Numbers.Of(gradient), v => Assert.Equal(0, v));
        Assert.Equal(model, model - 0.1 * gradient);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        model.Save(path).ThrowIfFail();
        Assert.Equal(model, OneNormalization.Load(path).ThrowIfFail());
        File.Delete(path);
    }

    [Fact]
    public void Training_changes_no_statistics_and_goes_on_where_it_was_broken_off()
    {
        var (data, path) = (Classes(50), Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        var model = NormalizedClasses.Initialize(1).Adapt(data).ThrowIfFail();
        var options = new FitOptions { Epochs = 4, BatchSize = 9, Optimizer = new Adam { WeightDecay = 0.1 } };
        var whole = model.Fit(data, options).ThrowIfFail().Model;
        Assert.Equal(model.Scale, whole.Scale);
        Assert.NotEqual(model.Output, whole.Output);

        using var source = new CancellationTokenSource();
        var broken = options with { Callbacks = [new BackupAndRestore(path), new BatchNormalizationTests.CancelAfter(2, 2, source)] };
        model.Fit(data, broken with { Cancellation = source.Token });
        Assert.True(File.Exists(path));
        Assert.Equal(whole, model.Fit(data, broken).ThrowIfFail().Model);
    }

    /// <summary>Each fold's model knows its own training part alone.</summary>
    [Fact]
    public void Folds_are_adapted_to_their_training_part()
    {
        var options = new FitOptions { Epochs = 1, BatchSize = 8 };
        var all = NormalizedClasses.CrossValidate(Classes(40), options, folds: 4).ThrowIfFail();
        var first = Functions.KFold(4)(Classes(40)).ThrowIfFail()[0];
        var adapted = NormalizedClasses.Initialize(options.Seed).Adapt(first.Train).ThrowIfFail();
        var model = adapted.Fit(first.Train, options).ThrowIfFail().Model;
        Assert.Equal(model.Evaluate(first.Held).ThrowIfFail().Loss, all.Folds[0].Held.Loss);
    }

    [Fact]
    public void Class_names_stay_with_the_model()
    {
        var data = Dataset.Create<byte>([7], new byte[21], [0, 1, 2], ["a", "b", "c"]).ThrowIfFail();
        var other = Dataset.Create<byte>([7], new byte[21], [0, 1, 2], ["a", "b", "d"]).ThrowIfFail();
        var adapted = NormalizedClasses.Initialize(1).Adapt(data).ThrowIfFail();
        var fitted = adapted.Fit(data, new FitOptions { Epochs = 1, BatchSize = 3 }).ThrowIfFail().Model;
        Assert.True(fitted.Adapt(data).ThrowIfFail().Evaluate(other).IsFail);
    }

    /// <summary>The program of docs/reference/layers.md.</summary>
    [Fact]
    public void The_program_of_the_reference_page_runs()
    {
        var random = new System.Random(3);
        float[] x = [.. Enumerable.Range(0, 400).Select(_ => 1000 * random.NextSingle())];
        var data = Dataset.Create<float>([8], x, [.. x.Chunk(8).Select(row => row.Sum() / 1000)], []).ThrowIfFail();
        var fitted = Train(data).ThrowIfFail();
        Assert.Equal([40], fitted.Model.Scale.Count.ToDoubles());
        Assert.Equal(28 * 28, ScaledImages.Description.InputShape.Size);
    }

    private static Fin<Fitted<HousePrice>> Train(Dataset houses) =>
        from parts in houses | Split(validation: 0.2, seed: 42)
        from adapted in HousePrice.Initialize(seed: 42).Adapt(parts.Train)
        from fitted in adapted.Fit(parts.Train, new FitOptions { Validation = parts.Validation })
        select fitted;

    internal static Dataset Classes(int count)
    {
        var samples = new byte[7 * count];
        new System.Random(3).NextBytes(samples);
        return Dataset.Create<byte>([7], samples, [.. Enumerable.Range(0, count).Select(i => i * i % 3)]).ThrowIfFail();
    }

    private static Dataset Values(float[] x, int width = 4) => Dataset.Create<float>([width], x, x, [width]).ThrowIfFail();

    private static string Fault<T>(T model, Dataset data) where T : class, IModel<T> => model.Adapt(data).Match(_ => "", e => e.Message);

    internal static Tensor Ones(int count) => Tensor.Create([count], [.. Enumerable.Repeat(1f, count)]);
}
