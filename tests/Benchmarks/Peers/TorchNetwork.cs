using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>Networks and samples as a user of TorchSharp makes them.</summary>
public static class TorchNetwork
{
    // Keras's epsilon, and PyTorch's weight of a new batch in the moving statistics.
    private const double Epsilon = 1e-3;
    private const double Momentum = 0.1;

    /// <summary>Builds the network as modules.</summary>
    public static nn.Module<Tensor, Tensor> Build(Network network) => Build(network.Parts, network.Input);

    private static nn.Module<Tensor, Tensor> Build(IEnumerable<Part> parts, Extent at) =>
        nn.Sequential(Network.Walk(parts, at).Select(p => Module(p.Part, p.At)));

    private static nn.Module<Tensor, Tensor> Module(Part part, Extent at) => part.Kind switch
    {
        PartKind.Dense => nn.Linear(at.Width, part.Size),
        PartKind.Conv => nn.Conv2d(at.Width, part.Size, kernel_size: 3, stride: part.Stride, padding: 1, bias: part.HasBias),
        PartKind.Pool => nn.MaxPool2d(2),
        PartKind.Average => new TorchAverage(),
        PartKind.Flatten => nn.Flatten(),
        PartKind.Relu => nn.ReLU(),
        PartKind.Gelu => nn.GELU(),
        PartKind.BatchNorm => nn.BatchNorm2d(at.Width, Epsilon, Momentum),
        PartKind.LayerNorm => nn.LayerNorm(at.Width, Epsilon),
        PartKind.Embedding => new TorchEmbedding(part.Vocabulary, positions: 0, part.Size),
        PartKind.PositionedEmbedding => new TorchEmbedding(part.Vocabulary, at.Places, part.Size),
        PartKind.Attention => new TorchAttention(at.Width, part.Size),
        PartKind.Lstm => new TorchLstm(at.Width, part.Size),
        PartKind.Gru => new TorchGru(at.Width, part.Size),
        PartKind.Residual => new TorchResidual(Build(part.Inner, at), Shortcut(part, at)),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    private static nn.Module<Tensor, Tensor>? Shortcut(Part part, Extent at) => part.After(at) is var after && after == at
        ? null
        : nn.Sequential(
            nn.Conv2d(at.Width, after.Width, kernel_size: 1, stride: part.TotalStride, bias: false),
            nn.BatchNorm2d(after.Width, Epsilon, Momentum));

    /// <summary>Returns the samples in the network's layout (scaled, channels first) and the labels.</summary>
    public static (Tensor Samples, Tensor Labels) Tensors(SampleBytes data, Network network)
    {
        using var scope = NewDisposeScope();
        var shape = network.Sample.Select(d => (long)d);
        var samples = frombuffer(data.Samples.Array!, ScalarType.Byte, data.Samples.Count, data.Samples.Offset).reshape([-1, .. shape]);
        samples = network.TakesIndices ? samples.to(ScalarType.Int64) : samples.to(ScalarType.Float32).mul_(network.Scale);
        if (network.Sample.Count == 3) samples = samples.permute(0, 3, 1, 2).contiguous();
        var labels = frombuffer(data.Labels.Array!, ScalarType.Int32, data.Labels.Count, data.Labels.Offset).to(ScalarType.Int64);
        if (labels.shape[0] > samples.shape[0]) labels = labels.reshape(samples.shape[0], -1);
        return (samples.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
