using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>W1 to W8: an epoch of training.</summary>
/// <param name="Name">The name on the command line; several networks may share a name.</param>
/// <param name="Title">A description of the network.</param>
/// <param name="Network">The network that the peers train.</param>
/// <param name="BatchSize">Samples in a step.</param>
/// <param name="Samples">Samples in an epoch.</param>
/// <param name="Source">Returns a given number of samples to train on, and others that are held out; the argument is Fashion-MNIST.</param>
/// <param name="Ours">Our model of the same network, with samples to train on and held-out samples.</param>
/// <param name="Fit">Fits a new model of ours to scaled samples.</param>
public sealed record Training(
    string Name, string Title, Network Network, int BatchSize, int Samples, Func<Dataset, int, (Dataset Train, Dataset HeldOut)> Source,
    Func<Dataset, Dataset, FitOptions, IModelClassifier> Ours, Action<Dataset, FitOptions> Fit)
{
    /// <summary>The peer that needs no Python.</summary>
    public const string TorchSharp = "TorchSharp eager";

    private const string PyTorch = "PyTorch eager";
    private const string OnTorch = "ModelDsl on Torch";
    private const int FashionSamples = 48_000;

    /// <summary>The trainings on Fashion-MNIST, in the order in which they run.</summary>
    public static IReadOnlyList<Training> Fashion { get; } =
    [
        Of<FashionSoftmax>("W1", "784 → 10", Network.OfWidths(784, 10), 32, FashionSamples, DivideFashion) with
        {
            Goals = [Goal.Times(12, TorchSharp)], OnTorchGoal = 1.3,
        },
        Of<FashionHidden>("W2", "784 → 100 → 10", Network.OfWidths(784, 100, 10), 32, FashionSamples, DivideFashion) with
        {
            Goals = [Goal.Times(7, TorchSharp), Goal.Times(6, PyTorch)], OnTorchGoal = 1.3,
        },
        Of<FashionDeep>("W3", "784 → 512 → 256 → 10", Network.OfWidths(784, 512, 256, 10), 128, FashionSamples, DivideFashion) with
        {
            Goals = [Goal.Times(4, TorchSharp), Goal.Times(2.5, PyTorch), Goal.OfPeak(0.85)], OnTorchGoal = 1,
        },
        Of<FashionConvolutional>("W4", "two convolutions with pools", Networks.Convolutional, 32, 6_400, DivideFashion) with
        {
            Goals = [Goal.Times(4, TorchSharp), Goal.Times(3, PyTorch), Goal.OfPeak(0.75)], OnTorchGoal = 1,
        },
    ];

    /// <summary>All trainings, in the order in which they run.</summary>
    public static IReadOnlyList<Training> All { get; } =
    [
        .. Fashion,
        Of<Gpt>("W5", "GPT: 4 transformer blocks of width 128, 64 steps", Networks.Gpt, 16, 512, Made(MadeData.Text)) with
        {
            Goals = [Goal.Times(3, TorchSharp)],
        },
        Of<ResNet14>("W6", "ResNet of 14 layers, 32 × 32 × 3", Networks.ResNet14, 32, 1_280, Made(MadeData.Images)) with
        {
            Goals = [Goal.Times(3, TorchSharp)],
        },
        Of<LstmReader>("W7", "LSTM of 64 over 100 steps, embedded", Networks.Lstm, 32, 3_200, Made(MadeData.Sequences)) with
        {
            Goals = [Goal.Times(3, TorchSharp)],
        },
        Of<GruReader>("W7", "GRU of 64 over 100 steps, embedded", Networks.Gru, 32, 3_200, Made(MadeData.Sequences)) with
        {
            Goals = [Goal.Times(5, TorchSharp)],
        },
        Of<WideDense>("W8", "4096 → 2048 → 2048 → 1000", Network.OfWidths(4096, 2048, 2048, 1000), 256, 4_096, Made(MadeData.Vectors)) with
        {
            Goals = [Goal.Times(5, TorchSharp)],
        },
    ];

    /// <summary>The comparisons, grouped by name.</summary>
    public static IEnumerable<Workload> Workloads => All.GroupBy(t => t.Name).Select(group => new Workload(
        group.Key,
        $"training, RMSprop: {string.Join("; ", group.Select(t => t.Title))}",
        fashion => group.SelectMany(t => t.Open(fashion))));

    /// <summary>The goals.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>The required speed of ModelDsl relative to TorchSharp on the same libtorch; null if that is not measured.</summary>
    public double? OnTorchGoal { get; init; }

    /// <summary>Number of steps in an epoch.</summary>
    public int Steps => (Samples - 1) / BatchSize + 1;

    /// <summary>Floating-point operations of the products in an epoch.</summary>
    public double Flops => Network.TrainingFlops() * Samples;

    /// <summary>Our training options. Training figures are for one thread, ours and the peers', unless they say otherwise.</summary>
    public FitOptions Options => new() { BatchSize = BatchSize, Optimizer = new RmsProp(), Threads = 1 };

    /// <summary>The samples in the form that our models take.</summary>
    public Dataset Scaled(Dataset samples) => Network.TakesIndices ? samples : samples | Scale((float)Network.Scale);

    private IEnumerable<Contest> Open(Dataset fashion)
    {
        TorchEngine.Available(TorchEngine.Cpu).ThrowIfFail();
        var (train, heldOut) = Source(fashion, Samples);
        var (trainBytes, heldOutBytes) = (SampleBytes.Of(train), SampleBytes.Of(heldOut));
        var title = $"{Title}; an epoch of {Samples:N0} samples, batch {BatchSize}, one thread each";

        var ours = Ours(Scaled(train), Scaled(heldOut), Options);
        var torch = new TorchClassifier(trainBytes, heldOutBytes, Network, BatchSize, ours.Weights);
        Agreement.Check(ours, torch);
        var python = PythonPeer.Open(
            PyTorch, "torch", "torch_classifier.py",
            [trainBytes.Samples, trainBytes.LabelBytes, heldOutBytes.Samples, heldOutBytes.LabelBytes, torch.WeightBytes()],
            Network.ToJson(), $"{BatchSize}", string.Join('x', Network.Sample), $"{Network.Scale:R}");
        yield return new Contest(
            title, [new(Side.ModelDsl, ours.Measure), TorchSide(torch), .. python.Sides], torch, python)
        {
            Flops = Flops,
            Goals = Goals,
            Notes = python.Notes,
        };

        if (OnTorchGoal is not { } goal) yield break;
        var onTorch = Ours(Scaled(train), Scaled(heldOut), Options with { Engine = TorchEngine.Cpu });
        var again = new TorchClassifier(trainBytes, heldOutBytes, Network, BatchSize, ours.Weights);
        yield return new Contest(
            $"{title}, on libtorch", [new(OnTorch, onTorch.Measure) { Blas = Libtorch.Blas }, TorchSide(again)], again)
        {
            Flops = Flops,
            Goals = [Goal.Times(goal, TorchSharp)],
        };
    }

    private static Side TorchSide(TorchClassifier torch) => new(TorchSharp, torch.Measure) { Blas = Libtorch.Blas };

    private static Training Of<T>(
        string name, string title, Network network, int batchSize, int samples, Func<Dataset, int, (Dataset, Dataset)> source)
        where T : class, IModel<T> => new(
            name, title, network, batchSize, samples, source,
            (train, heldOut, options) => new Classifier<T>(train, heldOut, options),
            (train, options) => T.Initialize(seed: 42).Fit(train, options).ThrowIfFail());

    private static (Dataset Train, Dataset HeldOut) DivideFashion(Dataset fashion, int samples)
    {
        var parts = (fashion | Split(1 - FashionSamples / (double)fashion.Count, seed: 42)).ThrowIfFail();
        return (parts.Train | Take(samples), parts.Validation);
    }

    // One eighth more samples are made and held out.
    private static Func<Dataset, int, (Dataset, Dataset)> Made(Func<int, Dataset> make) => (_, samples) =>
    {
        var parts = (make(samples + samples / 8) | Split(1 / 9.0, seed: 42)).ThrowIfFail();
        return (parts.Train, parts.Validation);
    };
}
