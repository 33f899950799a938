using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>
/// Results of batches that an asynchronous device keeps until somebody asks for them, so that the host need not wait after each batch. The
/// memory is allocated once.
/// </summary>
internal sealed class ResultsOnDevice
{
    /// <summary>The most batches whose results are kept.</summary>
    private const int MostBatches = 4096;

    /// <summary>The most bytes of predictions and labels that are kept: 64 MiB.</summary>
    private const long MostBytes = 64L << 20;

    private readonly ITensorEngine engine;
    private readonly TensorBuffer losses;
    private readonly double[] lossNumbers;
    private readonly TensorBuffer? outputs;
    private readonly float[] outputNumbers;
    private readonly TensorBuffer? counted;
    private readonly float[] countedNumbers;
    private readonly int[] classes;
    private readonly float[] targets;
    private readonly (int Step, int Rows)[] batches;
    private readonly int outputLosses;
    private readonly (int Output, int Classes, int Targets, int Counted) perRow;
    private readonly int mostRows;
    private int count;
    private int rows;

    private ResultsOnDevice(BatchFeed batch, int samples, bool keepsOutputs, int outputLosses)
    {
        (engine, this.outputLosses) = (batch.Program.Engine, outputLosses);
        var labels = batch.Labels;
        perRow = keepsOutputs
            ? (batch.Program.Output.Count / batch.Rows, labels.Classes.Length / batch.Rows, labels.Targets.Length / batch.Rows,
                (batch.Program.Counted?.Count ?? 0) / batch.Rows)
            : default;
        var bytes = (perRow.Output + perRow.Classes + perRow.Targets + perRow.Counted) * sizeof(float);
        mostRows = (int)Math.Min(samples, bytes == 0 ? samples : MostBytes / bytes);
        batches = new (int, int)[Math.Min((samples - 1) / batch.Rows + 1, MostBatches)];
        lossNumbers = new double[batches.Length * (1 + outputLosses)];
        losses = engine.Allocate(ElementType.Float, [lossNumbers.Length]);
        outputs = keepsOutputs ? engine.Allocate(ElementType.Float, [mostRows * perRow.Output]) : null;
        counted = perRow.Counted > 0 ? engine.Allocate(ElementType.Float, [mostRows * perRow.Counted]) : null;
        countedNumbers = new float[mostRows * perRow.Counted];
        (outputNumbers, classes, targets) =
            (new float[mostRows * perRow.Output], new int[mostRows * perRow.Classes], new float[mostRows * perRow.Targets]);
    }

    /// <summary>Makes room for the results of batches like this one; null if its results are to be read at once.</summary>
    /// <param name="batch">A full batch that was run.</param>
    /// <param name="samples">The most samples of all batches.</param>
    /// <param name="keepsOutputs">Whether predictions and labels are kept.</param>
    /// <param name="outputLosses">How many losses of outputs are kept; 0 if no figure is made of them.</param>
    public static ResultsOnDevice? For(BatchFeed batch, int samples, bool keepsOutputs, int outputLosses) =>
        batch.Program.Engine is IDeviceEngine { IsAsynchronous: true }
            ? new ResultsOnDevice(batch, Math.Max(samples, batch.Rows), keepsOutputs, outputLosses)
            : null;

    /// <summary>Keeps the results of the batch that was run last.</summary>
    /// <returns>False if there is no room: take what is kept first.</returns>
    public bool TryKeep(BatchFeed batch, int step)
    {
        if (count == batches.Length || rows + batch.Rows > mostRows) return false;
        Copy(batch.Program.Loss!, losses, count * (1 + outputLosses));
        for (var output = 0; output < outputLosses; output++)
            Copy(batch.Program.OutputLosses[output], losses, count * (1 + outputLosses) + 1 + output);
        if (outputs is not null)
        {
            Copy(batch.Program.Output, outputs, rows * perRow.Output);
            if (counted is not null) Copy(batch.Program.Counted!, counted, rows * perRow.Counted);
            batch.Labels.Classes.CopyTo(classes.AsSpan(rows * perRow.Classes));
            batch.Labels.Targets.CopyTo(targets.AsSpan(rows * perRow.Targets));
        }
        batches[count++] = (step, batch.Rows);
        rows += batch.Rows;
        return true;
    }

    /// <summary>Brings all results to the host, in the order of the steps, and keeps none.</summary>
    /// <param name="take">Is given each batch.</param>
    public void Take(Action<BatchResults> take)
    {
        if (count == 0) return;
        engine.Read(losses, lossNumbers);
        if (outputs is not null) engine.Read(outputs, outputNumbers);
        if (counted is not null) engine.Read(counted, countedNumbers);
        var (taken, last, first) = (0, count, 0);
        (count, rows) = (0, 0);
        for (; taken < last; taken++)
        {
            var (step, n) = batches[taken];
            var of = lossNumbers.AsSpan(taken * (1 + outputLosses), 1 + outputLosses);
            take(new BatchResults(
                step, n, of[0], of[1..], outputNumbers.AsSpan(first * perRow.Output, n * perRow.Output),
                new BatchLabels(
                    classes.AsSpan(first * perRow.Classes, n * perRow.Classes),
                    targets.AsSpan(first * perRow.Targets, n * perRow.Targets)),
                countedNumbers.AsSpan(first * perRow.Counted, n * perRow.Counted)));
            first += n;
        }
    }

    /// <summary>Forgets all results.</summary>
    public void Clear() => (count, rows) = (0, 0);

    private void Copy(TensorBuffer from, TensorBuffer to, int at) =>
        engine.CopyBlocks(from, default, to, new Blocks(at, 0), from.Count, 1);
}
