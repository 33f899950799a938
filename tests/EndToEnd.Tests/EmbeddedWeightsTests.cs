using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Weights in the assembly are the weights of the file, to the bit.</summary>
public sealed class EmbeddedWeightsTests
{
    private static byte[] Resource(string name)
    {
        using var stream = typeof(EmbeddedIris).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    [Fact]
    public void The_loader_gives_the_numbers_of_the_file()
    {
        var file = Safetensors.Read(Resource("Weights/iris.safetensors")).ThrowIfFail();
        var model = EmbeddedIris.LoadWeights().ThrowIfFail();
        Assert.Equal(EmbeddedIris.Description.Parameters.Map(p => p.Name), file.Tensors.Map(t => t.Name));
        Assert.Equal(file.Tensors.Map(t => t.Tensor), model.Parameters);
        Assert.Equal(model, EmbeddedIris.Load(Resource("Weights/iris.safetensors")).ThrowIfFail());
        Assert.Equal(model, EmbeddedIris.Load(model.ToBytes().ThrowIfFail()).ThrowIfFail());
    }

    [Fact]
    public void An_older_file_is_migrated_and_predicts_as_it_did()
    {
        var (old, model) = (Safetensors.Read(Resource("Weights/older/iris.safetensors")).ThrowIfFail(), MigratedIris.LoadWeights().ThrowIfFail());
        var kernel = model.Hidden.Kernel.ToArray();
        Assert.Equal(old.Find("Dense1.Kernel").Map(t => t.ToArray()).IfNone([]), kernel[..24]);
        Assert.All(kernel[24..], number => Assert.Equal(0, number));
        // The new input has no effect yet.
        float[] Prediction(float added) => model.Forward(Tensor.Create([1, 4], [0.1f, 0.2f, 0.3f, added])).ToArray();
        Assert.Equal(Prediction(0), Prediction(5));
        // The models have the same layers, so a file of one fits the other, and is not migrated.
        var other = EmbeddedIris.LoadWeights().ThrowIfFail();
        Assert.Equal(other.Parameters, MigratedIris.Load(other.ToBytes().ThrowIfFail()).ThrowIfFail().Parameters);
        Assert.True(EmbeddedIris.Load(Resource("Weights/older/iris.safetensors")).IsFail);
    }
}
