using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>W1 to W4: an epoch of training.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Network">What the peers train.</param>
/// <param name="BatchSize">Images of a step.</param>
/// <param name="Images">Images of an epoch.</param>
/// <param name="Goal">By how much ModelDsl is to be faster than TorchSharp.</param>
/// <param name="OnTorch">By how much ModelDsl is to be faster than TorchSharp on the same libtorch.</param>
/// <param name="Ours">The same network, ours, on bytes to train on and bytes that are held out.</param>
/// <param name="Fit">A new model of ours, fitted to scaled images.</param>
public sealed record Training(
    string Name, Network Network, int BatchSize, int Images, double Goal, double OnTorch, Func<Dataset, Dataset, FitOptions, IClassifier> Ours,
    Action<Dataset, FitOptions> Fit)
{
    /// <summary>The peer that has a goal.</summary>
    public const string TorchSharp = "TorchSharp eager";

    private const string PyTorch = "PyTorch eager";
    private const int TrainingImages = 48_000;

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<Training> All { get; } =
    [
        new("W1", Network.OfWidths(10), 32, TrainingImages, 12, 1.3, New<FashionSoftmax>, FitNew<FashionSoftmax>),
        new("W2", Network.OfWidths(100, 10), 32, TrainingImages, 4, 1.3, New<FashionHidden>, FitNew<FashionHidden>),
        new("W3", Network.OfWidths(512, 256, 10), 128, TrainingImages, 1.5, 1, New<FashionDeep>, FitNew<FashionDeep>),
        new("W4",
            new Network(
                new(PartKind.Conv, 32), new(PartKind.Relu), new(PartKind.Pool), new(PartKind.Conv, 64), new(PartKind.Relu), new(PartKind.Pool),
                new(PartKind.Flatten), new(PartKind.Dense, 100), new(PartKind.Relu), new(PartKind.Dense, 10)),
            32, 6_400, 2, 1, New<FashionConvolutional>, FitNew<FashionConvolutional>),
    ];

    /// <summary>Number of steps of an epoch.</summary>
    public int Steps => (Images - 1) / BatchSize + 1;

    /// <summary>How ours is trained. Figures of training are those of one thread, here and at the peers, unless they say otherwise.</summary>
    public FitOptions Options => new() { BatchSize = BatchSize, Optimizer = new RmsProp(), Threads = 1 };

    /// <summary>The comparison, as a workload.</summary>
    public Workload Workload => new(Name, $"an epoch of {Images:N0} images, {Network}, batch {BatchSize}, RMSprop", Open);

    /// <summary>What the training's images are, and what is held out.</summary>
    public (Dataset Train, Dataset HeldOut) Divide(Dataset fashion)
    {
        var parts = (fashion | Split(1 - TrainingImages / (double)fashion.Count, seed: 42)).ThrowIfFail();
        return (parts.Train | Take(Images), parts.Validation);
    }

    private IEnumerable<Contest> Open(Dataset fashion)
    {
        TorchEngine.Available(TorchEngine.Cpu).ThrowIfFail();
        var (train, heldOut) = Divide(fashion);
        var (trainBytes, heldOutBytes) = (FashionBytes.Of(train), FashionBytes.Of(heldOut));
        var ours = Ours(train, heldOut, Options);
        var torch = new TorchClassifier(trainBytes, heldOutBytes, Network, BatchSize);
        var python = PythonPeer.Open(PyTorch, "torch", "torch_classifier.py", [trainBytes, heldOutBytes], $"{BatchSize}", $"{Network}");
        yield return new Contest(
            "one thread each", [new(Side.ModelDsl, ours.Measure), new(TorchSharp, torch.Measure), .. python.Sides], torch, python)
        {
            Flops = Network.TrainingFlops() * Images,
            Goals = [Benchmarks.Goal.Times(Goal, TorchSharp)],
            Notes = python.Notes,
        };

        var onTorch = Ours(train, heldOut, Options with { Engine = TorchEngine.Cpu });
        var again = new TorchClassifier(trainBytes, heldOutBytes, Network, BatchSize);
        yield return new Contest("on libtorch, one thread each", [new("ModelDsl on Torch", onTorch.Measure), new(TorchSharp, again.Measure)], again)
        {
            Flops = Network.TrainingFlops() * Images,
            Goals = [Benchmarks.Goal.Times(OnTorch, TorchSharp)],
        };
    }

    private static Classifier<T> New<T>(Dataset train, Dataset heldOut, FitOptions options) where T : class, IModel<T> =>
        new(train, heldOut, options);

    private static void FitNew<T>(Dataset train, FitOptions options) where T : class, IModel<T> =>
        T.Initialize(seed: 42).Fit(train, options).ThrowIfFail();
}
