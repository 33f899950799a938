using System.Collections.Immutable;

namespace ModelDsl.CompilerServices;

// The same numbers in another shape.
public sealed partial class OnnxGraph
{
    /// <summary>The same numbers in another shape. With a batch, the shape is that of a sample.</summary>
    public OnnxValue Reshape(string name, OnnxValue x, params ReadOnlySpan<int> shape) => Reshaped(name, x, DimsOf(shape, x.IsPerSample));

    /// <summary>
    /// Returns the same numbers with other dimensions. No node is written before an operation needs them: of several changes of shape, one
    /// after the other, the last one remains.
    /// </summary>
    internal OnnxValue Reshaped(string name, OnnxValue x, ImmutableArray<long> dims)
    {
        if (x.Dims.SequenceEqual(dims)) return x;
        if (x.Numbers is { } numbers) return new OnnxValue(x.Name, dims) { Numbers = numbers };
        if (x.Uniform is { } number) return new OnnxValue(name, dims) { Uniform = number };
        var whole = x.View ?? x;
        return whole.Dims.SequenceEqual(dims) ? whole : new OnnxValue(name, dims) { View = whole, Element = x.Element };
    }

    /// <summary>
    /// Writes the node of a changed shape. If only spatial axes change, a value with the channels first stays in that order.
    /// </summary>
    private void WriteView(OnnxValue value, OnnxValue whole)
    {
        var layout = value.IsChannelsFirst ? OnnxLayout.ChannelsFirst : OnnxLayout.ChannelsLast;
        var stored = Ordered(value.Dims, layout);
        // 0 stands for the size of the batch, whatever it is.
        string[] inputs = [In(whole, layout), Ints([.. stored.Select(size => size == OnnxValue.N ? 0 : size)])];
        var tensor = Tensor("Reshape", value.Name, inputs, stored, value.Element);
        if (layout == OnnxLayout.ChannelsFirst && value.Rank > 2) value.First = tensor;
        else value.Last = tensor;
    }
}
