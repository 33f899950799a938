using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Metrics;

namespace ModelDsl.Training;

/// <summary>
/// Brings samples and labels of a data set into a program's memory, and reads its results. All staging memory is allocated once: a batch
/// allocates nothing.
/// </summary>
internal sealed class BatchFeed
{
    private readonly ModelProgram program;
    private readonly float[] samples;
    private readonly SamplePreparation? preparation;
    private readonly float[] scratch;
    private bool isPrepared;
    private IStaging? staging;
    private readonly int[] classes;
    private readonly int[] fed;
    private readonly float[] targets;
    private readonly float[] outputs;
    private readonly float[] counted;
    private readonly RowWeights? rowWeights;
    private readonly float[] sampleWeights;
    private readonly float[] weights;

    /// <summary>Makes the memory.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rowWeights">The weights of rows in its loss; null when every row counts 1.</param>
    public BatchFeed(ModelProgram program, RowWeights? rowWeights)
    {
        (this.program, this.rowWeights) = (program, rowWeights);
        sampleWeights = rowWeights is null ? [] : new float[program.Rows];
        weights = rowWeights is null ? [] : new float[program.Weights!.Count];
        preparation = program.Preparation is { } scaling && program.Engine.TryGetSpan(scaling.Buffer, out _) ? scaling : null;
        scratch = preparation is null ? [] : new float[program.Input.Count / program.Rows];
        var direct = program.Engine is IDeviceEngine || program.Engine.TryGetSpan(program.Input, out _);
        samples = direct ? [] : new float[program.Input.Count];
        classes = program.Labels is { Element: ElementType.Int32 } indices ? new int[indices.Count] : [];
        fed = rowWeights is null ? [] : new int[classes.Length];
        targets = program.Labels is { Element: ElementType.Float } values ? new float[values.Count] : [];
        outputs = program.Engine.TryGetSpan(program.Output, out _) ? [] : new float[program.Output.Count];
        counted = program.Counted is not { } rows || program.Engine.TryGetSpan(rows, out _) ? [] : new float[rows.Count];
    }

    /// <summary>The program that this feeds.</summary>
    public ModelProgram Program => program;

    /// <summary>Number of samples of a batch.</summary>
    public int Rows => program.Rows;

    /// <summary>The labels of the batch.</summary>
    public BatchLabels Labels => new(classes, targets);

    /// <summary>The loss of the last run.</summary>
    public double Loss
    {
        get
        {
            Span<double> loss = stackalloc double[1];
            program.Engine.Read(program.Loss!, loss);
            return loss[0];
        }
    }

    /// <summary>The losses of several outputs in the last run.</summary>
    public double OutputLoss(int output)
    {
        Span<double> loss = stackalloc double[1];
        program.Engine.Read(program.OutputLosses[output], loss);
        return loss[0];
    }

    /// <summary>Makes room for such a batch, which is gathered before its turn.</summary>
    /// <param name="size">Number of samples of a full batch: as many as <see cref="Rows"/>, or more.</param>
    /// <param name="isWeighted">Whether the samples have weights.</param>
    public StagedBatch Stage(int size, bool isWeighted) =>
        new(size, program.Input.Count / Rows, classes.Length / Rows, targets.Length / Rows, isWeighted && rowWeights is not null);

    /// <summary>Gathers a batch: the samples at these positions (<see cref="Rows"/> of them), with their labels.</summary>
    /// <param name="data">The data.</param>
    /// <param name="rows">The positions.</param>
    /// <param name="kept">The data's samples in the memory of the engine's device; null if they are not there.</param>
    public void Load(Dataset data, ReadOnlySpan<int> rows, IDeviceSamples? kept)
    {
        isPrepared = kept is null && preparation is not null;
        if (kept is not null)
        {
            kept.Gather(rows, program.Input);
        }
        else if (preparation is not null && program.Engine.TryGetSpan(preparation.Buffer, out var prepared))
        {
            var transform = preparation.Transform(program.Engine, scratch.Length);
            data.CopyPrepared(rows, transform, preparation.Offset, prepared, scratch);
        }
        else if (program.Engine.TryGetSpan(program.Input, out var input))
        {
            data.CopySamples(rows, input);
        }
        else if (Staging is { } sent)
        {
            data.CopySamples(rows, sent.Numbers);
            sent.Send();
        }
        else
        {
            data.CopySamples(rows, samples);
            program.Engine.Write(samples, program.Input);
        }
        if (classes.Length > 0) data.CopyClasses(rows, classes);
        if (targets.Length > 0) data.CopyTargets(rows, targets);
        if (rowWeights is not null && data.HasWeights) data.CopyWeights(rows, sampleWeights);
        WriteLabels(data.HasWeights ? sampleWeights : []);
    }

    /// <summary>Copies in a batch that was gathered before.</summary>
    public void Load(StagedBatch staged)
    {
        staged.ThrowIfFailed();
        isPrepared = false;
        if (!program.Engine.TryGetSpan(program.Input, out _) && Staging is { } sent)
        {
            staged.Samples.CopyTo(sent.Numbers);
            sent.Send();
        }
        else
        {
            program.Engine.Write(staged.Samples, program.Input);
        }
        staged.Classes.CopyTo(classes);
        staged.Targets.CopyTo(targets);
        WriteLabels(staged.Weights);
    }

    /// <summary>Staging memory, made for the first batch that the host gathers; null if the engine is not a device engine.</summary>
    private IStaging? Staging => staging ??= (program.Engine as IDeviceEngine)?.NewStaging(program.Input);

    private void WriteLabels(ReadOnlySpan<float> ofSamples)
    {
        if (targets.Length > 0) program.Engine.Write(rowWeights is null ? targets : rowWeights.Feed(targets), program.Labels!);
        if (rowWeights is null)
        {
            if (classes.Length > 0) program.Engine.Write(classes, program.Labels!);
            return;
        }
        rowWeights.Compute(ofSamples, Labels, weights);
        program.Engine.Write(weights, program.Weights!);
        if (classes.Length == 0) return;
        rowWeights.Feed(classes, fed);
        program.Engine.Write(fed, program.Labels!);
    }

    /// <summary>Runs the program on the batch. Its first layer is left out if the samples were scaled while they were gathered.</summary>
    public void Run(RandomKey key)
    {
        if (isPrepared) program.RunPrepared(key);
        else program.Start(key);
    }

    /// <summary>Returns the rows that counted in the last run; empty if all do.</summary>
    public ReadOnlySpan<float> ReadCounted()
    {
        if (program.Counted is null) return [];
        if (program.Engine.TryGetSpan(program.Counted, out var span)) return span;
        program.Engine.Read(program.Counted, counted);
        return counted;
    }

    /// <summary>Returns the outputs of the last run.</summary>
    public ReadOnlySpan<float> ReadOutputs()
    {
        if (program.Engine.TryGetSpan(program.Output, out var span)) return span;
        program.Engine.Read(program.Output, outputs);
        return outputs;
    }
}

/// <summary>
/// A data set cut into batches. One program serves the full batches and another a smaller last one; each is compiled once. A
/// <see cref="BatchReader"/> gathers samples ahead if they may have to come from disk. Samples in memory are gathered in their turn,
/// straight into the program. Samples that a device keeps are gathered on the device.
/// </summary>
internal sealed class Batches : IDisposable
{
    private readonly Dataset data;
    private Dataset inPass;
    private readonly int size;
    private readonly BatchFeed full;
    private readonly BatchFeed? last;
    private readonly BatchReader? reader;
    private readonly DeviceRoom room;
    private readonly StreamPages? pages;
    private IDeviceSamples? kept;
    private bool isPlaced;

    /// <summary>Compiles the programs.</summary>
    /// <param name="data">The data.</param>
    /// <param name="size">Number of samples of a full batch; all samples if there are fewer.</param>
    /// <param name="compile">Compiles a program for a number of rows.</param>
    /// <param name="weights">The weights of rows in the loss; null when every row counts 1.</param>
    /// <param name="room">How much of the data the programs' device may keep; null for as much as it can.</param>
    /// <param name="threads">Number of threads that may gather samples ahead; 0 for the number of cores.</param>
    /// <param name="pages">The data of each pass, if they come from a stream; null for the same in each.</param>
    public Batches(
        Dataset data, int size, Func<int, ModelProgram> compile, RowWeights? weights = null, DeviceRoom? room = null, int threads = 0,
        StreamPages? pages = null)
    {
        size = Math.Min(size, data.Count);
        this.pages = pages;
        (this.data, inPass, this.size, this.room) = (data, data, size, room ?? new DeviceRoom(long.MaxValue));
        full = new BatchFeed(compile(size), weights);
        last = data.Count % size > 0 ? new BatchFeed(compile(data.Count % size), weights) : null;
        Steps = (data.Count - 1) / size + 1;
        if (!data.IsSlow) return;
        var readers = threads > 0 ? threads : Environment.ProcessorCount;
        reader = new BatchReader(data, size, () => full.Stage(size, data.HasWeights), readers);
    }

    /// <summary>Number of batches that hold all samples.</summary>
    public int Steps { get; }

    /// <summary>Begins a pass over the data: random functions of samples give other numbers in each.</summary>
    /// <param name="number">The number of passes before.</param>
    public void Enter(int number) => inPass = (pages is null ? data : pages.Of(number)).InPass(number);

    /// <summary>Gathers a batch.</summary>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="order">The order of all samples.</param>
    public BatchFeed Load(int step, int[] order)
    {
        var feed = step < data.Count / size ? full : last!;
        if (reader is null)
        {
            // This is done with the first batch: all programs of the run have their memory then, and the data gets the rest.
            if (!isPlaced) (kept, isPlaced) = (pages is null ? room.Keep(data, feed.Program.Engine) : null, true);
            feed.Load(inPass, Rows(order, step), kept);
            if (kept is null) inPass.Prefetch(Rows(order, step + 1), Rows(order, step + 2));
            return feed;
        }
        feed.Load(reader.Take(step, order, inPass));
        reader.Release();
        return feed;
    }

    /// <summary>Returns the samples of a step; none after the last step.</summary>
    private ReadOnlySpan<int> Rows(int[] order, int step)
    {
        var first = (int)Math.Min((long)step * size, order.Length);
        return order.AsSpan(first, Math.Min(size, order.Length - first));
    }

    /// <summary>Ends the thread that gathers ahead, if there is one.</summary>
    public void Dispose() => reader?.Dispose();
}
