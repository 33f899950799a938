using System.Collections.Immutable;

namespace ModelDsl.CompilerServices;

// The two orders of dimensions. Convolutions and pools of ONNX take the channels first. A value stays in the order in which it was made
// as long as operations allow it, so a convolutional network has one transposition at each end.
public sealed partial class OnnxGraph
{
    private readonly Dictionary<(OnnxValue Value, int Rank), string> vectors = [];

    /// <summary>
    /// Returns the order in which an operation on values elementwise, or along the channels, is cheapest: channels first if one of them
    /// exists only in that order.
    /// </summary>
    internal static OnnxLayout LayoutOf(params ReadOnlySpan<OnnxValue> values)
    {
        foreach (var value in values)
            if (value.IsChannelsFirst) return OnnxLayout.ChannelsFirst;
        return OnnxLayout.ChannelsLast;
    }

    /// <summary>Returns the number of the channels' axis.</summary>
    internal static int ChannelAxis(OnnxLayout layout, int rank) => layout == OnnxLayout.ChannelsFirst && rank > 2 ? 1 : rank - 1;

    /// <summary>
    /// Returns the name of a value's tensor in an order of dimensions. A transposition is added, once, if the value has another.
    /// </summary>
    internal string In(OnnxValue value, OnnxLayout layout = OnnxLayout.ChannelsLast)
    {
        if (value is { IsOnlyView: true, View: { } whole }) WriteView(value, whole);
        return layout == OnnxLayout.ChannelsFirst && value.Rank > 2
        ? value.First ??= Transposed(value, In(value), layout)
        : value.Last ??= value.First is { } first ? Transposed(value, first, OnnxLayout.ChannelsLast) : Made(value);
    }

    /// <summary>
    /// Returns the name of an operand of an elementwise operation with a result of the given rank: the value itself, a vector along the
    /// channels, slopes with a sample's shape, or a number.
    /// </summary>
    internal string Operand(OnnxValue value, OnnxLayout layout, int rank)
    {
        if (value.Uniform is { } number) return Scalar(number);
        if (value.Narrow is { } narrow && layout == OnnxLayout.ChannelsLast) return narrow;
        if (value.Rank == rank) return In(value, layout);
        if (value.Rank == 0 || layout == OnnxLayout.ChannelsLast || rank < 3) return In(value);
        if (vectors.TryGetValue((value, rank), out var known)) return known;
        // A vector along the channels, or a sample without its batch, before the spatial axes.
        long[] dims = value.Rank == 1 ? [value.Columns, .. Enumerable.Repeat(1L, rank - 2)] : [value.Columns, .. value.Dims[..^1]];
        return vectors[(value, rank)] = value.Numbers is { } numbers
            ? Initializer(value.Name, [.. dims], value.Rank == 1 ? numbers : Permuted(numbers, value.Dims, FirstAxes(value.Rank, batch: 0)))
            : value.Rank == 1 ? Tensor("Reshape", value.Name + ".ChannelsFirst", [In(value), Ints([.. dims])], [.. dims])
            : Tensor("Transpose", value.Name + ".ChannelsFirst", [In(value)], [.. dims],
                attributes: Ints("perm", FirstAxes(value.Rank, batch: 0).Select(axis => (long)axis)));
    }

    /// <summary>Returns dimensions in an order.</summary>
    internal static ImmutableArray<long> Ordered(ImmutableArray<long> dims, OnnxLayout layout) =>
        layout == OnnxLayout.ChannelsFirst && dims.Length > 2 ? [.. FirstAxes(dims.Length).Select(axis => dims[axis])] : dims;

    /// <summary>Returns numbers whose axes are in another order: axis k of the result is axis <c>axes[k]</c> of the numbers.</summary>
    internal static float[] Permuted(float[] numbers, ImmutableArray<long> dims, ReadOnlySpan<int> axes)
    {
        var (result, rank) = (new float[numbers.Length], dims.Length);
        if (numbers.Length == 0) return result;
        var strides = new long[rank];
        for (var (axis, stride) = (rank - 1, 1L); axis >= 0; stride *= dims[axis], axis--) strides[axis] = stride;
        var (sizes, steps, place) = (new long[rank], new long[rank], new long[rank]);
        for (var k = 0; k < rank; k++) (sizes[k], steps[k]) = (dims[axes[k]], strides[axes[k]]);
        var from = 0L;
        for (var to = 0; to < result.Length; to++)
        {
            result[to] = numbers[from];
            for (var k = rank - 1; k >= 0; k--)
            {
                from += steps[k];
                if (++place[k] < sizes[k]) break;
                (from, place[k]) = (from - steps[k] * sizes[k], 0);
            }
        }
        return result;
    }

    /// <summary>Returns the tensor of a value that the file does not have yet: weights, and numbers that are repeated.</summary>
    private string Made(OnnxValue value)
    {
        if (value.Numbers is { } numbers) return Initializer(value.Name, value.Dims, numbers);
        if (value.Narrow is { } narrow) return Repeated(value, narrow);
        if (value.Uniform is { } number) return Filled(value, number);
        return value.Truth is { } truth
            ? Tensor("Cast", value.Name, [truth], value.Dims, attributes: Int("to", (long)Onnx.TensorProto.Types.DataType.Float))
            : throw new InvalidOperationException($"The value {value.Name} has no tensor.");
    }

    private string Transposed(OnnxValue value, string from, OnnxLayout layout)
    {
        var axes = layout == OnnxLayout.ChannelsFirst ? FirstAxes(value.Rank) : LastAxes(value.Rank);
        return Tensor("Transpose", value.Name + "." + layout, [from], Ordered(value.Dims, layout), value.Element,
            Ints("perm", axes.Select(axis => (long)axis)));
    }

    /// <summary>Returns the axes of a value with the channels last, in the order with the channels first.</summary>
    private static int[] FirstAxes(int rank, int batch = 1) =>
        [.. Enumerable.Range(0, batch), rank - 1, .. Enumerable.Range(batch, rank - batch - 1)];

    private static int[] LastAxes(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];
}
