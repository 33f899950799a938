using System.Diagnostics;

namespace Benchmarks;

/// <summary>What every classifier that is measured can do, ours and the peers'.</summary>
public interface IClassifier
{
    /// <summary>One epoch over the training samples in a new order.</summary>
    void Train();

    /// <summary>The mean loss of the first samples that are held out.</summary>
    double Loss(int samples);

    /// <summary>Accuracy on what is held out.</summary>
    double Accuracy();
}

/// <summary>ModelDsl's classifiers: a peer can begin with their weights.</summary>
public interface IModelClassifier : IClassifier
{
    /// <summary>The weights so far.</summary>
    IReadOnlyList<Weight> Weights { get; }
}

/// <summary>A tensor of weights.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its numbers, in row-major order.</param>
public sealed record Weight(IReadOnlyList<int> Shape, float[] Values);

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
/// <param name="train">Scaled samples to train on.</param>
/// <param name="heldOut">Scaled samples that its accuracy is measured on.</param>
/// <param name="options">How to train; every epoch has a seed of its own.</param>
public sealed class Classifier<T>(Dataset train, Dataset heldOut, FitOptions options) : IModelClassifier where T : class, IModel<T>
{
    private int epochs;

    /// <summary>The model so far.</summary>
    public T Model { get; private set; } = T.Initialize(seed: 42);

    /// <inheritdoc/>
    public IReadOnlyList<Weight> Weights => [.. Model.Parameters.Select(p => new Weight([.. p.Shape], p.ToArray()))];

    /// <inheritdoc/>
    public void Train() => Model = Model.Fit(train, options with { Seed = epochs++ }).ThrowIfFail().Model;

    /// <inheritdoc/>
    public double Loss(int samples) => Model.Evaluate(heldOut | Take(samples)).ThrowIfFail().Loss;

    /// <inheritdoc/>
    public double Accuracy() => Model.Evaluate(heldOut, Metric.Accuracy).ThrowIfFail().Accuracy;
}
