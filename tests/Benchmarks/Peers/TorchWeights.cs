using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>Gives a TorchSharp network the weights of ours, so that both start as the same function.</summary>
public static class TorchWeights
{
    /// <summary>Copies all weights. Throws if a tensor of one network has another shape than its partner, or has no partner.</summary>
    public static void Copy(Network network, IReadOnlyList<Weight> weights, nn.Module<Tensor, Tensor> module)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var ours = new Queue<Weight>(weights);
        Tensor[] theirs = [.. module.parameters()];
        Tensor[] given = [.. Convert(network.Parts, network.Input, ours)];
        if (ours.Count > 0 || given.Length != theirs.Length)
            throw new InvalidOperationException($"The peer has {theirs.Length} tensors for {given.Length} of ours; {ours.Count} are left.");
        foreach (var (mine, values) in theirs.Zip(given))
        {
            // copy_ would repeat a tensor that is too small.
            if (!mine.shape.SequenceEqual(values.shape))
                throw new InvalidOperationException($"A tensor of the peer is {Text(mine)}, ours {Text(values)}.");
            mine.copy_(values);
        }

        static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
    }

    /// <summary>Returns all parameters, one after the other, as raw numbers.</summary>
    public static ArraySegment<byte> Bytes(nn.Module<Tensor, Tensor> module)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return MemoryMarshal.AsBytes<float>(cat([.. module.parameters().Select(p => p.flatten())]).data<float>().ToArray()).ToArray();
    }

    private static IEnumerable<Tensor> Convert(IEnumerable<Part> parts, Extent input, Queue<Weight> ours)
    {
        var channels = input.Width;
        foreach (var (part, at) in Network.Walk(parts, input))
        {
            foreach (var tensor in Convert(part, at, channels, ours)) yield return tensor;
            channels = part.Kind == PartKind.Flatten ? at.Width : part.After(at).Width;
        }
    }

    private static Tensor[] Convert(Part part, Extent at, int channels, Queue<Weight> ours)
    {
        return part.Kind switch
        {
            PartKind.Dense => [Dense(), Next()],
            PartKind.Conv => part.HasBias ? [Conv(), Next()] : [Conv()],
            PartKind.BatchNorm => BatchNorm(),
            PartKind.LayerNorm => [Next(), Next()],
            PartKind.Embedding => [Next()],
            PartKind.PositionedEmbedding => [Next(), Next()],
            PartKind.Attention => Attention(),
            // PyTorch has two biases, which it adds; the second starts at 0.
            PartKind.Lstm => [Next().t(), Next().t(), Next(), zeros(4 * part.Size)],
            PartKind.Gru => Gru(),
            PartKind.Residual => [.. Convert(part.Inner, at, ours), .. part.After(at) == at ? (Tensor[])[] : [Conv(), .. BatchNorm()]],
            _ => [],
        };

        Tensor Next()
        {
            var weight = ours.Dequeue();
            return tensor(weight.Values).reshape([.. weight.Shape.Select(d => (long)d)]);
        }

        Tensor Conv() => Next().permute(3, 2, 0, 1);

        // The rows of a kernel after a flattened image: [places, channels] → [channels, places].
        Tensor Dense() => Next().reshape(-1, channels, part.Size).transpose(0, 1).reshape(-1, part.Size).t();

        // The moving statistics start with the same values.
        Tensor[] BatchNorm()
        {
            Tensor[] scaleAndShift = [Next(), Next()];
            ours.Dequeue();
            ours.Dequeue();
            return scaleAndShift;
        }

        // The kernels of query, key and value, each with its bias.
        Tensor[] Attention()
        {
            var (kernels, biases) = (new Tensor[3], new Tensor[3]);
            for (var i = 0; i < 3; i++) (kernels[i], biases[i]) = (Next().reshape(at.Width, -1).t(), Next().flatten());
            return [cat(kernels, 0), cat(biases, 0), Next().reshape(-1, at.Width).t(), Next()];
        }

        // Keras orders the gates z, r, g; PyTorch r, z, n.
        Tensor[] Gru()
        {
            var (kernel, recurrent, bias) = (Reordered(Next()), Reordered(Next()), Reordered(Next()));
            return [kernel.t(), recurrent.t(), bias[0], bias[1]];
        }

        static Tensor Reordered(Tensor gates) => gates.chunk(3, -1) is var parts ? cat([parts[1], parts[0], parts[2]], -1) : gates;
    }
}
