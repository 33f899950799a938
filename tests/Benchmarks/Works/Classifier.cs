using System.Diagnostics;

namespace Benchmarks;

/// <summary>What every classifier that is measured can do, ours and the peers'.</summary>
public interface IClassifier
{
    /// <summary>One epoch over the training images in a new order.</summary>
    void Train();

    /// <summary>Accuracy on what is held out.</summary>
    double Accuracy();
}

/// <summary>How an epoch is measured.</summary>
public static class Epochs
{
    /// <summary>One epoch; then, off the clock, the accuracy.</summary>
    public static Sample Measure(this IClassifier classifier)
    {
        var clock = Stopwatch.StartNew();
        classifier.Train();
        var seconds = clock.Elapsed.TotalSeconds;
        return new Sample(seconds, classifier.Accuracy());
    }
}

/// <summary>ModelDsl's side of training: one model that goes on learning, an epoch a call.</summary>
/// <param name="train">Bytes to train on.</param>
/// <param name="heldOut">Bytes that its accuracy is measured on.</param>
/// <param name="options">How to train; every epoch has a seed of its own.</param>
public sealed class Classifier<T>(Dataset train, Dataset heldOut, FitOptions options) : IClassifier where T : class, IModel<T>
{
    private readonly Dataset train = train | Scale(1 / 255f);
    private readonly Dataset heldOut = heldOut | Scale(1 / 255f);
    private int epochs;

    /// <summary>The model so far.</summary>
    public T Model { get; private set; } = T.Initialize(seed: 42);

    /// <inheritdoc/>
    public void Train() => Model = Model.Fit(train, options with { Seed = epochs++ }).ThrowIfFail().Model;

    /// <inheritdoc/>
    public double Accuracy() => Model.Evaluate(heldOut, Metric.Accuracy).ThrowIfFail().Accuracy;
}
