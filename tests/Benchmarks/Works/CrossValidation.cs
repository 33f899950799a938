using System.Diagnostics;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>W0: a baseline, cross-validated.</summary>
public static class CrossValidation
{
    /// <summary>The peer.</summary>
    public const string Peer = "scikit-learn SGDClassifier";

    // Our loss is the mean over ten outputs; scikit-learn trains ten separate losses. So our gradient is a tenth, and our learning rate is
    // ten times as large.
    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        Epochs = 5,
        BatchSize = 1,
        Optimizer = new Sgd(10 * new LearningRate.Optimal(1e-4)),
        Metrics = [Metric.CategoricalAccuracy],
        Seed = 42,
    };

    /// <summary>Five folds over all images.</summary>
    public static IEnumerable<Contest> Open(Dataset images)
    {
        var bytes = SampleBytes.Of(images);
        var peers = PythonPeer.Open(Peer, "sklearn", "sgd_classifier.py", [bytes.Samples, bytes.LabelBytes]);
        yield return new Contest("one thread each", [new(Side.ModelDsl, () => Run(images)), .. peers.Sides], peers)
        {
            Goals = [Goal.Times(20, Peer)],
            Notes = peers.Notes,
        };
    }

    private static Sample Run(Dataset images)
    {
        var clock = Stopwatch.StartNew();
        var result =
            from data in images | Scale(1 / 255f) | OneHot(10)
            from validated in FashionLogistic.CrossValidate(data, Options, folds: 5, stratified: true, threads: 1)
            select validated.Mean;
        return new Sample(clock.Elapsed.TotalSeconds, result.ThrowIfFail());
    }
}
