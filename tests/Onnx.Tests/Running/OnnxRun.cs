using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelDsl.Onnx.Tests.Running;

/// <summary>A file that ONNX Runtime has read. It runs on one thread.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly ModelDescription description;
    private readonly InferenceSession session;

    public OnnxRun(ModelDescription description, byte[] file)
    {
        this.description = description;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
            // Its warnings about unused initializers and the like would drown the tests' output.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(file, options);
    }

    public InferenceSession Session => session;

    /// <summary>Returns the predictions for samples, output after output in each row.</summary>
    public double[] Predict(double[] samples)
    {
        var rows = samples.Length / description.InputShape.Size;
        (string Name, Shape Shape, int First)[] parts = description.Inputs.IsEmpty
            ? [(session.InputMetadata.Keys.Single(), description.InputShape, 0)]
            : [.. description.Inputs.Map(input => (input.Name, input.Shape, input.First))];
        using var results = session.Run([.. parts.Where(part => session.InputMetadata.ContainsKey(part.Name)).Select(part =>
            Value(part.Name, Columns(samples, rows, part.First, part.Shape.Size), [rows, .. part.Shape]))]);
        return Join(rows, [.. results.Select(result => result.AsTensor<float>()).Select(tensor =>
        {
            Assert.Equal(rows, tensor.Dimensions[0]);
            return tensor.ToArray();
        })]);
    }

    public void Dispose() => session.Dispose();

    /// <summary>Returns numbers as the type of an input: float32, or int64 if all of them are indices.</summary>
    private NamedOnnxValue Value(string name, float[] numbers, int[] shape) =>
        session.InputMetadata[name].ElementDataType == TensorElementType.Int64
        ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(numbers, number => (long)number), shape))
        : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(numbers, shape));

    private float[] Columns(double[] samples, int rows, int first, int count) =>
        [.. Enumerable.Range(0, rows).SelectMany(row => samples.Skip(row * description.InputShape.Size + first).Take(count))
            .Select(number => (float)number)];

    private static double[] Join(int rows, float[][] outputs) =>
        [.. Enumerable.Range(0, rows).SelectMany(
            row => outputs.SelectMany(output => output.Skip(output.Length / rows * row).Take(output.Length / rows)))
                .Select(number => (double)number)];
}
