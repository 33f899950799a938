using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>Networks and images as a user of TorchSharp makes them.</summary>
public static class TorchNetwork
{
    /// <summary>The network as modules in sequence.</summary>
    public static nn.Module<Tensor, Tensor> Build(Network network) => nn.Sequential(network.Walk().Select(layer => Module(layer.Part, layer.Width)));

    private static nn.Module<Tensor, Tensor> Module(Part part, int width) => part.Kind switch
    {
        PartKind.Dense => nn.Linear(width, part.Size),
        PartKind.Conv => nn.Conv2d(width, part.Size, kernel_size: 3, padding: 1),
        PartKind.Pool => nn.MaxPool2d(2),
        PartKind.Flatten => nn.Flatten(),
        _ => nn.ReLU(),
    };

    /// <summary>Images as the network takes them, scaled, and labels.</summary>
    public static (Tensor Images, Tensor Labels) Tensors(FashionBytes data, bool asImages)
    {
        using var scope = NewDisposeScope();
        var images = Bytes(data.Images).to(ScalarType.Float32).div_(255f);
        var labels = Bytes(data.Labels).to(ScalarType.Int64);
        return ((asImages ? images.reshape(-1, 1, 28, 28) : images.reshape(-1, FashionBytes.ImageSize)).MoveToOuterDisposeScope(),
            labels.MoveToOuterDisposeScope());

        static Tensor Bytes(ArraySegment<byte> bytes) => frombuffer(bytes.Array!, ScalarType.Byte, bytes.Count, bytes.Offset);
    }
}
