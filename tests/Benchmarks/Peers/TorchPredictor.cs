using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>A network of dense layers as a user of TorchSharp predicts with it: modules, without gradients.</summary>
public sealed class TorchPredictor : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;

    /// <summary>The network with given weights: of each layer the kernel <c>[inputs, units]</c>, then the bias.</summary>
    public TorchPredictor(Network network, IReadOnlyList<(IReadOnlyList<int> Shape, float[] Values)> parameters)
    {
        set_num_threads(1);
        model = TorchNetwork.Build(network);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (mine, given) in model.parameters().Zip(parameters))
        {
            var values = tensor(given.Values).reshape([.. given.Shape.Select(d => (long)d)]);
            mine.copy_(given.Shape.Count == 2 ? values.t() : values);
        }
    }

    /// <summary>Predicts one image.</summary>
    public void Predict(ReadOnlySpan<float> image, Span<float> probabilities)
    {
        using var scope = NewDisposeScope();
        using var noGradient = inference_mode();
        var predicted = model.call(tensor(image.ToArray(), [1, image.Length])).softmax(1);
        predicted.data<float>().CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
