using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>A model as its users see it.</summary>
public class ModelTests
{
    [Fact]
    public void The_summary_of_the_chapters_network() => Assert.Equal(
        """
        Model: FashionSoftmax, input [N, 28, 28]
        ┌──────────────────┬──────────────┬─────────┐
        │ Layer (type)     │ Output shape │ Param # │
        ├──────────────────┼──────────────┼─────────┤
        │ Pixels (Flatten) │ [N, 784]     │       0 │
        │ Output (Dense)   │ [N, 10]      │   7,850 │
        └──────────────────┴──────────────┴─────────┘
        Total params: 7,850 (30.66 KB)
        Trainable params: 7,850 (30.66 KB)
        Non-trainable params: 0 (0 B)
        Forward pass: 15,720 FLOPs a sample
        Loss: SparseCategoricalCrossentropy
        """, FashionSoftmax.Summary);

    [Fact]
    public void The_summary_of_a_network_with_a_hidden_layer() => Assert.Equal(
        """
        Model: FashionMlp, input [N, 28, 28]
        ┌──────────────────────┬──────────────┬─────────┐
        │ Layer (type)         │ Output shape │ Param # │
        ├──────────────────────┼──────────────┼─────────┤
        │ Pixels (Flatten)     │ [N, 784]     │       0 │
        │ Hidden (Dense)       │ [N, 100]     │  78,500 │
        │ Regularize (Dropout) │ [N, 100]     │       0 │
        │ Output (Dense)       │ [N, 10]      │   1,010 │
        └──────────────────────┴──────────────┴─────────┘
        Total params: 79,510 (310.59 KB)
        Trainable params: 79,510 (310.59 KB)
        Non-trainable params: 0 (0 B)
        Forward pass: 159,040 FLOPs a sample
        Loss: SparseCategoricalCrossentropy
        """, FashionMlp.Summary);

    [Fact]
    public void The_description_of_the_chapters_network()
    {
        var description = FashionSoftmax.Description;
        Assert.Equal(("FashionSoftmax", LabelKind.ClassIndices, OutputKind.Probabilities, LossKind.SparseCategoricalCrossentropy),
            (description.Name, description.Labels, description.Output, description.Loss));
        Assert.Equal("[28, 28] → [10], labels []", $"{description.InputShape} → {description.OutputShape}, labels {description.LabelShape}");
        Assert.Equal((7850, 10), (description.ParameterCount, description.Classes));
        // 10 outputs of 784 multiply-adds and a bias, and the softmax: an exponential, a sum and a division for each
        Assert.Equal(10 * (2 * 784 + 1 + 3), description.Flops);
        Assert.Equal(
            [
                new LayerDescription("Pixels", "Flatten", [784], 0, 0) { Kind = "Flatten" },
                new LayerDescription("Output", "Dense(10, softmax)", [10], 7850, 15720) { Kind = "Dense", Reads = new([28, 28], AxesSource.None) },
            ],
            description.Layers.ToArray());
        Assert.Equal(
            [new ParameterDescription("Output.Kernel", [784, 10], StoredTransposed: true), new ParameterDescription("Output.Bias", [10])], description.Parameters.ToArray());
    }

    [Fact]
    public void Kernels_begin_as_Glorots_uniform_distribution_and_biases_at_zero()
    {
        var model = FashionMlp.Initialize(7);
        foreach (var (kernel, inputs, outputs) in new[] { (model.Hidden.Kernel, 784, 100), (model.Output.Kernel, 100, 10) })
        {
            var (values, limit) = (kernel.ToDoubles(), Math.Sqrt(6.0 / (inputs + outputs)));
            Assert.InRange(values.Max(Math.Abs), 0.98 * limit, limit);
            var deviation = limit / Math.Sqrt(3);
            Assert.InRange(values.Average(), -4 * deviation / Math.Sqrt(values.Length), 4 * deviation / Math.Sqrt(values.Length));
            Assert.Equal(deviation * deviation, values.Average(v => v * v), 0.1 * deviation * deviation);
        }
        Assert.All(model.Hidden.Bias!.ToArray().Concat(model.Output.Bias!.ToArray()), b => Assert.Equal(0, b));
        Assert.NotEqual(
            model.Hidden.Kernel.ToDoubles().Take(50).Select(v => Math.Round(v / Math.Sqrt(6.0 / 884), 4)),
            model.Output.Kernel.ToDoubles().Take(50).Select(v => Math.Round(v / Math.Sqrt(6.0 / 110), 4)));
    }

    [Fact]
    public void A_seed_gives_the_same_model_on_every_thread_and_another_seed_another()
    {
        var expected = FashionMlp.Initialize(42);
        var models = new FashionMlp[2];
        Parallel.For(0, 2, i => models[i] = FashionMlp.Initialize(42));
        Assert.All(models, model => Assert.Equal(expected, model));
        Assert.NotEqual(expected.Hidden.Kernel, FashionMlp.Initialize(43).Hidden.Kernel);
        Assert.NotEqual(expected.Hidden.Kernel, FashionMlp.Initialize(-42).Hidden.Kernel);
    }

    [Fact]
    public void Training_draws_the_same_bits_on_every_thread()
    {
        var (model, batch, key) = (FashionMlp.Initialize(1), Numbers.Random<FashionMlp>(33, 2), new RandomKey(5, 9));
        var expected = model.LossAndGradient(batch, key);
        var outcomes = new (double Loss, FashionMlp Gradient)[2];
        Parallel.For(0, 2, i => outcomes[i] = model.LossAndGradient(batch, key));
        Assert.All(outcomes, outcome => Assert.Equal(expected, outcome));
        Assert.NotEqual(expected.Loss, model.LossAndGradient(batch, key with { Step = 10 }).Loss);
    }

    [Fact]
    public void Descending_the_gradient_by_hand_converges()
    {
        // Two clouds, one on each side of a line.
        var random = new Random(3);
        var points = Enumerable.Range(0,
            60).Select(i => (X: (i % 2 * 2 - 1) * (1 + random.NextSingle()), Y: 2 * random.NextSingle() - 1)).ToArray();
        var batch = new Batch(Tensor.Create([60, 2], [.. points.SelectMany(p => new[] { p.X, p.Y })]),
            Tensor.Create([60], [.. points.Select(p => p.X > 0 ? 1 : 0)]));

        var model = TwoClasses.Initialize(seed: 1);
        var losses = new List<double>();
        for (var step = 0; step < 300; step++)
        {
            var (loss, gradient) = model.LossAndGradient(batch);
            losses.Add(loss);
            model = model - 0.1f * gradient;
        }
        Assert.All(Enumerable.Range(1, 299), step => Assert.True(losses[step] < losses[step - 1]));
        Assert.True(losses[^1] < 0.1, $"The loss after 300 steps is {losses[^1]}.");
        Assert.Equal(batch.Labels.ToClasses(), model.Forward(batch.Inputs).ToDoubles().Chunk(2).Select(p => p[1] > p[0] ? 1 : 0));
    }

    [Fact]
    public void A_layer_is_moved_to_another_model_with_with()
    {
        var (model, other) = (FashionMlp.Initialize(1), FashionMlp.Initialize(2));
        var tuned = model with { Output = other.Output };
        Assert.Equal((model.Hidden, other.Output), (tuned.Hidden, tuned.Output));
        var image = Tensor.Create([1, 28, 28], [.. Enumerable.Repeat(1f, 784)]);
        Assert.NotEqual(model.Forward(image), tuned.Forward(image));
    }

    [Fact]
    public void Wrong_parameters_are_all_named_in_one_error()
    {
        var error = FashionMlp.Initialize(1).WithParameters(Prelude.toSeq(new[]
        {
            Tensor.Zeros([784, 99]), Tensor.Zeros([100]), Tensor.Create([100, 10], new int[1000]),
        }));
        Assert.Equal(
            "These parameters do not fit FashionMlp: Hidden.Kernel is [784, 99], but must be [784, 100]; " +
            "Output.Kernel holds class indices, but must hold real numbers; Output.Bias [10] is missing.",
            error.Match(_ => "", e => e.Message));
    }

    [Fact]
    public void A_penalty_adds_the_squares_of_the_kernel_to_the_loss_and_its_double_to_the_gradient()
    {
        var batch = Numbers.Random<Plain>(5, 1);
        var (plain, penalized) = (Numbers.Point<Plain>(2, Engine.Reference), Numbers.Point<Penalized>(2, Engine.Reference));
        var ((loss, gradient), (more, steeper)) = (plain.LossAndGradient(batch), penalized.LossAndGradient(batch));
        var (hidden, output) = (plain.Hidden.Kernel.ToDoubles(), plain.Output.Kernel.ToDoubles());
        Assert.Equal(loss + 0.25 * hidden.Sum(k => k * k) + 0.5 * output.Sum(k => k * k), more, 1e-12);
        Assert.Equal(more, penalized.Loss(batch), 1e-12);
        Numbers.Close(gradient.Hidden.Kernel.ToDoubles().Zip(hidden, (g, k) => g + 2 * 0.25 * k), steeper.Hidden.Kernel.ToDoubles(), 1e-14);
        Numbers.Close(gradient.Output.Kernel.ToDoubles().Zip(output, (g, k) => g + 2 * 0.5 * k), steeper.Output.Kernel.ToDoubles(), 1e-14);
        Assert.Equal((gradient.Hidden.Bias, gradient.Output.Bias), (steeper.Hidden.Bias, steeper.Output.Bias));
    }
}
