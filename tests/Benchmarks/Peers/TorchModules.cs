using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Embedding = TorchSharp.Modules.Embedding;
using GRU = TorchSharp.Modules.GRU;
using LSTM = TorchSharp.Modules.LSTM;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>
/// A vector for each index. With positions, samples are <c>[N, 2, steps]</c>, and the vector of each step's position is added.
/// </summary>
public sealed class TorchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Embedding table;
    private readonly Embedding? positions;

    /// <summary>Creates new tables; there is no table of positions if their number is 0.</summary>
    public TorchEmbedding(int vocabulary, int positions, int width) : base(nameof(TorchEmbedding))
    {
        table = nn.Embedding(vocabulary, width);
        if (positions > 0) this.positions = nn.Embedding(positions, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => positions is null ? table.call(x) : table.call(x.select(1, 0)).add_(positions.weight!);
}

/// <summary>Self-attention with a causal mask, by libtorch's own fused function.</summary>
public sealed class TorchAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear incoming, outgoing;
    private readonly int heads;

    /// <summary>Creates new weights.</summary>
    public TorchAttention(int width, int heads) : base(nameof(TorchAttention))
    {
        this.heads = heads;
        incoming = nn.Linear(width, 3 * width);
        outgoing = nn.Linear(width, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var (batch, steps, width) = (x.shape[0], x.shape[1], x.shape[2]);
        // [N, steps, 3, heads, size] → 3 tensors of [N, heads, steps, size].
        var parts = incoming.call(x).view(batch, steps, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var read = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
        return outgoing.call(read.transpose(1, 2).reshape(batch, steps, width));
    }
}

/// <summary>The last state of an LSTM.</summary>
public sealed class TorchLstm : nn.Module<Tensor, Tensor>
{
    private readonly LSTM layer;

    /// <summary>Creates new weights.</summary>
    public TorchLstm(int inputs, int units) : base(nameof(TorchLstm))
    {
        layer = nn.LSTM(inputs, units, batchFirst: true);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => layer.call(x).Item2[0];
}

/// <summary>The last state of a GRU.</summary>
public sealed class TorchGru : nn.Module<Tensor, Tensor>
{
    private readonly GRU layer;

    /// <summary>Creates new weights.</summary>
    public TorchGru(int inputs, int units) : base(nameof(TorchGru))
    {
        layer = nn.GRU(inputs, units, batchFirst: true);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => layer.call(x).Item2[0];
}

/// <summary>The mean of each channel of an image.</summary>
public sealed class TorchAverage() : nn.Module<Tensor, Tensor>(nameof(TorchAverage))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.mean([2, 3]);
}

/// <summary>Layers with a connection around them: their input is added to their output, unchanged or through a shortcut.</summary>
public sealed class TorchResidual : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> inner;
    private readonly nn.Module<Tensor, Tensor>? shortcut;

    /// <summary>Takes the given layers.</summary>
    public TorchResidual(nn.Module<Tensor, Tensor> inner, nn.Module<Tensor, Tensor>? shortcut) : base(nameof(TorchResidual))
    {
        (this.inner, this.shortcut) = (inner, shortcut);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => inner.call(x).add_(shortcut is null ? x : shortcut.call(x));
}
