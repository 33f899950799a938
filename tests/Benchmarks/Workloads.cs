namespace Benchmarks;

/// <summary>The workloads that are measured.</summary>
public static class Workloads
{
    /// <summary>All workloads, in the order in which they run.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("W0", "logistic regression by SGD on 60,000 images, batch 1, 5 epochs, 5-fold cross-validation", CrossValidation.Open),
        .. Training.Workloads,
        new("LENGTHS", "training on sequences of different lengths, padded and masked, one thread each", Lengths.Open),
        new("P1", "predict one image by W2's network", OneImage.Open),
        new("GEMM", "products of matrices, rows × length of the sums × columns, one thread each", Products.Open),
        new("THREADS", "an epoch on one thread and on all", ThreadCounts.Open),
        new("MEMORY", "the most memory that a process has in which W1's model is trained for an epoch", FirstEpoch.Memory),
        new("START", "the first epoch of W1 in a new process", FirstEpoch.StartUp),
        new("GENERATOR", "the source generator, as the compiler drives it", GeneratorTime.Open),
        new("ALLOCATION", "managed bytes that training allocates", Allocation.Open),
        new("TABLE", "rows of five tables in five folds; of a larger one: training, one prediction, encoding", Tabular.Open)
        {
            Record = FiveTables.Record,
        },
        new("STREAMING", "training on 10 GB of images that stay on disk, one thread", Streaming.Open) { OnRequest = true },
        new("SERVICE", "a network behind HTTP at 64 connections, and when batching pays", Service.Open) { OnRequest = true },
    ];
}
