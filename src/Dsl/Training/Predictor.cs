using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl;

/// <summary>
/// A model that is ready to predict a fixed number of samples at a time: its programs and a copy of its parameters are laid out once, so
/// that a call costs the arithmetic alone and allocates nothing. What a service keeps; for single questions <c>Predict</c> is enough.
/// </summary>
/// <remarks>
/// Any number of threads may call it at the same time: register one for a whole service. Each call borrows working memory for as long as it
/// lasts; as many idle ones are kept as there are processors, and the parameters are there once. Dispose it when no call is to begin any
/// more: calls that run meanwhile end well.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed class Predictor<T> : IDisposable where T : class, IModel<T>
{
    private readonly ProgramPool<T> programs;

    internal Predictor(T model, int batchSize)
    {
        var engine = ModelCalls.EngineOf(model);
        var memory = (engine as IDeviceEngine)?.NewRegion();
        try
        {
            using var stay = memory?.Enter();
            programs = new ProgramPool<T>(ModelCalls.ConstantParametersOf(model, engine), batchSize, memory);
            var first = programs.Take();
            (BatchSize, InputShape, OutputShape) = (batchSize, first.Program.Input.Shape, first.Program.Output.Shape);
            programs.GiveBack(first);
        }
        catch
        {
            memory?.Reclaim();
            throw;
        }
    }

    /// <summary>Number of samples of a call.</summary>
    public int BatchSize { get; }

    /// <summary>Shape of the samples of a call, <c>[N, …]</c>.</summary>
    public Shape InputShape { get; }

    /// <summary>Shape of the predictions of a call, <c>[N, …]</c>.</summary>
    public Shape OutputShape { get; }

    /// <summary>The model and the shapes of a call: <c>Predictor of FashionMlp: [1, 28, 28] → [1, 10]</c>.</summary>
    public override string ToString() => $"Predictor of {T.Description.Name}: {InputShape} → {OutputShape}";

    /// <summary>How many programs are laid out, in use and idle.</summary>
    internal int Programs => programs.Count;

    /// <summary>
    /// What the model predicts: the same bits as <c>Predict</c> gives for these samples. Allocates nothing, but where more calls run at the
    /// same time than ever before. Threads may call it side by side, each with spans of its own.
    /// </summary>
    /// <param name="samples">The samples' numbers, row-major, as many as <see cref="InputShape"/> has.</param>
    /// <param name="predictions">Where the predictions go, row-major, as many as <see cref="OutputShape"/> has.</param>
    /// <exception cref="ArgumentException">
    /// One of the two is of another length, or the model looks indices up and a sample is none.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed before the call.</exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> predictions)
    {
        Check(samples.Length, InputShape, "samples");
        Check(predictions.Length, OutputShape, "predictions");
        BatchChecks.CheckIndices(T.Description, samples);
        var lent = programs.Take();
        try
        {
            using var team = ThreadTeam.Enter(Environment.ProcessorCount);
            var program = lent.Program;
            program.Engine.Write(samples, program.Input);
            lent.Run();
            program.Engine.Read(program.Output, predictions);
        }
        finally
        {
            programs.GiveBack(lent);
        }
    }

    /// <summary>
    /// Ends it: a call that begins afterwards throws, one that runs on another thread ends well. The memory of a device is given back, with
    /// the last of these; other memory is the garbage collector's.
    /// </summary>
    public void Dispose() => programs.Dispose();

    private static void Check(int numbers, Shape shape, string what)
    {
        if (numbers != shape.Size)
            throw new ArgumentException($"{T.Description.Name} takes {what} {shape}, {shape.Size} numbers, in this call, but was given {numbers}.");
    }
}
