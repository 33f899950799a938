using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Training;

public class NonFiniteTests
{
    private static readonly Dataset Line = ToyData.Line(40);

    /// <summary>Keeps the parameters before the run and after every step.</summary>
    private sealed record Recorder(List<Seq<Tensor>> Steps) : Callback
    {
        public override void OnTrainBegin(TrainingContext context) => Steps.Add(context.ReadParameters());

        public override void OnBatchEnd(TrainingContext context) => Steps.Add(context.ReadParameters());
    }

    private static (NonFiniteLoss<Numbers> Error, Seq<Tensor> LastFinite) Diverge(FitOptions options) =>
        Diverge(Numbers.Initialize(1), Line, options);

    private static (NonFiniteLoss<T> Error, Seq<Tensor> LastFinite) Diverge<T>(T model, Dataset data, FitOptions options)
        where T : class, IModel<T>
    {
        var steps = new List<Seq<Tensor>>();
        var result = model.Fit(data, options with { Callbacks = [new Recorder(steps)] });
        return (Assert.IsType<NonFiniteLoss<T>>(result.Case), steps.Last(IsFinite));
    }

    private static bool IsFinite(Seq<Tensor> parameters) => parameters.ForAll(p => p.ToDoubles().All(double.IsFinite));

    public static TheoryData<Optimizer> TooFast => new()
    {
        new Sgd(30),
        new Sgd(1e20),
        new Sgd(1e36, Momentum: 0.9),
        new Sgd(3e38),
        new RmsProp(1e37, Momentum: 0.9),
        // The update that spoils the numbers depends on the number of updates before it.
        new Sgd(new LearningRate.Piecewise([25], [0.01, 1e39])),
    };

    /// <summary>The loss or the parameters may overflow first, within an epoch or at its end.</summary>
    [Theory]
    [MemberData(nameof(TooFast))]
    public void The_last_finite_model_comes_back_exactly(Optimizer optimizer)
    {
        foreach (var batchSize in new[] { 1, 7, 40 })
        {
            var (error, lastFinite) = Diverge(new FitOptions { Epochs = 400, BatchSize = batchSize, Optimizer = optimizer });
            Assert.True(IsFinite(error.Model.Parameters));
            Assert.Equal(lastFinite, error.Model.Parameters);
        }
    }

    /// <summary>A cross-entropy grows no faster than the weights, so the weights overflow first, with a finite loss.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Weights_that_overflow_before_the_loss_are_found_out(int batchSize)
    {
        var options = new FitOptions { Epochs = 50, BatchSize = batchSize, Optimizer = new Sgd(1e38, Momentum: 0.9) };
        var (error, lastFinite) = Diverge(Model.Initialize(1), ToyData.Clouds(40), options);
        Assert.True(error.Step > 2);
        Assert.True(IsFinite(error.Model.Parameters));
        Assert.Equal(lastFinite, error.Model.Parameters);
    }

    [Fact]
    public void The_error_names_epoch_and_step_and_keeps_the_history()
    {
        var (error, _) = Diverge(new FitOptions { Epochs = 400, BatchSize = 10, Optimizer = new Sgd(30) });
        Assert.True(error.Epoch > 1);
        Assert.Equal(error.Epoch - 1, error.History.Count);
        Assert.All(error.History, e => Assert.True(double.IsFinite(e.Loss)));
        Assert.InRange(error.Step, 1, 4);
        Assert.Contains($"epoch {error.Epoch}, step {error.Step} of 4", error.Message);
        Assert.Contains("learning rate was 30", error.Message);
        Assert.Contains("smaller learning rate", error.Message);
    }

    [Fact]
    public void A_run_spoilt_by_its_first_update_gives_the_initial_model()
    {
        var (error, _) = Diverge(new FitOptions { BatchSize = 40, Optimizer = new Sgd(3e38) });
        Assert.Equal(Numbers.Initialize(1), error.Model);
        Assert.Equal((1, 1), (error.Epoch, error.Step));
        Assert.True(double.IsFinite(error.Loss));
    }

    /// <summary>On the reference engine a rate of 1e200 overflows to infinity only in the squares.</summary>
    [Fact]
    public void Engines_of_other_precision_are_looked_at_in_their_own()
    {
        var options = new FitOptions { Epochs = 9, BatchSize = 10, Optimizer = new Sgd(1e200), Engine = Engine.Reference };
        var error = Assert.IsType<NonFiniteLoss<Numbers>>(Numbers.Initialize(1).Fit(Line, options).Case);
        Assert.True(IsFinite(error.Model.Parameters));
        Assert.False(double.IsFinite(error.Loss));
    }

    [Fact]
    public void What_ends_well_is_no_error()
    {
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(40), new FitOptions { Epochs = 3, Optimizer = new Sgd(1e4) });
        Assert.True(fitted.IsSucc);
    }
}
