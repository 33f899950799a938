using ModelDsl.Engines;

namespace ModelDsl.Torch.Tests;

/// <summary>A method with the operations of forward methods: comparison, choice, concatenation, slices, products.</summary>
[Model(3, 4), MeanSquaredError]
public sealed partial record SmallMethod([Dense(4)] Dense Shared, [Dense(2)] Dense Output)
{
    [Forward]
    internal static Tensor Predict(SmallMethod m, Tensor x)
    {
        var h = Concat([x | m.Shared | Tanh, x[.., 1..]], axis: 1);
        var scores = MatMul(h, h.Transpose(0, 2, 1)).Softmax();
        h = Where(h > 0.1, h, Minimum(h, 0.5 * h)) | m.Shared;
        return MatMul(scores, h).Max(1) - h[.., ^1].Mean(-1, keepDims: true).BroadcastTo(-1, 4) | m.Output;
    }
}

/// <summary>Two inputs, noise and an added loss.</summary>
[Model, Input("Pixels", 3, 2), Input("Facts", 4), MeanSquaredError]
public sealed partial record SmallInputs([Dense(4)] Dense A, [Dense(2)] Dense Output)
{
    [Forward]
    internal static Tensor Predict(SmallInputs m, (Tensor Pixels, Tensor Facts) x, Noise noise)
    {
        var h = (x.Pixels.Flatten() | m.A) * noise.Uniform(x.Facts, 0.5, 1.5) + x.Facts * noise.Normal(x.Facts);
        return h | WithLoss(Square(h).Sum(-1), 0.1) | m.Output;
    }
}

/// <summary>Two outputs. The labels hold class indices and numbers in one row; one class is ignored.</summary>
[Model(4), MeanSquaredError(Output = "Size", Weight = 0.5), SparseCategoricalCrossentropy(Output = "Kind", IgnoreClass = 7)]
public sealed partial record SmallOutputs([Dense(4, Activation.Tanh)] Dense A, [Dense(3)] Dense Kind, [Dense(2)] Dense Size)
{
    [Forward]
    internal static (Tensor Kind, Tensor Size) Predict(SmallOutputs m, Tensor x) => (x | m.A | m.Kind, x | m.A | m.Size);
}

public sealed class ForwardTests
{
    [Fact]
    public void Several_outputs_train_as_on_the_reference_engine()
    {
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => i % 9 == 0 ? 7 : i % 3)];
        var data = SmallOutputs.JoinLabels(
            kind: Dataset.Create<float>([4], Numbers(160), classes).ThrowIfFail(), size: Dataset.Create<float>([4], Numbers(160),
                Numbers(80), [2]).ThrowIfFail()).ThrowIfFail();
        var model = SmallOutputs.Initialize(seed: 3);
        var batch = data.ToBatch();
        var (there, expected) = (model.To(TorchEngine.Cpu), model.To(Engine.Reference));
        Close(expected.Forward(batch.Inputs).Kind, there.Forward(batch.Inputs).Kind);
        foreach (var (e, a) in expected.LossAndGradient(batch).Gradient.Parameters.Zip(
            there.LossAndGradient(batch).Gradient.Parameters)) Close(e, a);

        // The last batch is smaller; data lie on the device or are sent; mixed precision is close enough.
        var options = new FitOptions { Epochs = 3, BatchSize = 16, Seed = 1, Metrics = [Metric.Accuracy.Of("Kind")], Validation = data };
        Evaluation Figures(FitOptions with) =>
            model.Fit(data, with).ThrowIfFail().History[2].Validation.IfNone(() => throw new InvalidOperationException());
        var told = Figures(options with { Engine = Engine.Reference });
        foreach (var (other, tolerance) in new[] { (options, 1e-5), (options with { DeviceDataBytes = 0 }, 1e-5),
            (options with { Precision = ComputePrecision.BFloat16 }, 0.05) })
        {
            var figures = Figures(other with { Engine = TorchEngine.Cpu });
            Assert.Equal(told.Metrics.Select(m => m.Name).ToArray(), figures.Metrics.Select(m => m.Name).ToArray());
            Assert.Equal(told.Loss, figures.Loss, tolerance);
            foreach (var (e, a) in told.Metrics.Zip(figures.Metrics).Skip(1)) Assert.Equal(e.Value, a.Value, tolerance);
        }
    }

    [Fact]
    public void Inputs_noise_and_losses_are_as_on_the_reference_engine()
    {
        var model = SmallInputs.Initialize(seed: 3);
        var batch = new Batch(SmallInputs.Pack(Tensor.Create([5, 3, 2], Numbers(30)), Tensor.Create([5, 4], Numbers(20))),
            Tensor.Create([5, 2], Numbers(10)));
        var (there, expected) = (model.To(TorchEngine.Cpu), model.To(Engine.Reference));
        Close(expected.Forward(batch.Inputs), there.Forward(batch.Inputs));
        Assert.Equal(expected.Loss(batch), there.Loss(batch), 1e-5);
        var key = new RandomKey(4, 2);
        Assert.Equal(expected.LossAndGradient(batch, key).Loss, there.LossAndGradient(batch, key).Loss, 1e-5);
        foreach (var (e, a) in expected.LossAndGradient(batch,
            key).Gradient.Parameters.Zip(there.LossAndGradient(batch, key).Gradient.Parameters)) Close(e, a);
    }

    [Fact]
    public void A_method_predicts_and_derives_as_on_the_reference_engine()
    {
        var model = SmallMethod.Initialize(seed: 3);
        var batch = new Batch(Tensor.Create([5, 3, 4], Numbers(60)), Tensor.Create([5, 2], Numbers(10)));
        var (there, expected) = (model.To(TorchEngine.Cpu), model.To(Engine.Reference));

        Close(expected.Forward(batch.Inputs), there.Forward(batch.Inputs));
        Close(SmallMethod.Predict(expected, batch.Inputs), SmallMethod.Predict(there, batch.Inputs.To(TorchEngine.Cpu)));
        foreach (var (e, a) in expected.LossAndGradient(batch).Gradient.Parameters.Zip(
            there.LossAndGradient(batch).Gradient.Parameters)) Close(e, a);
    }

    private static float[] Numbers(int count)
    {
        var numbers = new float[count];
        Philox.Fill(numbers, new RandomKey(7), 1, 0);
        return [.. numbers.Select(n => 2 * n - 1)];
    }

    private static void Close(Tensor expected, Tensor actual) =>
        Assert.Equal(expected.ToDoubles(), actual.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
}
