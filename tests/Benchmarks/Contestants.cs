using System.Diagnostics;

namespace Benchmarks;

/// <summary>ModelDsl's side of training: one model that goes on learning, an epoch a call.</summary>
public sealed class Classifier<T>(Parts parts, int batchSize) where T : class, IModel<T>
{
    private readonly Dataset train = parts.Train | Scale(1 / 255f);
    private readonly Dataset heldOut = parts.Validation | Scale(1 / 255f);
    private T model = T.Initialize(seed: 42);
    private int epochs;

    /// <summary>One epoch over the training images in a new order; then, off the clock, the accuracy on what is held out.</summary>
    public Sample Epoch()
    {
        var clock = Stopwatch.StartNew();
        var fitted = model.Fit(train, new FitOptions { BatchSize = batchSize, Optimizer = new RmsProp(), Seed = epochs++ }).ThrowIfFail();
        var seconds = clock.Elapsed.TotalSeconds;
        model = fitted.Model;
        return new Sample(seconds, model.Evaluate(heldOut, Metric.Accuracy).ThrowIfFail().Accuracy);
    }
}

/// <summary>ModelDsl's side of W0.</summary>
public static class Baseline
{
    // The loss is the mean over ten outputs where scikit-learn trains ten losses: a tenth of the gradient, at ten times the rate.
    private static readonly FitOptions Options = new()
    {
        Epochs = 5,
        BatchSize = 1,
        Optimizer = new Sgd(10 * new LearningRate.Optimal(1e-4)),
        Metrics = [Metric.CategoricalAccuracy],
        Seed = 42,
    };

    /// <summary>One five-fold cross-validation.</summary>
    public static Sample CrossValidate(Dataset images)
    {
        var clock = Stopwatch.StartNew();
        var result =
            from data in images | Scale(1 / 255f) | OneHot(10)
            from validated in FashionLogistic.CrossValidate(data, Options, folds: 5, stratified: true, threads: 1)
            select validated.Mean;
        return new Sample(clock.Elapsed.TotalSeconds, result.ThrowIfFail());
    }
}
