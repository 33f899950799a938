using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>A network of dense layers as a user of TorchSharp predicts with it: modules, without gradients.</summary>
public sealed class TorchPredictor : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;

    /// <summary>Creates the network with given weights.</summary>
    public TorchPredictor(Network network, IReadOnlyList<Weight> weights)
    {
        set_num_threads(1);
        model = TorchNetwork.Build(network);
        model.eval();
        TorchWeights.Copy(network, weights, model);
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
