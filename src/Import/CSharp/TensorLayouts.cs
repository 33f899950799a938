namespace ModelDsl.Import.CSharp;

/// <summary>
/// Moves the numbers of tensors of a file to where the record has them. Numbers are read and moved when they are asked for.
/// </summary>
internal static class TensorLayouts
{
    /// <summary>Returns the same numbers in another shape.</summary>
    public static Tensor As(this Tensor tensor, params int[] shape) => Tensor.Floats(tensor.Name, shape, tensor.ReadFloats);

    /// <summary>Returns the axes in another order: axis i of the result is axis <c>order[i]</c>.</summary>
    public static Tensor Permuted(this Tensor tensor, params int[] order)
    {
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])];
        var counting = Enumerable.Range(0, order.Length).Where(i => shape[i] != 1).Select(i => order[i]);
        if (counting.SequenceEqual(counting.OrderBy(axis => axis))) return tensor.As(shape);
        return Tensor.Floats(tensor.Name, shape, () => Permute(tensor.ReadFloats(), tensor.Shape, order, shape));
    }

    /// <summary>
    /// Returns parts of the first axis in a new order. The axis has as many equal parts as the order has numbers, or more.
    /// </summary>
    public static Tensor Blocks(this Tensor tensor, int size, params int[] order)
    {
        var inner = tensor.Length / tensor.Shape[0] * size;
        return Tensor.Floats(tensor.Name, [order.Length * size, .. tensor.Shape.Skip(1)], () =>
        {
            var (numbers, moved) = (tensor.ReadFloats(), new float[order.Length * inner]);
            for (var i = 0; i < order.Length; i++) Array.Copy(numbers, order[i] * inner, moved, i * inner, inner);
            return moved;
        });
    }

    /// <summary>Returns the sum of two tensors of one shape.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => Tensor.Floats(a.Name, a.Shape, () =>
    {
        var (sum, others) = (a.ReadFloats().ToArray(), b.ReadFloats());
        for (var i = 0; i < sum.Length; i++) sum[i] += others[i];
        return sum;
    });

    /// <summary>Returns a tensor that is filled with a number.</summary>
    public static Tensor Filled(string name, float value, params int[] shape) => Tensor.Floats(name, shape, () =>
    {
        var numbers = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = value;
        return numbers;
    });

    private static float[] Permute(float[] numbers, IReadOnlyList<int> from, int[] order, int[] to)
    {
        var strides = new int[from.Count];
        for (int i = from.Count - 1, stride = 1; i >= 0; stride *= from[i--]) strides[i] = stride;
        int[] steps = [.. order.Select(axis => strides[axis])];
        var (moved, index, place) = (new float[numbers.Length], new int[to.Length], 0);
        var (last, lastSize, lastStep) = (to.Length - 1, to[to.Length - 1], steps[to.Length - 1]);
        for (var i = 0; i < moved.Length;)
        {
            for (var j = 0; j < lastSize; j++) moved[i++] = numbers[place + j * lastStep];
            for (var axis = last - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++index[axis] < to[axis]) break;
                place -= to[axis] * steps[axis];
                index[axis] = 0;
            }
        }
        return moved;
    }
}
