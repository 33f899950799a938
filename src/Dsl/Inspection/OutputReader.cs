using ModelDsl.CompilerServices;
using ModelDsl.Engines.Cpu;
using ModelDsl.Training;

namespace ModelDsl.Inspection;

/// <summary>Takes the predictions of a batch.</summary>
/// <param name="first">Position in the data of the first sample.</param>
/// <param name="outputs">The predictions, row-major.</param>
internal delegate void TakeOutputs(int first, ReadOnlySpan<float> outputs);

/// <summary>
/// Runs a model's forward program over many data sets of one size, in memory for a batch. Its programs are compiled once.
/// </summary>
internal sealed class OutputReader<T> : IDisposable where T : class, IModel<T>
{
    private readonly int batchSize;
    private readonly int[] order;
    private readonly CallPrograms<T> calls;
    private readonly Dictionary<int, ModelProgram> programs = [];
    private readonly float[] outputs;

    /// <summary>Prepares to read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">Number of samples of each data set.</param>
    /// <param name="batchSize">Number of samples computed together.</param>
    public OutputReader(T model, int samples, int batchSize)
    {
        this.batchSize = Math.Min(batchSize, samples);
        order = [.. Enumerable.Range(0, samples)];
        outputs = new float[this.batchSize * T.Description.OutputShape.Size];
        calls = new CallPrograms<T>(model);
    }

    /// <summary>Gives the predictions for a data set that fits the model, batch by batch in order.</summary>
    public void Read(Dataset data, TakeOutputs take)
    {
        using var team = ThreadTeam.Enter(Environment.ProcessorCount);
        using var batches = new Batches(data, batchSize, Program);
        for (var step = 0; step < batches.Steps; step++)
        {
            var program = batches.Load(step, order).Program;
            program.Run(default);
            var read = outputs.AsSpan(0, program.Output.Count);
            program.Engine.Read(program.Output, read);
            take(step * batchSize, read);
        }
    }

    public void Dispose() => calls.Dispose();

    private ModelProgram Program(int rows)
    {
        if (!programs.TryGetValue(rows, out var program)) programs.Add(rows, program = calls.For(rows));
        return program;
    }
}
