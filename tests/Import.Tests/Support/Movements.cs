namespace ModelDsl.Import.Tests.Support;

/// <summary>Operations along axes, element by element: each element of the result asks for the elements that it needs.</summary>
internal static class Movements
{
    /// <summary>The places of a shape, in row-major order.</summary>
    public static IEnumerable<long[]> Places(IReadOnlyList<long> sizes)
    {
        var place = new long[sizes.Count];
        if (sizes.Any(size => size == 0))
            yield break;
        while (true)
        {
            yield return place;
            var axis = place.Length - 1;
            for (; axis >= 0 && ++place[axis] == sizes[axis]; axis--)
                place[axis] = 0;
            if (axis < 0)
                yield break;
        }
    }

    public static double At(Numbers x, IReadOnlyList<long> place)
    {
        long index = 0;
        for (var axis = 0; axis < x.Sizes.Length; axis++)
            index = index * x.Sizes[axis] + place[axis];
        return x.Data[index];
    }

    public static Numbers Fill(long[] sizes, Func<long[], double> number) => new(sizes, [.. Places(sizes).Select(number)]);

    public static Numbers Broadcast(IReadOnlyList<Numbers> operands, Func<double[], double> function)
    {
        var sizes = ShapeRules.Broadcast([.. operands.Select(operand => operand.Sizes)]);
        return Fill(sizes, place => function([.. operands.Select(operand => At(operand, [.. operand.Sizes.Select((size, axis) =>
            size == 1 ? 0 : place[axis + place.Length - operand.Sizes.Length])]))]));
    }

    public static Numbers Turn(Numbers x, IReadOnlyList<int> order) => Fill([.. order.Select(axis => x.Sizes[axis])], place =>
    {
        var old = new long[place.Length];
        for (var axis = 0; axis < place.Length; axis++)
            old[order[axis]] = place[axis];
        return At(x, old);
    });

    public static Numbers Cut(Numbers x, IReadOnlyList<AxisRange> ranges)
    {
        var sizes = (long[])x.Sizes.Clone();
        foreach (var range in ranges)
            sizes[range.Axis] = range.Count;
        return Fill(sizes, place =>
        {
            var old = (long[])place.Clone();
            foreach (var range in ranges)
                old[range.Axis] = range.Start + place[range.Axis] * range.Step;
            return At(x, old);
        });
    }

    public static Numbers Take(Numbers x, int axis, long[] places) => Fill(With(x.Sizes, axis, places.Length), place =>
        At(x, With(place, axis, places[place[axis]])));

    public static Numbers Join(IReadOnlyList<Numbers> operands, int axis) =>
        Fill(With(operands[0].Sizes, axis, operands.Sum(operand => operand.Sizes[axis])), place =>
        {
            var rest = place[axis];
            var i = 0;
            for (; rest >= operands[i].Sizes[axis]; i++)
                rest -= operands[i].Sizes[axis];
            return At(operands[i], With(place, axis, rest));
        });

    public static Numbers Product(Numbers a, Numbers b)
    {
        long[] outer = ShapeRules.Broadcast(a.Sizes[..^2], b.Sizes[..^2]);
        double Entry(Numbers x, long[] place, long row, long column) => At(x, [.. x.Sizes[..^2].Select((size, axis) =>
            size == 1 ? 0 : place[axis + outer.Length - x.Sizes.Length + 2]), row, column]);
        return Fill([.. outer, a.Sizes[^2], b.Sizes[^1]], place =>
        {
            double sum = 0;
            for (var k = 0L; k < a.Sizes[^1]; k++)
                sum += Entry(a, place, place[^2], k) * Entry(b, place, k, place[^1]);
            return sum;
        });
    }

    public static Numbers Reduce(Numbers x, IReadOnlyList<int> axes, bool keep, Func<List<double>, double> function)
    {
        long[] inner = [.. x.Sizes.Select((size, axis) => axes.Contains(axis) ? size : 1)];
        long[] outer = [.. x.Sizes.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        var result = Fill(outer, place => function([.. Places(inner).Select(step => At(x, [.. place.Zip(step, (p, s) => p + s)]))]));
        return keep ? result : result with { Sizes = [.. x.Sizes.Where((_, axis) => !axes.Contains(axis))] };
    }

    public static Numbers Softmax(Numbers x, int axis, bool isLogarithm)
    {
        var largest = Reduce(x, [axis], true, numbers => numbers.Max());
        var shifted = Broadcast([x, largest], numbers => numbers[0] - numbers[1]);
        var sum = Reduce(shifted, [axis], true, numbers => numbers.Sum(Math.Exp));
        return Broadcast([shifted, sum], numbers => isLogarithm ? numbers[0] - Math.Log(numbers[1]) : Math.Exp(numbers[0]) / numbers[1]);
    }

    public static Numbers Pool(Numbers x, Pool pool)
    {
        var window = pool.Window;
        long[] size = [.. window.Size.Select(length => (long)length)];
        return Fill([x.Sizes[0], x.Sizes[1], .. ShapeRules.Places(window, x.Sizes.AsSpan(2))], place =>
        {
            var numbers = new List<double>();
            foreach (var step in Places(size))
            {
                var at = step.Select((s, i) => place[i + 2] * window.Strides[i] - window.Begin[i] + s * window.Dilations[i]).ToArray();
                if (at.Select((p, i) => p >= 0 && p < x.Sizes[i + 2]).All(inside => inside))
                    numbers.Add(At(x, [place[0], place[1], .. at]));
                else if (pool.CountsPads)
                    numbers.Add(0);
            }
            return pool.IsMaximum ? numbers.Max() : numbers.Average();
        });
    }

    public static Numbers Pad(Numbers x, Pad pad) =>
        Fill([.. x.Sizes.Select((size, axis) => size + pad.Begin[axis] + pad.End[axis])], place =>
        {
            var old = place.Select((p, axis) => p - pad.Begin[axis]).ToArray();
            for (var axis = 0; axis < old.Length; axis++)
                if (old[axis] < 0 || old[axis] >= x.Sizes[axis])
                    switch (pad.Mode)
                    {
                        case PadMode.Constant:
                            return pad.Value;
                        case PadMode.Edge:
                            old[axis] = Math.Clamp(old[axis], 0, x.Sizes[axis] - 1);
                            break;
                        default:
                            old[axis] = old[axis] < 0 ? -old[axis] : 2 * (x.Sizes[axis] - 1) - old[axis];
                            break;
                    }
            return At(x, old);
        });

    public static Numbers Resize(Numbers x, IReadOnlyList<int> factors, ResizeMode mode) =>
        Fill([.. x.Sizes.Zip(factors, (size, factor) => size * factor)], place => mode == ResizeMode.Nearest
            ? At(x, [.. place.Select((p, axis) => p / factors[axis])])
            : Between(x, factors, place, new long[place.Length], 0));

    private static double Between(Numbers x, IReadOnlyList<int> factors, long[] place, long[] old, int axis)
    {
        if (axis == place.Length)
            return At(x, old);
        var at = (place[axis] + 0.5) / factors[axis] - 0.5;
        var (low, share) = ((long)Math.Floor(at), at - Math.Floor(at));
        double Side(long p) => Between(x, factors, place, With(old, axis, Math.Clamp(p, 0, x.Sizes[axis] - 1)), axis + 1);
        return share == 0 ? Side(low) : (1 - share) * Side(low) + share * Side(low + 1);
    }

    public static long[] With(long[] place, int axis, long number)
    {
        var result = (long[])place.Clone();
        result[axis] = number;
        return result;
    }
}
