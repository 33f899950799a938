using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>The work that is measured.</summary>
public static class Workloads
{
    private const int TrainingImages = 48_000;

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("W0", "logistic regression by SGD on 60,000 images, batch 1, 5 epochs, 5-fold cross-validation",
            "scikit-learn SGDClassifier", Goal: 15, Flops: 0, CrossValidation),
        Training<FashionSoftmax>("W1", goal: 12, batchSize: 32, widths: [10]),
        Training<FashionHidden>("W2", goal: 4, batchSize: 32, widths: [100, 10]),
        Training<FashionDeep>("W3", goal: 1.5, batchSize: 128, widths: [512, 256, 10]),
    ];

    private static Contest CrossValidation(Dataset train)
    {
        var peer = new SgdClassifier(FashionBytes.Of(train));
        return new Contest(() => Baseline.CrossValidate(train), peer.CrossValidate, peer);
    }

    private static Workload Training<T>(string name, double goal, int batchSize, int[] widths) where T : class, IModel<T> =>
        new(name, $"an epoch of {TrainingImages:N0} images, 784 → {string.Join(" → ", widths)}, batch {batchSize}, RMSprop",
            "TorchSharp eager", goal, MultiplicationFlops(widths), fashion =>
            {
                Libtorch.Load();
                var parts = (fashion | Split(1 - TrainingImages / (double)fashion.Count, seed: 42)).ThrowIfFail();
                var peer = new TorchClassifier(FashionBytes.Of(parts.Train), FashionBytes.Of(parts.Validation), widths, batchSize);
                var ours = new Classifier<T>(parts, batchSize);
                return new Contest(ours.Epoch, peer.Epoch, peer);
            });

    /// <summary>Of an epoch: inputs by kernels forward; backward, inputs by errors, and but for the first layer errors by kernels.</summary>
    private static double MultiplicationFlops(int[] widths)
    {
        var (flops, width) = (0.0, 784);
        foreach (var next in widths)
        {
            flops += 2.0 * width * next * (width == 784 ? 2 : 3);
            width = next;
        }

        return flops * TrainingImages;
    }
}
