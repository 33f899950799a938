namespace ModelDsl.Import;

/// <summary>Computes operations on constants. Whole numbers are computed at once, real numbers when they are read.</summary>
internal static class Folding
{
    // More elements than any shape or list of places has.
    private const long MostIntegers = 1 << 20;

    // More than any weight that is made of constants should have: 1 GiB.
    private const long MostFloats = 1 << 28;

    /// <summary>Computes a result, or returns null if the operation is not folded.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="operands">Its operands, constants.</param>
    /// <param name="index">Which result is meant.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="sizes">The sizes of the result.</param>
    /// <param name="type">Its type.</param>
    public static Tensor? Fold(Operation operation, IReadOnlyList<Wire> operands, int index, string name, long[] sizes, ElementType type)
    {
        if (Evaluate(operation, operands, index, sizes) is not { } compute)
            return null;
        var length = ShapeRules.Length(sizes);
        if (length > (type == ElementType.Float ? MostFloats : MostIntegers))
            throw new ImportException(
                $"a constant {ShapeRules.Text(sizes)} would be computed, which is too large. Export the model without it.");
        int[] shape = [.. sizes.Select(size => (int)size)];
        if (type == ElementType.Float)
            return Tensor.Floats(name, shape, () => (float[])compute());
        var integers = (long[])compute();
        return Tensor.Integers(name, shape, () => integers, type);
    }

    private static Func<Array>? Evaluate(Operation operation, IReadOnlyList<Wire> operands, int index, long[] sizes)
    {
        var x = operands[0];
        return operation switch
        {
            Reshape => Moved(x, place => place, sizes),
            Expand or Transpose or Slice or Gather or Split => Moved(x, Places(operation, operands, index, sizes), sizes),
            Concat(var axis) => () => Joined(operands, axis, sizes),
            Cast(var type) => () => Converted(x.Constant!, type),
            Unary(var function, _, _) unary when x.Type == ElementType.Float || function is UnaryFunction.Negate or UnaryFunction.Abs
                or UnaryFunction.Sign or UnaryFunction.Not => () => Elementwise.Compute(unary, Numbers(x)),
            Binary(var function) => () => Elementwise.Compute(function, operands, sizes),
            Where => () => Elementwise.Choose(operands, sizes),
            Clip(var least, var most) => () => Elementwise.Clip(Numbers(x), least, most),
            Reduce(var function, var axes, _) => () => Reduced(Numbers(x), x.Sizes, function, axes),
            _ => null,
        };
    }

    private static Array Numbers(Wire wire) =>
        wire.Type == ElementType.Float ? wire.Constant!.ReadFloats() : wire.Constant!.ReadIntegers();

    private static Func<Array> Moved(Wire x, Func<long, long> place, long[] sizes)
    {
        var count = ShapeRules.Length(sizes);
        return () => Numbers(x) switch
        {
            float[] floats => Taken(floats, place, count),
            var integers => Taken((long[])integers, place, count),
        };
    }

    private static T[] Taken<T>(T[] numbers, Func<long, long> place, long count)
    {
        var result = new T[count];
        for (var i = 0L; i < count; i++)
            result[i] = numbers[place(i)];
        return result;
    }

    // The place in the operand that each place of the result comes from. For each axis: a start and a step in the operand.
    private static Func<long, long> Places(Operation operation, IReadOnlyList<Wire> operands, int index, long[] sizes)
    {
        var x = operands[0];
        var strides = Index.Strides(x.Sizes);
        long start = 0;
        var steps = new long[sizes.Length];
        switch (operation)
        {
            case Transpose(var order):
                steps = [.. order.Select(axis => strides[axis])];
                break;
            case Expand:
                for (var axis = 1; axis <= x.Rank; axis++)
                    steps[^axis] = x.Sizes[^axis] == 1 ? 0 : strides[^axis];
                break;
            case Split(var axis, var parts):
                steps = strides;
                start = parts.Take(index).Sum() * strides[axis];
                break;
            case Slice(var ranges):
                steps = (long[])strides.Clone();
                foreach (var range in ranges)
                {
                    start += range.Start * strides[range.Axis];
                    steps[range.Axis] *= range.Step;
                }
                break;
            case Gather(var axis):
                var chosen = operands[1].Constant!.ReadIntegers();
                return place => Index.Sum(place, sizes, (i, at) => (i == axis ? chosen[at] : at) * strides[i]);
        }
        return place => start + Index.Sum(place, sizes, (i, at) => at * steps[i]);
    }

    private static Array Joined(IReadOnlyList<Wire> operands, int axis, long[] sizes)
    {
        var result = operands[0].Type == ElementType.Float
            ? (Array)new float[ShapeRules.Length(sizes)] : new long[ShapeRules.Length(sizes)];
        var row = (int)sizes.Skip(axis).Aggregate(1L, (product, size) => product * size);
        var offset = 0;
        foreach (var operand in operands)
        {
            var (numbers, part) = (Numbers(operand), (int)operand.Sizes.Skip(axis).Aggregate(1L, (product, size) => product * size));
            for (var i = 0; part > 0 && i < numbers.Length / part; i++)
                Array.Copy(numbers, i * part, result, i * row + offset, part);
            offset += part;
        }
        return result;
    }

    private static Array Converted(Tensor tensor, ElementType type) => type switch
    {
        ElementType.Float => tensor.ReadFloats(),
        ElementType.Integer => tensor.ReadIntegers(),
        _ => Array.ConvertAll(tensor.ReadFloats(), number => number == 0 ? 0L : 1L),
    };

    private static Array Reduced(Array numbers, long[] sizes, ReduceFunction function, IReadOnlyList<int> axes)
    {
        var kept = Enumerable.Range(0, sizes.Length).Where(axis => !axes.Contains(axis)).ToArray();
        var strides = Index.Strides([.. kept.Select(axis => sizes[axis])]);
        long count = kept.Aggregate(1L, (product, axis) => product * sizes[axis]);
        var steps = new long[sizes.Length];
        for (var i = 0; i < kept.Length; i++)
            steps[kept[i]] = strides[i];
        var (result, seen) = (new double[count], new long[count]);
        for (var i = 0L; i < numbers.Length; i++)
        {
            var (place, number) = (Index.Sum(i, sizes, (axis, at) => at * steps[axis]), Convert.ToDouble(numbers.GetValue(i)));
            result[place] = seen[place]++ == 0 ? number : function switch
            {
                ReduceFunction.Product => result[place] * number,
                ReduceFunction.Maximum => Math.Max(result[place], number),
                ReduceFunction.Minimum => Math.Min(result[place], number),
                _ => result[place] + number,
            };
        }
        if (function == ReduceFunction.Mean)
            for (var i = 0; i < result.Length; i++)
                result[i] /= seen[i];
        return numbers is float[]? Array.ConvertAll(result, number => (float)number) : Array.ConvertAll(result, number => (long)number);
    }
}

/// <summary>Places in row-major order.</summary>
internal static class Index
{
    /// <summary>How far apart neighbours of each axis are.</summary>
    public static long[] Strides(long[] sizes)
    {
        var strides = new long[sizes.Length];
        long stride = 1;
        for (var axis = sizes.Length - 1; axis >= 0; stride *= sizes[axis--])
            strides[axis] = stride;
        return strides;
    }

    /// <summary>The sum over all axes of what a function gives for the axis and the place along it.</summary>
    public static long Sum(long place, long[] sizes, Func<int, long, long> part)
    {
        long sum = 0;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            sum += part(axis, place % sizes[axis]);
            place /= sizes[axis];
        }
        return sum;
    }
}
