using Microsoft.ML.OnnxRuntime;

namespace Benchmarks.Peers;

/// <summary>
/// ONNX Runtime as a service calls it: one session for all threads, which computes each request on the thread of its caller.
/// </summary>
/// <param name="model">The bytes of a model file.</param>
public sealed class OnnxSession(byte[] model)
{
    private static readonly string[] Inputs = [OnnxModel.Input], Outputs = [OnnxModel.Output];
    private readonly InferenceSession session = new(model, new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 });
    private readonly RunOptions run = new();

    /// <summary>Returns the probabilities of the ten classes.</summary>
    public float[] Predict(float[] image)
    {
        var probabilities = new float[10];
        using var input = OrtValue.CreateTensorValueFromMemory(image, [1, image.Length]);
        using var output = OrtValue.CreateTensorValueFromMemory(probabilities, [1, probabilities.Length]);
        session.Run(run, Inputs, [input], Outputs, [output]);
        return probabilities;
    }
}
