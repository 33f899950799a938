using ModelDsl.CompilerServices;
using ModelDsl.Metrics;

namespace ModelDsl.Training;

/// <summary>Evaluates parameters on a data set, any number of times. Its programs are compiled once.</summary>
internal sealed class Evaluator<T> : IDisposable where T : class, IModel<T>
{
    /// <summary>Default number of samples in a batch. Fit's validation uses the same number: both give the same bits.</summary>
    public const int DefaultBatchSize = ModelCalls.DefaultBatchSize;

    private readonly Batches batches;
    private readonly EpochFigures figures;
    private readonly int[] order;

    public Evaluator(
        ParameterArena parameters, Dataset data, IReadOnlyList<Metric> metrics, int batchSize = DefaultBatchSize, DeviceRoom? room = null)
        : this(data, metrics, batchSize, rows => T.Compile(ProgramKind.Loss, parameters.Engine, rows, parameters, null), room)
    {
    }

    /// <summary>Evaluates with programs for numbers of samples, which may serve several evaluators, one after the other.</summary>
    public Evaluator(Dataset data, IReadOnlyList<Metric> metrics, int batchSize, Func<int, ModelProgram> programs, DeviceRoom? room)
    {
        batches = new Batches(data, batchSize, programs, RowWeights.For(T.Description, data.HasWeights), room);
        figures = new EpochFigures(metrics, T.Description).For(data.Count);
        order = [.. Enumerable.Range(0, data.Count)];
    }

    /// <summary>Returns loss and metrics of the current parameters; null if it was cancelled.</summary>
    public Evaluation? Run(CancellationToken cancellation = default)
    {
        figures.Reset();
        for (var step = 0; step < batches.Steps; step++)
        {
            if (cancellation.IsCancellationRequested) return null;
            var batch = batches.Load(step, order);
            batch.Run(default);
            figures.Add(batch, step);
        }
        return new Evaluation(figures.Loss, figures.Metrics);
    }

    /// <inheritdoc cref="Batches.Dispose"/>
    public void Dispose() => batches.Dispose();
}
