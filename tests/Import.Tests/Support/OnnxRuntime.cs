using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelDsl.Import.Tests.Support;

/// <summary>Runs a file in ONNX Runtime on one thread, and compares an imported model with it.</summary>
public static class OnnxRuntime
{
    /// <summary>Imports a file, runs the model on random samples, and expects ONNX Runtime's numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="batches">How many samples to run: each as one batch where the file takes any size, otherwise one by one.</param>
    /// <param name="most">The largest index, for inputs of whole numbers.</param>
    /// <param name="options">What the file does not say.</param>
    public static ImportedModel AssertEqual(string path, long[]? batches = null, int most = 4, ImportOptions? options = null)
    {
        var result = OnnxFile.Read(path, options);
        Assert.Empty(result.Errors);
        var model = result.Model!;
        using var session = Open(path);
        foreach (var n in batches ?? [1, 3])
        {
            var random = new Random((int)n);
            var inputs = model.Inputs.Select(input => Samples(input, n, random, most)).ToList();
            var expected = Run(session, model, inputs);
            var actual = Evaluator.Run(model, n, inputs);
            for (var i = 0; i < actual.Count; i++)
                AssertNear(expected[i], actual[i]);
        }
        return model;
    }

    /// <summary>Expects equal shapes, and numbers that differ by less than the rounding of float32 in sums.</summary>
    public static void AssertNear(Numbers expected, Numbers actual, double tolerance = 2e-5)
    {
        Assert.Equal(expected.Sizes, actual.Sizes);
        var scale = 1 + expected.Data.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < expected.Data.Length; i++)
            Assert.True(
                expected.Data[i].Equals(actual.Data[i]) || Math.Abs(expected.Data[i] - actual.Data[i]) <= tolerance * scale,
                $"number {i}: expected {expected.Data[i]}, not {actual.Data[i]}");
    }

    public static Numbers Samples(Value input, long n, Random random, int most)
    {
        var sizes = input.Shape.At(n);
        return new(sizes, [.. Enumerable.Range(0, (int)ShapeRules.Length(sizes)).Select(_ => input.Type switch
        {
            ElementType.Float => (double)(float)(random.NextDouble() * 4 - 2),
            ElementType.Integer => random.Next(most),
            _ => random.Next(2),
        })]);
    }

    public static InferenceSession Open(string path)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        return new InferenceSession(path, options);
    }

    /// <summary>The outputs for these inputs. A file for one sample runs once for each.</summary>
    public static IReadOnlyList<Numbers> Run(InferenceSession session, ImportedModel model, IReadOnlyList<Numbers> inputs)
    {
        var first = session.InputMetadata[model.Inputs[0].Source].Dimensions[0];
        var n = inputs[0].Sizes[0];
        if (first != 1 || n == 1)
            return RunOnce(session, model, inputs);
        var parts = Enumerable.Range(0, (int)n).Select(sample =>
            RunOnce(session, model, [.. inputs.Select(input => Movements.Cut(input, [new(0, sample, 1, 1)]))])).ToList();
        return [.. model.Outputs.Select((_, i) => Movements.Join([.. parts.Select(part => part[i])], 0))];
    }

    private static List<Numbers> RunOnce(InferenceSession session, ImportedModel model, IReadOnlyList<Numbers> inputs)
    {
        var feeds = model.Inputs.Zip(inputs, (value, numbers) =>
        {
            int[] sizes = [.. numbers.Sizes.Select(size => (int)size)];
            return session.InputMetadata[value.Source].ElementDataType switch
            {
                TensorElementType.Int64 => NamedOnnxValue.CreateFromTensor(
                    value.Source, new DenseTensor<long>(Array.ConvertAll(numbers.Data, number => (long)number), sizes)),
                TensorElementType.Int32 => NamedOnnxValue.CreateFromTensor(
                    value.Source, new DenseTensor<int>(Array.ConvertAll(numbers.Data, number => (int)number), sizes)),
                TensorElementType.Bool => NamedOnnxValue.CreateFromTensor(
                    value.Source, new DenseTensor<bool>(Array.ConvertAll(numbers.Data, number => number != 0), sizes)),
                TensorElementType.Double => NamedOnnxValue.CreateFromTensor(value.Source, new DenseTensor<double>(numbers.Data, sizes)),
                _ => NamedOnnxValue.CreateFromTensor(
                    value.Source, new DenseTensor<float>(Array.ConvertAll(numbers.Data, number => (float)number), sizes)),
            };
        }).ToList();
        using var results = session.Run(feeds);
        return [.. model.Outputs.Select(output => Read(results.First(result => result.Name == output.Source)))];
    }

    private static Numbers Read(DisposableNamedOnnxValue value) => value.Value switch
    {
        Tensor<float> floats => new([.. floats.Dimensions.ToArray().Select(size => (long)size)],
            [.. floats.Select(number => (double)number)]),
        Tensor<double> doubles => new([.. doubles.Dimensions.ToArray().Select(size => (long)size)], [.. doubles]),
        Tensor<long> longs => new([.. longs.Dimensions.ToArray().Select(size => (long)size)], [.. longs.Select(number => (double)number)]),
        Tensor<bool> booleans => new([.. booleans.Dimensions.ToArray().Select(size => (long)size)], [.. booleans.Select(b => b ? 1.0 : 0)]),
        var other => throw new InvalidOperationException($"{other} is not read."),
    };
}
