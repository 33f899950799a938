using System.Diagnostics;

namespace Benchmarks;

/// <summary>The operations of every classifier that is measured, ours and the peers'.</summary>
public interface IClassifier
{
    /// <summary>Trains one epoch over the training samples, in a new order.</summary>
    void Train();

    /// <summary>Returns the mean loss of the first held-out samples.</summary>
    double Loss(int samples);

    /// <summary>Returns the accuracy on the held-out samples.</summary>
    double Accuracy();
}

/// <summary>ModelDsl's classifiers: a peer can begin with their weights.</summary>
public interface IModelClassifier : IClassifier
{
    /// <summary>The current weights.</summary>
    IReadOnlyList<Weight> Weights { get; }
}

/// <summary>A tensor of weights.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its numbers, in row-major order.</param>
public sealed record Weight(IReadOnlyList<int> Shape, float[] Values);

/// <summary>Measurement of an epoch.</summary>
public static class Epochs
{
    /// <summary>Measures the time of one epoch; the accuracy is computed afterwards and not timed.</summary>
    public static Sample Measure(this IClassifier classifier)
    {
        var clock = Stopwatch.StartNew();
        classifier.Train();
        var seconds = clock.Elapsed.TotalSeconds;
        return new Sample(seconds, classifier.Accuracy());
    }
}

/// <summary>ModelDsl's side of training: one model that trains one more epoch at each call.</summary>
/// <param name="train">Scaled samples to train on.</param>
/// <param name="heldOut">Scaled samples that measure its accuracy.</param>
/// <param name="options">The training options; every epoch has its own seed.</param>
public sealed class Classifier<T>(Dataset train, Dataset heldOut, FitOptions options) : IModelClassifier where T : class, IModel<T>
{
    private int epochs;

    /// <summary>The current model.</summary>
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
