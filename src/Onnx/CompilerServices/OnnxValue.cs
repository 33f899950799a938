using System.Collections.Immutable;
using System.ComponentModel;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

/// <summary>The order of a tensor's dimensions in the file.</summary>
internal enum OnnxLayout
{
    /// <summary>The order in ModelDsl: <c>[N, height, width, channels]</c>.</summary>
    ChannelsLast,

    /// <summary>The order of ONNX's operators on images: <c>[N, channels, height, width]</c>.</summary>
    ChannelsFirst,
}

/// <summary>
/// A value of a model's graph. It may exist in the file in several forms; a form that is asked for first is made then. The weights are
/// values whose numbers are known.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxValue
{
    /// <summary>The size of the batch among the dimensions.</summary>
    internal const long N = -1;

    internal OnnxValue(string name, ImmutableArray<long> dims) => (Name, Dims) = (name, dims);

    /// <summary>Its name, from the layer. The tensors in the file have it, with an ending if there are several.</summary>
    internal string Name { get; }

    /// <summary>Its dimensions in ModelDsl's order, the channels last.</summary>
    internal ImmutableArray<long> Dims { get; }

    internal DataType Element { get; init; } = DataType.Float;

    internal int Rank => Dims.Length;

    internal bool IsPerSample => Rank > 0 && Dims[0] == N;

    /// <summary>The number of columns: the last dimension, 1 for a scalar.</summary>
    internal long Columns => Rank == 0 ? 1 : Dims[^1];

    /// <summary>The tensor in the file with the channels last; null if there is none yet.</summary>
    internal string? Last { get; set; }

    /// <summary>The tensor in the file with the channels first; null if there is none yet.</summary>
    internal string? First { get; set; }

    /// <summary>The numbers of a value that is known when the file is written; null for others.</summary>
    internal float[]? Numbers { get; init; }

    /// <summary>The number that is repeated everywhere; null for others.</summary>
    internal float? Uniform { get; init; }

    /// <summary>The tensor in the file with one column, which is repeated along the row; null for others.</summary>
    internal string? Narrow { get; init; }

    /// <summary>The tensor of truth values in the file from which the numbers 0 and 1 are made; null for others.</summary>
    internal string? Truth { get; init; }

    /// <summary>The value whose numbers these are, in another shape; null for others.</summary>
    internal OnnxValue? View { get; init; }

    /// <summary>The tensor in the file with the last step of these states, <c>[1, N, units]</c>; null for others.</summary>
    internal string? LastStep { get; init; }

    /// <summary>Whether the file has it only with the channels first, or can have it so without a transposition.</summary>
    internal bool IsChannelsFirst =>
        Last is null && (First is not null || (View is { IsChannelsFirst: true } whole && Rank > 1 && Columns == whole.Columns));

    /// <summary>Whether it is another shape of a value that no operation has needed yet.</summary>
    internal bool IsOnlyView => View is not null && Last is null && First is null;
}
