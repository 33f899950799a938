using System.Diagnostics;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>Predicts one image.</summary>
/// <param name="image">784 scaled pixels.</param>
/// <param name="probabilities">Receives the probabilities of the ten classes.</param>
public delegate void PredictOne(ReadOnlySpan<float> image, Span<float> probabilities);

/// <summary>
/// P1: the latency of one prediction, by W2's network with the same weights on every side. A sample is the median of many calls.
/// </summary>
public static class OneImage
{
    /// <summary>The name of a peer.</summary>
    public const string OnnxRuntime = "ONNX Runtime";

    private const int Calls = 4_000;
    private const int Classes = 10;
    private const float Tolerance = 1e-4f;

    /// <summary>The contest.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        TorchEngine.Available(TorchEngine.Cpu).ThrowIfFail();
        var work = Training.Fashion.Single(t => t.Name == "W2");
        var (train, heldOut) = work.Source(fashion, work.Samples);
        var trained = new Classifier<FashionHidden>(work.Scaled(train), work.Scaled(heldOut), work.Options);
        trained.Train();

        var images = Images.Of(heldOut);
        var onnx = new OnnxPredictor(OnnxModel.Dense(trained.Weights));
        var torch = new TorchPredictor(work.Network, trained.Weights);
        (string Name, PredictOne Predict)[] sides =
        [
            (Side.ModelDsl, Ours(trained.Model)),
            ("ModelDsl, model.Predict(tensor)", EveryCall(trained.Model)),
            (OnnxRuntime, onnx.Predict),
            (Training.TorchSharp, torch.Predict),
        ];
        CheckThatAllAgree(sides, images);
        yield return new Contest(
            $"one thread each, medians of {Calls:N0} calls", [.. sides.Select(s => new Side(s.Name, () => Measure(s.Predict, images)))], onnx, torch)
        {
            Flops = 2.0 * (SampleBytes.ImageSize * 100 + 100 * Classes),
            Goals = [Goal.Times(3, OnnxRuntime), Goal.Times(8, Training.TorchSharp)],
        };
    }

    /// <summary>The call of a user who needs low latency.</summary>
    private static PredictOne Ours(FashionHidden model) => model.Predictor(samples: SampleForm.Scaled).ThrowIfFail().Predict;

    /// <summary>The call of a user who does not: it makes a tensor and reads a prediction.</summary>
    private static PredictOne EveryCall(FashionHidden model) =>
        (image, probabilities) =>
            model.Predict(Tensor.Create([1, 28, 28], image), SampleForm.Scaled).ThrowIfFail().ToArray().CopyTo(probabilities);

    private static Sample Measure(PredictOne predict, Images images)
    {
        Span<float> probabilities = stackalloc float[Classes];
        var ticks = new long[Calls];
        var right = 0;
        for (var call = 0; call < Calls; call++)
        {
            var image = images.Pixels(call);
            var started = Stopwatch.GetTimestamp();
            predict(image, probabilities);
            ticks[call] = Stopwatch.GetTimestamp() - started;
            if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(probabilities) == images.Label(call)) right++;
        }

        Array.Sort(ticks);
        return new Sample(ticks[Calls / 2] / (double)Stopwatch.Frequency, right / (double)Calls);
    }

    private static void CheckThatAllAgree(IReadOnlyList<(string Name, PredictOne Predict)> sides, Images images)
    {
        var (expected, actual) = (new float[Classes], new float[Classes]);
        foreach (var (name, predict) in sides)
        {
            for (var i = 0; i < 100; i++)
            {
                sides[0].Predict(images.Pixels(i), expected);
                predict(images.Pixels(i), actual);
                if (expected.Where((p, k) => !(Math.Abs(p - actual[k]) <= Tolerance)).Any())
                    throw new InvalidOperationException($"{name} predicts [{string.Join(", ", actual)}], ModelDsl [{string.Join(", ", expected)}].");
            }
        }
    }

    private sealed record Images(float[] All, int[] Labels)
    {
        public static Images Of(Dataset data)
        {
            var bytes = SampleBytes.Of(data);
            return new([.. bytes.Samples.Select(b => b / 255f)], [.. bytes.Labels]);
        }

        public ReadOnlySpan<float> Pixels(int i) => All.AsSpan(i % Labels.Length * SampleBytes.ImageSize, SampleBytes.ImageSize);

        public int Label(int i) => Labels[i % Labels.Length];
    }
}
