using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class CrossValidateTests
{
    private static readonly Dataset Data = ToyData.Clouds(103);
    private static readonly FitOptions Options = new()
    {
        Epochs = 2,
        BatchSize = 8,
        Optimizer = new Sgd(0.1),
        Metrics = [Metric.Accuracy],
        Seed = 7,
    };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public void Any_number_of_threads_gives_the_same_bits(int? threads)
    {
        var one = Model.CrossValidate(Data, Options, folds: 5, stratified: true, seed: 1, threads: 1).ThrowIfFail();
        var many = Model.CrossValidate(Data, Options, folds: 5, stratified: true, seed: 1, threads: threads).ThrowIfFail();
        Assert.Equal(one.Folds.Map(f => f.Held), many.Folds.Map(f => f.Held));
        Assert.Equal(one.Folds.Map(f => f.History.Map(e => e.Loss)), many.Folds.Map(f => f.History.Map(e => e.Loss)));
    }

    [Fact]
    public void A_fold_is_a_fresh_model_trained_without_it_and_evaluated_on_it()
    {
        var validation = Model.CrossValidate(Data, Options, folds: 4).ThrowIfFail();
        var fold = Functions.KFold(4)(Data).ThrowIfFail()[2];
        var byHand = Model.Initialize(7).Fit(fold.Train, Options).ThrowIfFail().Model.Evaluate(fold.Held, Metric.Accuracy).ThrowIfFail();
        Assert.Equal([0, 1, 2, 3], validation.Folds.Map(f => f.Index).ToArray());
        Assert.Equal(byHand, validation.Folds[2].Held);
        Assert.Equal(byHand.Accuracy, validation.Scores[2]);
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_the_scores()
    {
        double[] losses = [1, 2, 3, 6];
        var folds = losses.Select((loss, i) => new FoldResult(i, new Evaluation(loss, default), default, default));
        var validation = new CrossValidation(folds.ToSeq(), default);
        Assert.Equal(3, validation.Mean);
        Assert.Equal(Math.Sqrt(3.5), validation.Deviation, 15);
    }

    [Fact]
    public void A_failing_fold_is_named()
    {
        var failed = Assert.IsType<FoldFailed>(Model.CrossValidate(Data, Options with { Optimizer = new Sgd(-1) }).Case);
        Assert.Equal(0, failed.Index);
        Assert.Contains("Fold 1 of 5", failed.Message);
        Assert.Contains("learning rate is -1", failed.Message);
    }

    [Fact]
    public void A_cancelled_validation_is_an_error()
    {
        var options = Options with { Cancellation = new CancellationToken(canceled: true) };
        Assert.Contains("cancelled", Assert.IsType<FoldFailed>(Model.CrossValidate(Data, options).Case).Message);
    }

    [Fact]
    public void More_folds_than_samples_and_no_threads_are_errors()
    {
        Assert.True(Model.CrossValidate(Data, Options, folds: 104).IsFail);
        Assert.True(Model.CrossValidate(Data, Options, folds: 1).IsFail);
        Assert.Contains("threads", Assert.IsType<Error>(Model.CrossValidate(Data, Options, threads: 0).Case, exactMatch: false).Message);
    }
}
