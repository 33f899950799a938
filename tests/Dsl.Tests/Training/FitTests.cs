using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;
using OneHotModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.OneHotClassifier>;

namespace ModelDsl.Tests.Training;

public class FitTests
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Optimizer = new Sgd(0.5),
        Metrics = [Metric.Accuracy],
        Seed = 3,
    };

    [Fact]
    public void Separable_data_is_learned()
    {
        var fitted = Model.Initialize(seed: 1).Fit(ToyData.Clouds(300), Options).ThrowIfFail();
        Assert.Equal([1, 2, 3, 4], fitted.History.Map(e => e.Number).ToArray());
        Assert.True(fitted.History[3].Loss < 0.2 * fitted.History[0].Loss);
        Assert.Equal(1.0, fitted.History[3].Accuracy);
        Assert.Equal(1.0, fitted.Model.Evaluate(ToyData.Clouds(500, seed: 9), Metric.Accuracy).ThrowIfFail().Accuracy);
        Assert.False(fitted.Cancelled);
        Assert.True(fitted.StopReason.IsNone);
    }

    [Fact]
    public void A_line_is_found()
    {
        var options = new FitOptions { Epochs = 300, BatchSize = 10, Optimizer = new Sgd(0.3, Momentum: 0.5) };
        var model = Numbers.Initialize(seed: 1).Fit(ToyData.Line(50), options).ThrowIfFail().Model;
        Assert.Equal([3, -2], model.Kernel.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(1, model.Bias.ToDoubles()[0], 1e-3);
    }

    /// <summary>The words of the design, with the test's own model and data.</summary>
    [Fact]
    public void Errors_are_values_through_the_whole_query()
    {
        Fin<Dataset> loaded = ToyData.Clouds(200);
        var run =
            from clouds in loaded
            from parts in clouds | Functions.Scale(1 / 2f) | Functions.Split(validation: 0.2, seed: 42)
            from fitted in Model.Initialize(seed: 42).Fit(parts.Train, new FitOptions
            {
                Epochs = 5,
                BatchSize = 32,
                Optimizer = new RmsProp(),
                Metrics = [Metric.Accuracy],
                Validation = parts.Validation,
                Callbacks = [new ProgressBar(new StringWriter()), new EarlyStopping(patience: 2)],
            })
            select fitted;
        var result = run.ThrowIfFail();
        Seq<Epoch> history = result.History;
        Assert.Equal(5, history.Count);
        Assert.Equal(Model.Description.ParameterCount, result.Model.Parameters.Sum(p => p.Shape.Size));
        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], history[0].Figures.Map(f => f.Name).ToArray());
    }

    [Fact]
    public void Nothing_changes_the_model_that_was_given()
    {
        var model = Model.Initialize(1);
        var copy = Model.Initialize(1);
        var fitted = model.Fit(ToyData.Clouds(50), Options).ThrowIfFail();
        Assert.Equal(copy, model);
        Assert.NotEqual(model, fitted.Model);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_another_order()
    {
        var data = ToyData.Clouds(100);
        Fitted<Model> Run(int seed) => Model.Initialize(1).Fit(data, Options with { Seed = seed }).ThrowIfFail();
        var (a, b, c) = (Run(3), Run(3), Run(4));
        Assert.Equal(a.Model, b.Model);
        Assert.Equal(a.History.Map(e => e.Loss), b.History.Map(e => e.Loss));
        Assert.NotEqual(a.Model, c.Model);
    }

    /// <summary>With a learning rate of 0, an epoch's figures are those of an evaluation, even if the last batch is smaller.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(1)]
    public void Epoch_figures_are_exact_over_all_samples(int batchSize)
    {
        var (model, data) = (Model.Initialize(5), ToyData.Clouds(50));
        var epoch = model.Fit(data, Options with { Epochs = 1, BatchSize = batchSize, Optimizer = new Sgd(0) }).ThrowIfFail().History[0];
        var whole = ModelCalls.Loss(model, data.ToBatch());
        Assert.Equal(whole, epoch.Loss, 1e-6);
        Assert.Equal(whole, model.Evaluate(data).ThrowIfFail().Loss, 1e-6);
        Assert.Equal(model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy, epoch.Accuracy);
    }

    [Fact]
    public void A_step_is_the_optimizer_on_the_gradient_of_its_batch()
    {
        var (model, data) = (Model.Initialize(5), ToyData.Clouds(12));
        var fitted = model.Fit(data, new FitOptions { BatchSize = 8, Shuffle = false, Optimizer = new Sgd(0.5) }).ThrowIfFail().Model;
        var first = model - 0.5 * ModelCalls.LossAndGradient(model, data.ToBatch(..8), default).Gradient;
        var second = first - 0.5 * ModelCalls.LossAndGradient(first, data.ToBatch(8..), default).Gradient;
        AssertClose(second, fitted, 1e-6);
    }

    [Property(MaxTest = 30)]
    public bool Every_sample_comes_exactly_once_an_epoch(byte size, byte batch, int seed)
    {
        var count = size % 40 + 1;
        var batchSize = batch % count + 1;
        var steps = RecordingModel.Record(() => RecordingModel.Initialize(0).Fit(
            Numbered(count), new FitOptions { Epochs = 3, BatchSize = batchSize, Seed = seed }).ThrowIfFail());
        var perEpoch = (count + batchSize - 1) / batchSize;
        return steps.Count == 3 * perEpoch && steps.Chunk(perEpoch).All(epoch =>
            epoch.SelectMany(s => s).Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (float)i)) &&
            epoch.SkipLast(1).All(s => s.Length == batchSize));
    }

    [Fact]
    public void Each_epoch_has_its_own_order_and_without_shuffling_the_data_s()
    {
        float[][] Orders(FitOptions options)
        {
            var steps = RecordingModel.Record(() => RecordingModel.Initialize(0).Fit(Numbered(30), options).ThrowIfFail());
            return [.. steps.Chunk(3).Select(e => e.SelectMany(s => s).ToArray())];
        }
        var options = new FitOptions { Epochs = 3, BatchSize = 10, Seed = 1 };
        var shuffled = Orders(options);
        var inOrder = Enumerable.Range(0, 30).Select(i => (float)i).ToArray();
        Assert.NotEqual(shuffled[0], shuffled[1]);
        Assert.NotEqual(shuffled[1], shuffled[2]);
        Assert.NotEqual(inOrder, shuffled[0]);
        Assert.Equal(shuffled[0], Orders(options)[0]);
        Assert.NotEqual(shuffled[0], Orders(options with { Seed = 2 })[0]);
        Assert.All(Orders(options with { Shuffle = false }), order => Assert.Equal(inOrder, order));
    }

    [Fact]
    public void Validation_is_the_evaluation_of_the_model_after_the_epoch()
    {
        var held = ToyData.Clouds(77, seed: 5);
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(100), Options with { Validation = held }).ThrowIfFail();
        Assert.Equal(fitted.Model.Evaluate(held, Metric.Accuracy).ThrowIfFail(), fitted.History[3].Validation.Case);
        Assert.NotEqual(fitted.History[0].ValidationLoss, fitted.History[3].ValidationLoss);
    }

    [Fact]
    public void The_learning_rate_follows_its_schedule_through_all_epochs()
    {
        var rate = new LearningRate.InverseTime(0.5, 10, 1);
        var options = Options with { BatchSize = 10, Epochs = 2, Optimizer = new Sgd(rate) };
        var history = Model.Initialize(1).Fit(ToyData.Clouds(45), options).ThrowIfFail().History;
        Assert.Equal([rate.At(4), rate.At(9)], history.Map(e => e.LearningRate).ToArray());
    }

    [Fact]
    public void Engines_train_alike_and_keep_the_parameters_in_their_memory()
    {
        Fitted<Model> On(ITensorEngine engine) =>
            Model.Initialize(1).Fit(ToyData.Clouds(60), Options with { Engine = engine }).ThrowIfFail();
        var (cpu, reference) = (On(Engine.Cpu), On(Engine.Reference));
        Assert.Same(Engine.Reference, reference.Model.Kernel.Engine);
        AssertClose(reference.Model, cpu.Model, 1e-4);
        Assert.Equal(reference.History[3].Loss, cpu.History[3].Loss, 1e-5);
    }

    [Fact]
    public void Sparse_and_one_hot_labels_train_the_same_model()
    {
        var data = ToyData.Clouds(60);
        var sparse = Model.Initialize(1).Fit(data, Options).ThrowIfFail();
        var oneHot = OneHotModel.Initialize(1).Fit((data | Functions.OneHot(3)).ThrowIfFail(), Options).ThrowIfFail();
        Assert.Equal(sparse.Model.Parameters, oneHot.Model.Parameters);
        Assert.Equal(sparse.History.Map(e => (e.Loss, e.Accuracy)), oneHot.History.Map(e => (e.Loss, e.Accuracy)));
    }

    private static Dataset Numbered(int count) =>
        Dataset.Create<float>([1], [.. Enumerable.Range(0, count).Select(i => (float)i)], new float[count], [1]).ThrowIfFail();

    private static void AssertClose(Model expected, Model actual, double tolerance)
    {
        foreach (var (a, b) in expected.Parameters.Zip(actual.Parameters))
            Assert.Equal(a.ToDoubles(), b.ToDoubles(), (x, y) => Math.Abs(x - y) <= tolerance);
    }
}
