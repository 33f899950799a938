using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A model that is ready to predict a fixed number of samples at a time: its program and a copy of its parameters are laid out once, so that a
/// call costs the arithmetic alone and allocates nothing. What a service keeps; for single questions <c>Predict</c> is enough.
/// </summary>
/// <remarks>It holds the memory that it computes in: threads that predict at the same time need one each.</remarks>
[JsonConverter(typeof(TextJson))]
public sealed class Predictor<T> : IDisposable where T : class, IModel<T>
{
    private readonly ModelProgram program;
    private readonly IMemoryRegion? region;

    internal Predictor(T model, int batchSize)
    {
        var engine = ModelCalls.EngineOf(model);
        region = (engine as IDeviceEngine)?.NewRegion();
        try
        {
            using var stay = region?.Enter();
            var parameters = ModelCalls.ParametersOf(model, engine);
            (engine as IKnowsConstants)?.Keep(parameters.All);
            program = T.Compile(ProgramKind.Forward, engine, batchSize, parameters, null);
        }
        catch
        {
            region?.Dispose();
            throw;
        }
    }

    /// <summary>Number of samples of a call.</summary>
    public int BatchSize => program.Rows;

    /// <summary>Shape of the samples of a call, <c>[N, …]</c>.</summary>
    public Shape InputShape => program.Input.Shape;

    /// <summary>Shape of the predictions of a call, <c>[N, …]</c>.</summary>
    public Shape OutputShape => program.Output.Shape;

    /// <summary>The model and the shapes of a call: <c>Predictor of FashionMlp: [1, 28, 28] → [1, 10]</c>.</summary>
    public override string ToString() => $"Predictor of {T.Description.Name}: {InputShape} → {OutputShape}";

    /// <summary>What the model predicts: the same bits as <c>Predict</c> gives for these samples. Allocates nothing.</summary>
    /// <param name="samples">The samples' numbers, row-major, as many as <see cref="InputShape"/> has.</param>
    /// <param name="predictions">Where the predictions go, row-major, as many as <see cref="OutputShape"/> has.</param>
    /// <exception cref="ArgumentException">
    /// One of the two is of another length, or the model looks indices up and a sample is none.
    /// </exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> predictions)
    {
        Check(samples.Length, InputShape, "samples");
        Check(predictions.Length, OutputShape, "predictions");
        BatchChecks.CheckIndices(T.Description, samples);
        using var team = ThreadTeam.Enter(Environment.ProcessorCount);
        program.Engine.Write(samples, program.Input);
        program.Run(default);
        program.Engine.Read(program.Output, predictions);
    }

    /// <summary>Gives back the memory of a device, where the model is on one; other memory is the garbage collector's.</summary>
    public void Dispose() => region?.Dispose();

    private static void Check(int numbers, Shape shape, string what)
    {
        if (numbers != shape.Size)
            throw new ArgumentException($"{T.Description.Name} takes {what} {shape}, {shape.Size} numbers, in this call, but was given {numbers}.");
    }
}
