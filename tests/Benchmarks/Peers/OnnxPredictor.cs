using Microsoft.ML.OnnxRuntime;

namespace Benchmarks.Peers;

/// <summary>
/// ONNX Runtime as a user calls it for low latency: a session with one thread, and memory for input and output that is used again.
/// </summary>
public sealed class OnnxPredictor : IDisposable
{
    private static readonly string[] Inputs = [OnnxModel.Input], Outputs = [OnnxModel.Output];
    private readonly float[] input = new float[SampleBytes.ImageSize];
    private readonly float[] output = new float[10];
    private readonly OrtValue[] inputs, outputs;
    private readonly SessionOptions options = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    };

    private readonly RunOptions run = new();
    private readonly InferenceSession session;

    /// <summary>Loads a model.</summary>
    public OnnxPredictor(byte[] model)
    {
        session = new InferenceSession(model, options);
        inputs = [OrtValue.CreateTensorValueFromMemory(input, [1, input.Length])];
        outputs = [OrtValue.CreateTensorValueFromMemory(output, [1, output.Length])];
    }

    /// <summary>Predicts one image.</summary>
    public void Predict(ReadOnlySpan<float> image, Span<float> probabilities)
    {
        image.CopyTo(input);
        session.Run(run, Inputs, inputs, Outputs, outputs);
        output.CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inputs[0].Dispose();
        outputs[0].Dispose();
        session.Dispose();
        run.Dispose();
        options.Dispose();
    }
}
