using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Convolutions and pools against their definition, written as plain loops.</summary>
public class ImageTests
{
    [Fact]
    public void A_convolution_is_a_sum_over_its_window()
    {
        Check<Convolved>(m => m.Filters, strides: 2, dilation: 1, same: false, x => x);
        Check<ConvolvedSame>(m => m.Filters, strides: 1, dilation: 2, same: true, x => Math.Max(x, 0));
        Check<ConvolvedPixels>(m => m.Filters, strides: 1, dilation: 1, same: false, Math.Tanh);
    }

    /// <summary>A plain float32 sum of so many terms would be 0.09975.</summary>
    [Fact]
    public void A_mean_over_a_large_image_is_that_of_its_numbers()
    {
        Assert.Equal(0.1f, Mean<MeanOfImage>());
        Assert.Equal(0.1f, Mean<MeanOfSequence>());

        static float Mean<T>() where T : class, IModel<T>
        {
            var shape = T.Description.InputShape.Prepend(1);
            var numbers = new float[shape.Size];
            Array.Fill(numbers, 0.1f);
            return T.Initialize(1).Predict(Tensor.Create(shape, numbers)).ThrowIfFail().ToArray().Single();
        }
    }

    [Fact]
    public void Kernels_begin_as_wide_as_their_windows_allow()
    {
        var kernel = Convolved.Initialize(1).Filters.Kernel;
        var limit = Math.Sqrt(6.0 / (3 * 2 * (2 + 3)));
        Assert.Equal(Shape.Create(3, 2, 2, 3), kernel.Shape);
        Assert.All(kernel.ToArray(), w => Assert.InRange(w, -limit, limit));
        Assert.Contains(kernel.ToArray(), w => Math.Abs(w) > 0.8 * limit);
    }

    [Fact]
    public void The_shapes_and_parameters_of_a_network_over_images() => Assert.Equal(
        "[7, 6, 1] 0; [7, 6, 4] 40; [3, 3, 4] 0; [2, 2, 3] 51; [1, 2, 3] 0; [6] 0; [3] 21",
        string.Join("; ", ImageNetwork.Description.Layers.Select(l => $"{l.OutputShape} {l.Parameters}")));

    [Fact]
    public void Engines_agree_on_every_layer_over_images_and_its_gradient_is_that_of_differences()
    {
        CheckGradient<AllOverImages>();
        CheckGradient<AllOverSequences>();
        CheckGradient<MoreOverSequences>();
        CheckGradient<PaddedByNumbers>();
        CheckGradient<WithWeights>();
    }

    /// <summary>A pool takes no zeros from outside: the largest and the mean of negative numbers stay what they are.</summary>
    [Fact]
    public void Pads_hold_zeros_for_convolutions_and_nothing_for_pools()
    {
        var model = PaddedPools.Initialize(1);
        var negative = Tensor.Create([1, 3, 3, 1], [-1f, -2f, -3f, -4f, -5f, -6f, -7f, -8f, -9f]);
        Assert.Equal([-1f, -2f, -4f, -5f], (negative | model.Largest).ToArray());
        Assert.Equal([-1f, -2.5f, -5.5f, -7f], (negative | model.Mean).ToArray());
        Assert.Equal([-1f, -5f, -11f, -28f], (negative | model.Sum).ToArray());
        Assert.Equal([-3f, -9.5f, -20.5f, -40f], model.Forward(negative).ToArray());
    }

    [Fact]
    public void Every_sample_gets_the_same_weight()
    {
        var model = WithWeights.Initialize(3);
        var given = Tensor.Zeros([5, 3, 4]) | model.Position;
        Assert.Equal(Shape.Create(5, 3, 4), given.Shape);
        Assert.All(given.ToArray().Chunk(12), sample => Assert.Equal(model.Position.Value.ToArray(), sample));
        Assert.Equal(12 + 4 + 20 + 9, WithWeights.Description.Parameters.Where(p => p.Trainable).Sum(p => p.Shape.Size));
        string[] names = ["Mix.Kernel", "Mix.Bias", "Scale.Value", "Position.Value", "Steps.Value"];
        Assert.Equal(names, WithWeights.Description.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void The_shapes_of_every_layer_over_images_and_sequences()
    {
        Assert.Equal("[8, 5, 4] 0; [8, 5, 6] 114; [4, 3, 12] 84; [3, 2, 5] 113; [6, 6, 5] 0; [6, 6, 5] 0; [12, 12, 3] 138; [11, 9, 3] 0; [10, 8, 3] 12", Shapes<AllOverImages>());
        Assert.Equal("[12, 6] 42; [12, 6] 0; [6, 5] 65; [3, 5] 0; [3, 3] 18; [3] 0; [3] 0", Shapes<AllOverSequences>());
        Assert.Equal("[10, 4] 0; [10, 8] 32; [5, 5] 69; [15, 5] 0; [30, 3] 48; [26, 3] 0; [3] 0; [4, 3] 0; [2] 12", Shapes<MoreOverSequences>());
    }

    [Fact]
    public void A_network_over_images_learns_where_the_light_is()
    {
        var random = new System.Random(1);
        var (pixels, labels) = (new float[300 * 42], new int[300]);
        for (var i = 0; i < 300; i++)
        {
            labels[i] = random.Next(3);
            for (var p = 0; p < 42; p++) pixels[i * 42 + p] = random.NextSingle() + (p / 6 / 3 == labels[i] ? 1 : 0);
        }
        var data = Dataset.Create([7, 6], pixels, labels).ThrowIfFail();
        var fitted = ImageNetwork.Initialize(3).Fit(data,
            new FitOptions { Epochs = 30, Optimizer = new RmsProp(0.01), Metrics = [Metric.Accuracy] })
            .ThrowIfFail();
        Assert.True(fitted.Model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy > 0.9);
    }

    private static string Shapes<T>() where T : class, IModel<T> => string.Join("; ", T.Description.Layers.Select(l => $"{l.OutputShape} {l.Parameters}"));

    private static void CheckGradient<T>() where T : class, IModel<T>
    {
        var batch = Numbers.Random<T>(3, seed: 4);
        var (loss, gradient) = ModelCalls.LossAndGradient(Numbers.Point<T>(2, Engine.Reference), batch, default);
        var (lossOfCpu, gradientOfCpu) = ModelCalls.LossAndGradient(Numbers.Point<T>(2, Engine.Cpu), batch, default);
        Assert.Equal(loss, lossOfCpu, 1e-4 * Math.Abs(loss));
        Numbers.Close(Numbers.Of(gradient), Numbers.Of(gradientOfCpu), 1e-4);

        // Along the gradient and along another direction: ⟨gradient, direction⟩ is the derivative of the loss.
        foreach (var direction in new[] { gradient, Numbers.Point<T>(9, Engine.Reference) })
        {
            double At(double step) => ModelCalls.Loss(Numbers.Point<T>(2, Engine.Reference) + step * direction, batch);
            const double Step = 1e-5;
            var expected = Numbers.Of(gradient).Zip(Numbers.Of(direction), (a, b) => a * b).Sum();
            Assert.Equal(expected, (At(Step) - At(-Step)) / (2 * Step), 1e-5 * Math.Max(1, Math.Abs(expected)));
        }
    }

    private static void Check<T>(Func<T, Conv2D> layer, int strides, int dilation, bool same, Func<double, double> activation)
        where T : class, IModel<T>
    {
        var random = new System.Random(7);
        var initial = T.Initialize(5);
        var model = initial.WithParameters(LanguageExt.Prelude.toSeq(
            initial.Parameters.Select(p =>
                Tensor.Create(p.Shape, [.. Enumerable.Range(0, p.Shape.Size).Select(_ => random.NextSingle() - 0.5f)])))).ThrowIfFail();
        var (kernel, bias) = (layer(model).Kernel, layer(model).Bias?.ToArray());
        var (height, width, inputs) = (T.Description.InputShape[0], T.Description.InputShape[1], T.Description.InputShape[2]);
        var (rows, columns, filters) = (T.Description.OutputShape[0], T.Description.OutputShape[1], T.Description.OutputShape[2]);
        var (kernelHeight, kernelWidth) = (kernel.Shape[0], kernel.Shape[1]);
        var (top, left) = (Before(height, kernelHeight, rows), Before(width, kernelWidth, columns));
        var x = Tensor.Create([2, height, width, inputs],
            [.. Enumerable.Range(0, 2 * height * width * inputs).Select(_ => random.NextSingle() - 0.5f)]);

        var (image, weights, expected) = (x.ToArray(), kernel.ToArray(), new List<double>());
        for (var n = 0; n < 2; n++)
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    for (var filter = 0; filter < filters; filter++)
                    {
                        var sum = (double)(bias?[filter] ?? 0);
                        for (var i = 0; i < kernelHeight; i++)
                            for (var j = 0; j < kernelWidth; j++)
                            {
                                var (r, c) = (row * strides + i * dilation - top, column * strides + j * dilation - left);
                                if (r < 0 || r >= height || c < 0 || c >= width) continue;
                                for (var k = 0; k < inputs; k++)
                                {
                                    sum += image[((n * height + r) * width + c) * inputs + k]
                                        * weights[((i * kernelWidth + j) * inputs + k) * filters + filter];
                                }
                            }
                        expected.Add(activation(sum));
                    }
        var actual = ModelCalls.Forward(model, x).ToArray();
        Assert.Equal(expected.Count, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-5));

        int Before(int size, int window, int places) =>
            same ? Math.Max((places - 1) * strides + (window - 1) * dilation + 1 - size, 0) / 2 : 0;
    }
}
