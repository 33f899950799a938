using System.Collections.Immutable;
using Google.Protobuf;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// Rows of tables, ranges of columns, and the order of axes.
public sealed partial class OnnxGraph
{
    /// <summary>The rows of a table with given indices: <c>[N, …]</c> and <c>[rows, width]</c> give <c>[N, …, width]</c></summary>
    public OnnxValue Gather(string name, OnnxValue indices, OnnxValue table)
    {
        var whole = indices.Element == DataType.Int64 ? In(indices)
            : Tensor("Cast", name + ".Indices", [In(indices)], indices.Dims, DataType.Int64, Int("to", (long)DataType.Int64));
        return Node("Gather", name, [In(table), whole], [.. indices.Dims, table.Columns]);
    }

    /// <summary>Some of the columns, from the first one on</summary>
    public OnnxValue Columns(string name, OnnxValue x, int first, int count)
    {
        var dims = x.Dims.SetItem(x.Rank - 1, count);
        if (x.Numbers is { } numbers)
        {
            var rows = numbers.Length / (int)x.Columns;
            return new OnnxValue(name, dims)
            {
                Numbers =
                [.. Enumerable.Range(0, rows).SelectMany(row => numbers.AsSpan(row * (int)x.Columns + first, count).ToArray())]
            };
        }
        // The last step of a recurrent layer is a result of its own.
        if (x.View is { LastStep: { } last } states && count == states.Columns && first + count == x.Columns)
            return Node("Squeeze", name, [last, Ints([0])], dims);
        if (x.View is { } whole && x.Rank == 2 && Range(whole, first, count) is var (axis, from, to))
            return Reshaped(name, Sliced(name, whole, axis, from, to, 1, whole.Dims.SetItem(axis, to - from)), dims);
        var layout = LayoutOf(x);
        return Node("Slice", name, [In(x, layout), Ints([first]), Ints([first + count]), Ints([ChannelAxis(layout, x.Rank)])], dims, layout);
    }

    /// <summary>The numbers as some of the columns, from the first one on; all other columns are 0</summary>
    public OnnxValue PlaceColumns(string name, OnnxValue x, int first, int columns)
    {
        var layout = LayoutOf(x);
        long[] before = [.. Enumerable.Repeat(0L, x.Rank - 1), first], after = [.. Enumerable.Repeat(0L, x.Rank - 1),
            columns - first - x.Columns];
        var pads = Ints([.. Ordered([.. before], layout), .. Ordered([.. after], layout)]);
        return Node("Pad", name, [In(x, layout), pads], x.Dims.SetItem(x.Rank - 1, columns), layout, Text("mode", "constant"));
    }

    /// <summary>Scores in which those right of the diagonal are replaced by a number</summary>
    public OnnxValue CausalMask(string name, OnnxValue x, double number)
    {
        var steps = (int)x.Columns;
        var mask = new TensorProto { Name = names.Unique(name + ".Mask"), DataType = (int)DataType.Bool };
        mask.Dims.AddRange([steps, steps]);
        mask.RawData = ByteString.CopyFrom([.. Enumerable.Range(0, steps * steps).Select(i => (byte)(i % steps <= i / steps ? 1 : 0))]);
        proto.Initializer.Add(mask);
        return Node("Where", name, [mask.Name, In(x), Scalar((float)number)], x.Dims);
    }

    /// <summary>The axes in another order: axis k of the result is axis <c>axes[k]</c>, the batch included</summary>
    public OnnxValue Permute(string name, OnnxValue x, params ReadOnlySpan<int> axes) => Permute(name, x, axes.ToArray());

    /// <summary>The places of an axis from the last to the first</summary>
    public OnnxValue Flip(string name, OnnxValue x, int axis) => Sliced(name, x, axis, -1, long.MinValue, -1, x.Dims);

    /// <summary>The columns of two values side by side</summary>
    public OnnxValue ConcatColumns(string name, OnnxValue a, OnnxValue b)
    {
        var (layout, dims) = (LayoutOf(a, b), a.Dims.SetItem(a.Rank - 1, a.Columns + b.Columns));
        return Node("Concat", name, [In(a, layout), In(b, layout)], dims, layout, Int("axis", ChannelAxis(layout, a.Rank)));
    }

    private OnnxValue Sliced(string name, OnnxValue x, int axis, long from, long to, int step, ImmutableArray<long> dims)
    {
        var layout = LayoutOf(x);
        var stored = layout == OnnxLayout.ChannelsLast || x.Rank < 3 || axis == 0 ? axis : axis == x.Rank - 1 ? 1 : axis + 1;
        string[] steps = step == 1 ? [] : [Ints([step])];
        return Node("Slice", name, [In(x, layout), Ints([from]), Ints([to]), Ints([stored]), .. steps], dims, layout);
    }

    /// <summary>Returns the range of an axis that a range of a sample's numbers is; null if it is none.</summary>
    private static (int Axis, long From, long To)? Range(OnnxValue whole, int first, int count)
    {
        if (whole.Rank < 3) return null;
        var inner = whole.Dims[2..].Aggregate(1L, (product, size) => product * size);
        return first % inner == 0 && count % inner == 0 ? (1, first / inner, (first + count) / inner) : null;
    }
}
