using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

#pragma warning disable MDSL191 // What weights begin with is looked at here, not what they learn.
[Model(6, 6, 1), MeanSquaredError]
internal sealed partial record Begun(
    [Conv2D(3, 2, KernelInitializer = Initializer.HeNormal, BiasInitializer = Initializer.Ones)] Conv2D First,
    [Flatten] Flatten Pixels,
    [Dense(75, KernelInitializer = Initializer.Identity)] Dense Second,
    [Dense(4, KernelInitializer = Initializer.Orthogonal, BiasInitializer = Initializer.TruncatedNormal)] Dense Third);

[Model(5), MeanSquaredError]
internal sealed partial record BegunWithNumbers(
    [Dense(4), Initialize("Kernel", Initializer.RandomNormal, Mean = 1, Stddev = 0.25), Initialize("Bias", Initializer.Constant, Value = -2)] Dense First,
    [Dense(3), Initialize("Kernel", Initializer.VarianceScaling, Scale = 2, Fan = Fan.Out, Distribution = Distribution.Uniform)] Dense Second,
    [PReLU(AlphaInitializer = Initializer.Ones)] PReLU Third);
#pragma warning restore MDSL191

[Model(5), MeanSquaredError]
internal sealed partial record Bent(
    [ReLU(MaxValue = 2, NegativeSlope = 0.5, Threshold = 1)] ReLU First,
    [LeakyReLU] LeakyReLU Second,
    [ELU(0.5)] ELU Third,
    [Activation(Activation.Squareplus, B = 1)] Activation Fourth);

[Model(5), MeanSquaredError]
internal sealed partial record Documented(
    [Dense(5, KernelInitializer = Initializer.Ones, KernelL1 = 0.01, ActivityL2 = 0.01)] Dense Output);

[Model(2), MeanSquaredError]
internal sealed partial record Lean(
    [Dense(2, KernelInitializer = Initializer.Identity, BiasInitializer = Initializer.Ones, KernelL1 = 0.5, BiasL1 = 0.25, BiasL2 = 0.125,
        ActivityL1 = 2)]
    Dense Output);

/// <summary>The statements of a layer's attribute about its tensors.</summary>
public class WeightTests
{
    [Fact]
    public void Tensors_begin_as_their_attributes_say()
    {
        var model = Begun.Initialize(3);
        Equal(Initializers.HeNormal([2, 2, 1, 3], 3, 0), model.First.Kernel);
        Equal(Initializers.Ones([3]), model.First.Bias!);
        Equal(Initializers.Identity([75, 75]), model.Second.Kernel);
        Equal(Initializers.Zeros([75]), model.Second.Bias!);
        Equal(Initializers.Orthogonal([75, 4], 3, 4), model.Third.Kernel);
        Equal(Initializers.TruncatedNormal([4], 3, 5), model.Third.Bias!);
    }

    [Fact]
    public void Tensors_begin_with_the_numbers_beside_their_layers()
    {
        var model = BegunWithNumbers.Initialize(9);
        Equal(Initializers.RandomNormal([5, 4], 9, 0, 1, 0.25), model.First.Kernel);
        Equal(Initializers.Constant([4], -2), model.First.Bias!);
        Equal(Initializers.VarianceScaling([4, 3], 9, 2, 2, Fan.Out, Distribution.Uniform), model.Second.Kernel);
        Equal(Initializers.Ones([3]), model.Third.Alpha);
    }

    /// <summary>The pieces in order, by hand: −5 → −3 → −0.9 → 0.5·(e^−0.9 − 1).</summary>
    [Fact]
    public void Activations_take_their_options()
    {
        var values = ModelCalls.Forward(Bent.Initialize(0), Tensor.Create([1, 5], [-5, 0, 1, 1.5f, 7])).ToArray();
        double[] bent = [0.5 * (Math.Exp(-0.9) - 1), 0.5 * (Math.Exp(-0.15) - 1), 0, 1.5, 2];
        Assert.All(bent.Zip(values), pair => Assert.Equal((pair.Item1 + Math.Sqrt(pair.Item1 * pair.Item1 + 1)) / 2, pair.Item2, 1e-6));
        Assert.Equal(
            "ReLU(negative slope 0.5, max value 2.0, threshold 1.0); LeakyReLU(negative slope 0.3); ELU(alpha 0.5); Activation(squareplus, b 1.0)",
            string.Join("; ", Bent.Description.Layers.Select(l => l.Layer)));
    }

    /// <summary>
    /// The example from Keras's documentation of regularisers: 0.01·Σ|Kernel| = 0.25, and 0.01·Σy² = 25 over a batch of 5. By hand, the
    /// kernel's gradient is 0.01 + 0.02/5·Σ y·x = 0.41, and the bias's is 0.02/5·Σ y = 0.2. The error is 0.
    /// </summary>
    [Fact]
    public void Regularisers_are_keras_s()
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = new Batch(Tensor.Create([5, 5], [.. Enumerable.Repeat(2f, 25)]),
                Tensor.Create([5, 5], [.. Enumerable.Repeat(10f, 25)]));
            var (loss, gradient) = Documented.Initialize(0).To(engine).LossAndGradient(batch);
            Assert.Equal(5.25, loss, 1e-5);
            Numbers.Close([.. Enumerable.Repeat(0.41, 25)], gradient.Output.Kernel.ToDoubles(), 1e-5);
            Numbers.Close([.. Enumerable.Repeat(0.2, 5)], gradient.Output.Bias!.ToDoubles(), 1e-5);
        }
    }

    /// <summary>
    /// y = x + 1 = (2, −2): ½·2 + ¼·2 + ⅛·2 + 2·4 = 9.75. The kernel's gradient is ½·sign(Kernel) + 2·x ⊗ sign(y); L1 adds nothing where
    /// the kernel is 0. The bias's gradient is ¼ + 2·⅛ + 2·sign(y).
    /// </summary>
    [Fact]
    public void Magnitudes_have_no_slope_at_zero()
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = new Batch(Numbers.Tensor([1, 2], 1, -3), Numbers.Tensor([1, 2], 2, -2));
            var (loss, gradient) = Lean.Initialize(0).To(engine).LossAndGradient(batch);
            Assert.Equal(9.75, loss, 1e-6);
            Numbers.Close([2.5, -2, -6, 6.5], gradient.Output.Kernel.ToDoubles(), 1e-6);
            Numbers.Close([2.5, -1.5], gradient.Output.Bias!.ToDoubles(), 1e-6);
        }
    }

    private static void Equal(Tensor expected, Tensor actual) =>
        Assert.Equal((expected.Shape.ToString(), string.Join(" ", expected.ToArray())), (actual.Shape.ToString(), string.Join(" ", actual.ToArray())));
}
