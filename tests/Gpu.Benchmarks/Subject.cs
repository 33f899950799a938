using Benchmarks;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>A network that is trained, ours and PyTorch's.</summary>
/// <param name="Name">The name of its workload in bench.sh.</param>
/// <param name="Title">A description.</param>
/// <param name="Network">The network as PyTorch builds it.</param>
/// <param name="Batch">Samples in a step.</param>
/// <param name="Trainable">Count of its trainable numbers.</param>
/// <param name="Make">Makes a number of samples.</param>
/// <param name="Fit">Trains a new model.</param>
internal sealed record Subject(
    string Name, string Title, Network Network, int Batch, int Trainable, Func<int, Dataset> Make, Action<Dataset, FitOptions> Fit)
{
    /// <summary>The networks: with the batch of bench.sh, and some with a larger one, which suits a GPU better.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        Of<FashionSoftmax>("W1", "784 → 10", Network.OfWidths(784, 10), 32, MadeData.GrayImages),
        .. new[] { 32, 1024 }.Select(batch =>
            Of<FashionHidden>("W2", "784 → 100 → 10", Network.OfWidths(784, 100, 10), batch, MadeData.GrayImages)),
        .. new[] { 128, 1024 }.Select(batch =>
            Of<FashionDeep>("W3", "784 → 512 → 256 → 10", Network.OfWidths(784, 512, 256, 10), batch, MadeData.GrayImages)),
        .. new[] { 32, 512 }.Select(batch =>
            Of<FashionConvolutional>("W4", "two convolutions with pools", Networks.Convolutional, batch, MadeData.GrayImages)),
        .. new[] { 16, 128 }.Select(batch => Of<Gpt>("W5", "GPT: 4 blocks of width 128, 64 steps", Networks.Gpt, batch, MadeData.Text)),
        .. new[] { 32, 256 }.Select(batch => Of<ResNet14>("W6", "ResNet of 14 layers", Networks.ResNet14, batch, MadeData.Images)),
        Of<LstmReader>("W7", "LSTM of 64 over 100 steps", Networks.Lstm, 32, MadeData.Sequences),
        Of<WideDense>("W8", "4096 → 2048 → 2048 → 1000", Network.OfWidths(4096, 2048, 2048, 1000), 256, MadeData.Vectors),
    ];

    /// <summary>Name and batch.</summary>
    public string Label => $"{Name}, batch {Batch}";

    /// <summary>Floating-point operations of the products in a step.</summary>
    public double Flops => Network.TrainingFlops() * Batch;

    /// <summary>Returns samples in the form that our models take.</summary>
    public Dataset Scaled(Dataset samples) => Network.TakesIndices ? samples : samples | Scale((float)Network.Scale);

    private static Subject Of<T>(string name, string title, Network network, int batch, Func<int, Dataset> make)
        where T : class, IModel<T> => new(name, title, network, batch, T.Description.TrainableCount, make,
            (samples, options) => T.Initialize(seed: 42).Fit(samples, options).ThrowIfFail());
}
