using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// Activations that mix the numbers of a row, or have slopes of their own.
public sealed partial class OnnxGraph
{
    /// <summary>eˣ/Σeˣ along the last axis</summary>
    public OnnxValue Softmax(string name, OnnxValue x) => AlongRows("Softmax", name, x);

    /// <summary>The logarithm of softmax</summary>
    public OnnxValue LogSoftmax(string name, OnnxValue x) => AlongRows("LogSoftmax", name, x);

    /// <summary>
    /// The probabilities nearest to each row. ONNX has no such operator: the row is sorted, the numbers above the threshold τ are counted,
    /// and τ is taken away. Martins and Astudillo, From Softmax to Sparsemax, 2016.
    /// </summary>
    public OnnxValue Sparsemax(string name, OnnxValue x)
    {
        var (rank, size) = (x.Rank, x.Columns);
        var (row, one) = (x.Dims, x.Dims.SetItem(rank - 1, 1));
        var sorted = Tensors("TopK", [In(x), Ints([size])],
            [(name + ".Sorted", row, DataType.Float), (name + ".Order", row, DataType.Int64)], Int("axis", rank - 1))[0];
        // Rows are moved so that their largest number is 0: sums of large numbers would lose digits.
        var largest = Tensor("Slice", name + ".Largest", [sorted, Ints([0]), Ints([1]), Ints([rank - 1])], one);
        var moved = Tensor("Sub", name + ".Moved", [sorted, largest], row);
        var sums = Tensor("CumSum", name + ".Sums", [moved, Ints([rank - 1])], row);
        var counts = Initializer(name + ".Counts", [size], [.. Enumerable.Range(1, (int)size).Select(i => (float)i)]);
        var scaled = Tensor("Mul", name + ".Scaled", [counts, moved], row);
        var least = Tensor("Sub", name + ".Least", [sums, Scalar(1)], row);
        var inside = Tensor("Cast", name + ".Support", [Tensor("Greater", name + ".Inside", [scaled, least], row, DataType.Bool)], row,
            attributes: Int("to", (long)DataType.Float));
        var count = Tensor("ReduceSum", name + ".Count", [inside, Ints([rank - 1])], one);
        var sum = Tensor("ReduceSum", name + ".Sum", [Tensor("Mul", name + ".Kept", [moved, inside], row), Ints([rank - 1])], one);
        var threshold = Tensor("Div", name + ".Threshold", [Tensor("Sub", name + ".Excess", [sum, Scalar(1)], one), count], one);
        var own = Tensor("Sub", name + ".Own", [In(x), largest], row);
        return Node("Relu", name, [Tensor("Sub", name + ".Above", [own, threshold], row)], row);
    }

    /// <summary>a·sigmoid(b), where a and b are the halves of each row</summary>
    public OnnxValue Glu(string name, OnnxValue x)
    {
        var (layout, half) = (LayoutOf(x), x.Columns / 2);
        var dims = x.Dims.SetItem(x.Rank - 1, half);
        var stored = Ordered(dims, layout);
        var halves = Tensors("Split", [In(x, layout), Ints([half, half])],
            [(name + ".Left", stored, DataType.Float), (name + ".Right", stored, DataType.Float)], Int("axis", ChannelAxis(layout, x.Rank)));
        var gate = Tensor("Sigmoid", name + ".Gate", [halves[1]], stored);
        return Node("Mul", name, [halves[0], gate], dims, layout);
    }

    /// <summary>x where it is positive, and slopes·x elsewhere</summary>
    public OnnxValue PRelu(string name, OnnxValue x, OnnxValue slopes)
    {
        var layout = LayoutOf(x);
        return Node("PRelu", name, [In(x, layout), Operand(slopes, layout, x.Rank)], x.Dims, layout);
    }

    private OnnxValue AlongRows(string operation, string name, OnnxValue x)
    {
        var layout = LayoutOf(x);
        return Node(operation, name, [In(x, layout)], x.Dims, layout, Int("axis", ChannelAxis(layout, x.Rank)));
    }
}
