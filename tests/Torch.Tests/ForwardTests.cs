using ModelDsl.Engines;

namespace ModelDsl.Torch.Tests;

/// <summary>A method with what its own instructions are: comparison, choice, concatenation, slices, products.</summary>
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

/// <summary>Two inputs, noise and a loss of its own.</summary>
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

public sealed class ForwardTests
{
    [Fact]
    public void Inputs_noise_and_losses_are_as_on_the_reference_engine()
    {
        var model = SmallInputs.Initialize(seed: 3);
        var batch = new Batch(SmallInputs.Pack(Tensor.Create([5, 3, 2], Numbers(30)), Tensor.Create([5, 4], Numbers(20))), Tensor.Create([5, 2], Numbers(10)));
        var (there, expected) = (model.To(TorchEngine.Cpu), model.To(Engine.Reference));
        Close(expected.Forward(batch.Inputs), there.Forward(batch.Inputs));
        Assert.Equal(expected.Loss(batch), there.Loss(batch), 1e-5);
        var key = new RandomKey(4, 2);
        Assert.Equal(expected.LossAndGradient(batch, key).Loss, there.LossAndGradient(batch, key).Loss, 1e-5);
        foreach (var (e, a) in expected.LossAndGradient(batch, key).Gradient.Parameters.Zip(there.LossAndGradient(batch, key).Gradient.Parameters)) Close(e, a);
    }

    [Fact]
    public void A_method_predicts_and_derives_as_on_the_reference_engine()
    {
        var model = SmallMethod.Initialize(seed: 3);
        var batch = new Batch(Tensor.Create([5, 3, 4], Numbers(60)), Tensor.Create([5, 2], Numbers(10)));
        var (there, expected) = (model.To(TorchEngine.Cpu), model.To(Engine.Reference));

        Close(expected.Forward(batch.Inputs), there.Forward(batch.Inputs));
        Close(SmallMethod.Predict(expected, batch.Inputs), SmallMethod.Predict(there, batch.Inputs.To(TorchEngine.Cpu)));
        foreach (var (e, a) in expected.LossAndGradient(batch).Gradient.Parameters.Zip(there.LossAndGradient(batch).Gradient.Parameters)) Close(e, a);
    }

    private static float[] Numbers(int count)
    {
        var numbers = new float[count];
        Philox.Fill(numbers, new RandomKey(7), 1, 0);
        return [.. numbers.Select(n => 2 * n - 1)];
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.Equal(expected.ToDoubles(), actual.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5);
}
