using System.Buffers;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl;

/// <summary>
/// A model that is ready to predict a fixed number of samples at a time. Its programs and a copy of its parameters are made once, so a call
/// costs only the arithmetic and allocates nothing. It is meant for services; for single questions <c>Predict</c> is enough.
/// </summary>
/// <remarks>
/// Any number of threads may call it at the same time: register one for a whole service. Each call borrows working memory while it runs. At
/// most one idle working memory for each processor is kept, and the parameters exist once. Dispose it when no more calls will begin: calls
/// that are running then end normally.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed class Predictor<T> : IDisposable where T : class, IModel<T>
{
    private readonly ProgramPool<T> programs;

    /// <summary>The parameters, if predictors of other sizes may share them: not in the memory of a device.</summary>
    private readonly ParameterArena? shared;

    private readonly T model;

    /// <summary>The scaling of samples on their way into the program.</summary>
    private readonly FeatureTransform scaling;

    internal Predictor(T model, int batchSize, FeatureTransform scaling, ParameterArena? parameters = null)
    {
        (this.model, this.scaling) = (model, scaling);
        var engine = ModelCalls.EngineOf(model);
        var memory = (engine as IDeviceEngine)?.NewRegion();
        try
        {
            using var stay = memory?.Enter();
            parameters ??= ModelCalls.ConstantParametersOf(model, engine);
            shared = memory is null ? parameters : null;
            programs = new ProgramPool<T>(parameters, batchSize, memory);
            var first = programs.Take();
            (BatchSize, InputShape, OutputShape) = (batchSize, first.Program.Input.Shape, first.Program.Output.Shape);
            programs.Return(first);
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

    /// <summary>Returns the model and the shapes of a call: <c>Predictor of FashionMlp: [1, 28, 28] → [1, 10]</c>.</summary>
    public override string ToString() => $"Predictor of {T.Description.Name}: {InputShape} → {OutputShape}";

    /// <summary>Returns a predictor of the same model for another number of samples. It shares the parameters if it can.</summary>
    internal Predictor<T> OfSize(int batchSize) => new(model, batchSize, scaling, shared);

    /// <summary>Number of programs that exist, in use and idle.</summary>
    internal int Programs => programs.Count;

    /// <summary>
    /// Computes the model's predictions: the same bits as <c>Predict</c> gives for these samples. It allocates nothing, unless more calls
    /// run at the same time than ever before. Threads may call it at the same time, each with its own spans.
    /// </summary>
    /// <param name="samples">The numbers of the samples, row-major; as many as <see cref="InputShape"/> has.</param>
    /// <param name="predictions">Receives the predictions, row-major; as many numbers as <see cref="OutputShape"/> has.</param>
    /// <exception cref="ArgumentException">
    /// One of the two has another length, or the model looks up indices and a sample is not a valid index. Or the predictor scales samples,
    /// and a number is too large for float32 afterwards.
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
            Write(samples, program);
            lent.Run();
            program.Engine.Read(program.Output, predictions);
        }
        finally
        {
            programs.Return(lent);
        }
    }

    /// <summary>
    /// Closes the predictor. A call that begins afterwards throws; one that runs on another thread ends normally. The memory of a device is
    /// released with the last of these calls; other memory is left to the garbage collector.
    /// </summary>
    public void Dispose() => programs.Dispose();

    private void Write(ReadOnlySpan<float> samples, ModelProgram program)
    {
        if (scaling.IsIdentity)
        {
            program.Engine.Write(samples, program.Input);
            return;
        }
        float[]? rented = null;
        if (!program.Engine.TryGetSpan(program.Input, out var input))
            input = (rented = ArrayPool<float>.Shared.Rent(samples.Length)).AsSpan(0, samples.Length);
        var tooLarge = scaling.ApplyToAll(samples, input, samples.Length / BatchSize);
        if (rented is not null)
        {
            if (tooLarge is null) program.Engine.Write(input, program.Input);
            ArrayPool<float>.Shared.Return(rented);
        }
        if (tooLarge is not null) throw new ArgumentException($"{T.Description.Name} can't scale the samples: {tooLarge}.");
    }

    private static void Check(int numbers, Shape shape, string what)
    {
        if (numbers != shape.Size)
            throw new ArgumentException($"{T.Description.Name} takes {what} {shape}, {shape.Size} numbers, in this call, but was given {numbers}.");
    }
}
