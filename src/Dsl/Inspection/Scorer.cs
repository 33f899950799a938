using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Tensors;
using ModelDsl.Training;

namespace ModelDsl.Inspection;

/// <summary>Computes one figure of a model on many data sets. Its programs are compiled once.</summary>
internal sealed class Scorer<T> : IDisposable where T : class, IModel<T>
{
    private readonly Metric? metric;
    private readonly int batchSize;
    private readonly ITensorEngine engine;
    private readonly IDisposable? memory;
    private readonly ParameterArena parameters;
    private readonly Dictionary<int, ModelProgram> programs = [];

    /// <summary>Copies the parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metric">The figure; null for the loss.</param>
    /// <param name="batchSize">Number of samples computed together.</param>
    public Scorer(T model, Metric? metric, int batchSize)
    {
        (this.metric, this.batchSize, engine) = (metric, batchSize, ModelCalls.EngineOf(model));
        memory = engine.BeginMemory();
        parameters = ModelCalls.ParametersOf(model, engine);
    }

    /// <summary>The name of the figure.</summary>
    public string Name => metric?.Name ?? "loss";

    /// <summary>Returns the figure on data that fits the model.</summary>
    public double Score(Dataset data)
    {
        using var team = ThreadTeam.Enter(Environment.ProcessorCount);
        // No device keeps the samples: they are gathered in one way, so that equal samples give equal figures.
        using var evaluator = new Evaluator<T>(data, metric is null ? [] : [metric], batchSize, Program, new DeviceRoom(0));
        var evaluation = evaluator.Run()!;
        return metric is null ? evaluation.Loss : evaluation.Metrics[0].Value;
    }

    public void Dispose() => memory?.Dispose();

    private ModelProgram Program(int rows)
    {
        if (!programs.TryGetValue(rows, out var program))
            programs.Add(rows, program = T.Compile(ProgramKind.Loss, engine, rows, parameters, null));
        return program;
    }
}
