namespace ModelDsl.Layouts;

/// <summary>Numbers in row order, with a shape.</summary>
/// <param name="Values">The numbers.</param>
/// <param name="Shape">The shape.</param>
internal sealed record Numbers(float[] Values, int[] Shape)
{
    /// <summary>Returns the same numbers with another shape.</summary>
    public Numbers Reshape(params int[] shape) => this with { Shape = shape };

    /// <summary>Returns the axes in another order: axis k of the result is axis <c>axes[k]</c>.</summary>
    public Numbers Transpose(params int[] axes)
    {
        var shape = Array.ConvertAll(axes, axis => Shape[axis]);
        var strides = new int[axes.Length];
        for (int axis = axes.Length - 1, stride = 1; axis >= 0; stride *= Shape[axis--]) strides[axis] = stride;
        var moved = Array.ConvertAll(axes, axis => strides[axis]);
        var (values, index, from) = (new float[Values.Length], new int[axes.Length], 0);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Values[from];
            for (var axis = axes.Length - 1; axis >= 0; axis--)
            {
                from += moved[axis];
                if (++index[axis] < shape[axis]) break;
                from -= moved[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return new Numbers(values, shape);
    }

    /// <summary>Returns some of the equal blocks of rows, one after the other.</summary>
    /// <param name="count">Number of blocks in all.</param>
    /// <param name="order">The blocks that are wanted, in their new order.</param>
    public Numbers Blocks(int count, params int[] order)
    {
        var length = Values.Length / count;
        var values = new float[length * order.Length];
        for (var i = 0; i < order.Length; i++) Values.AsSpan(order[i] * length, length).CopyTo(values.AsSpan(i * length));
        return new Numbers(values, [Shape[0] / count * order.Length, .. Shape[1..]]);
    }

    /// <summary>Returns the slices along an axis in another order: slice k of the result is slice <c>order[k]</c>.</summary>
    public Numbers Reorder(int axis, int[] order)
    {
        int inner = Product(Shape[(axis + 1)..]), outer = Product(Shape[..axis]);
        var values = new float[Values.Length];
        for (var o = 0; o < outer; o++)
        {
            for (var k = 0; k < order.Length; k++)
                Values.AsSpan((o * order.Length + order[k]) * inner, inner).CopyTo(values.AsSpan((o * order.Length + k) * inner));
        }
        return this with { Values = values };
    }

    /// <summary>Returns the sum, number by number.</summary>
    public Numbers Plus(Numbers other) => this with { Values = [.. Values.Zip(other.Values, (a, b) => a + b)] };

    /// <summary>Returns the numbers of both, one after the other.</summary>
    public Numbers Then(Numbers other) => new([.. Values, .. other.Values], [Values.Length + other.Values.Length]);

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => product * size);
}
