using ModelDsl.Engines;

namespace ModelDsl.Onnx.Tests.Running;

/// <summary>
/// Compares the predictions of ONNX Runtime with ours. An error is relative to the largest number of its output in the batch: a small
/// number that is a difference of large ones has the error of these.
/// </summary>
internal static class Agreement
{
    /// <summary>The largest error that a file may have.</summary>
    public const double Bound = 1e-5;

    /// <summary>Numbers of samples in a batch; a file takes each of them.</summary>
    private static readonly int[] Batches = [3, 1, 7];

    /// <summary>Asserts that a model's file computes what the model computes, for a seed.</summary>
    /// <returns>The largest error.</returns>
    public static double Check(Subject subject, int seed, OnnxOptions? options = null)
    {
        using var run = new OnnxRun(subject.Description, subject.Export(seed, options));
        return Batches.Max(rows => Check(subject, run.Predict, rows, seed));
    }

    /// <summary>Asserts that another model computes what a model computes, for a seed.</summary>
    public static void Check(Subject subject, int seed, Subject other) =>
        Check(subject, samples => other.Predict(Engine.Cpu, seed, samples), Batches[0], seed);

    private static double Check(Subject subject, Func<double[], double[]> predict, int rows, int seed)
    {
        var samples = subject.Samples(rows, 1000 * seed + rows);
        var (ours, theirs) = (subject.Predict(Engine.Cpu, seed, samples), predict(samples));
        Assert.Equal(ours.Length, theirs.Length);
        var error = Error(subject, rows, ours, theirs);
        if (error <= Bound) return error;
        // Where float32 itself computes worse, in both programs, the reference engine says so: theirs may then be as far from it as ours.
        var exact = subject.Predict(Engine.Reference, seed, samples);
        var (us, them) = (Error(subject, rows, exact, ours), Error(subject, rows, exact, theirs));
        if (them <= 2 * us) return error;
        Assert.Fail($"The error is {error:E1}; to the reference engine theirs has {them:E1}, ours {us:E1}. Seed {seed}, {rows} samples:\n{subject}\n"
            + $"ours   {Text(ours)}\ntheirs {Text(theirs)}");
        return error;
    }

    /// <summary>Returns the largest error of all outputs.</summary>
    private static double Error(Subject subject, int rows, double[] expected, double[] actual)
    {
        (int First, int Count)[] outputs = subject.Description.Outputs.IsEmpty
            ? [(0, subject.Description.OutputShape.Size)]
            : [.. subject.Description.Outputs.Map(output => (output.First, output.Shape.Size))];
        return outputs.Max(output =>
            Error(Columns(expected, rows, output.First, output.Count), Columns(actual, rows, output.First, output.Count)));
    }

    private static double Error(double[] expected, double[] actual)
    {
        var (size, error) = ((double)float.Epsilon, 0.0);
        foreach (var number in expected.Where(double.IsFinite)) size = Math.Max(size, Math.Abs(number));
        for (var i = 0; i < expected.Length; i++)
        {
            // Numbers that are not finite must be the same numbers.
            if (expected[i].Equals(actual[i])) continue;
            if (!double.IsFinite(expected[i]) || !double.IsFinite(actual[i])) return double.PositiveInfinity;
            error = Math.Max(error, Math.Abs(expected[i] - actual[i]) / size);
        }
        return error;
    }

    private static double[] Columns(double[] numbers, int rows, int first, int count) =>
        [.. Enumerable.Range(0, rows).SelectMany(row => numbers.Skip(numbers.Length / rows * row + first).Take(count))];

    private static string Text(double[] numbers) => string.Join(" ", numbers.Take(40).Select(number => $"{number:G6}"));
}
