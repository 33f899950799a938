using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

[Model(6, 6, 1), MeanSquaredError]
internal sealed partial record Begun(
    [Conv2D(3, 2, KernelInitializer = Initializer.HeNormal, BiasInitializer = Initializer.Ones)] Conv2D First,
    [Flatten] Flatten Pixels,
    [Dense(75, KernelInitializer = Initializer.Identity)] Dense Second,
    [Dense(4, KernelInitializer = Initializer.Orthogonal, BiasInitializer = Initializer.TruncatedNormal)] Dense Third);

/// <summary>What a layer's attribute says about its tensors.</summary>
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

    private static void Equal(Tensor expected, Tensor actual) =>
        Assert.Equal((expected.Shape.ToString(), string.Join(" ", expected.ToArray())), (actual.Shape.ToString(), string.Join(" ", actual.ToArray())));
}
