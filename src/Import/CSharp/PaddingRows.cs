namespace ModelDsl.Import.CSharp;

/// <summary>Functions that make images larger.</summary>
internal static class PaddingRows
{
    /// <summary>
    /// The largest number that can be added: it is taken from all others, and added to them again, which costs the digits of its float32.
    /// </summary>
    private const double MostAdded = 16;

    public static Placed Pad(StepBuilder build, Pad pad)
    {
        var (x, rank) = (build.Operand(), build.Shape.Rank);
        if (pad.Begin[x.Layout.Axes[0]] != 0 || pad.End[x.Layout.Axes[0]] != 0) throw new CannotSay("it adds samples to the batch.");
        if (pad.Mode != PadMode.Constant) return build.Result(Continued(build, x, pad), x.Layout);
        if (!(Math.Abs(pad.Value) <= MostAdded))
            throw new CannotSay($"it adds places with the number {NumberText.Text(pad.Value)}, beside which the others lose their digits. Use at most {MostAdded}; for a MaxPool, give it the pads.");
        var code = pad.Value == 0 ? x.Code : Code.Infix(x.Code, "-", Code.Number(pad.Value), Strength.Sum);
        long[] sizes = [.. x.Sizes];
        int[] added = [.. Enumerable.Range(0, rank).Where(axis => pad.Begin[axis] > 0 || pad.End[axis] > 0)];
        if (rank is 3 or 4 && x.Layout.Equals(Layout.ChannelsLast(rank)) && added.Length > 0 && added.All(axis => axis >= 2))
        {
            var edges = Enumerable.Range(2, rank - 2)
                .SelectMany(axis => new[] { Math.Max(pad.Begin[axis], 0), Math.Max(pad.End[axis], 0) }).ToArray();
            code = code.Into("m." + build.Layers.Declare("Pad", $"ZeroPadding{rank - 2}D", WindowArguments.Edges(edges)));
            for (var axis = 0; axis < rank - 2; axis++) sizes[axis] += edges[2 * axis] + edges[2 * axis + 1];
        }
        else foreach (var axis in added)
            code = Padded(build, code, sizes, x.Layout.PositionOf(axis) - 1, Math.Max(pad.Begin[axis], 0), Math.Max(pad.End[axis], 0));
        var indices = Enumerable.Repeat("..", rank).ToArray();
        for (var axis = 0; axis < rank; axis++)
        {
            var (begin, end, position) = (Math.Max(-pad.Begin[axis], 0), Math.Max(-pad.End[axis], 0), x.Layout.PositionOf(axis));
            if (begin + end > 0) indices[position] = PartRows.Range(begin, sizes[position - 1] - begin - end, sizes[position - 1]);
        }
        code = PartRows.Taken(code, indices);
        return build.Result(pad.Value == 0 ? code : Code.Infix(code, "+", Code.Number(pad.Value), Strength.Sum), x.Layout);
    }

    public static Placed Resize(StepBuilder build, Resize resize)
    {
        if (resize.Mode != ResizeMode.Nearest) throw new CannotSay("it finds numbers between places, but UpSampling1D and UpSampling2D only repeat them. Use the mode nearest.");
        var rank = build.Shape.Rank;
        if (rank is not (3 or 4) || resize.Factors.Take(2).Any(factor => factor != 1)) throw new CannotSay($"it enlarges {build.Step.Operands[0].Shape}, but there are layers for images and sequences.");
        var x = build.Operand(0, Layout.ChannelsLast(rank));
        int[] factors = [.. resize.Factors.Skip(2)];
        var name = build.Layers.Declare("UpSample", $"UpSampling{rank - 2}D", NumberText.List(factors.Distinct().Count() == 1 ? [factors[0]] : factors));
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    /// <summary>Adds places that continue the numbers at the edges: their mirror image, or the last of them.</summary>
    private static Code Continued(StepBuilder build, Placed x, Pad pad)
    {
        long[] sizes = [.. x.Sizes];
        for (var axis = 0; axis < x.Shape.Rank; axis++)
        {
            var (begin, end, position) = (pad.Begin[axis], pad.End[axis], x.Layout.PositionOf(axis));
            if (begin < 0 || end < 0) throw new CannotSay("it takes places away and adds others. Cut the tensor first.");
            if (begin == 0 && end == 0) continue;
            x = build.Pinned(x);
            var size = sizes[position - 1];
            List<string> parts = [x.Code.Text];
            if (begin > 0) parts.Insert(0, pad.Mode == PadMode.Reflect ? Mirrored(1, begin) : Repeated(0, begin));
            if (end > 0) parts.Add(pad.Mode == PadMode.Reflect ? Mirrored(size - 1 - end, end) : Repeated(size - 1, end));
            x = x with { Code = new Code($"Concat([{string.Join(", ", parts)}], {position})", Strength.Atom, x.Code.Names) };
            sizes[position - 1] = size + begin + end;

            string Part(long first, long count)
            {
                var indices = Enumerable.Repeat("..", x.Layout.Rank).ToArray();
                indices[position] = PartRows.Range(first, count, size);
                return PartRows.Taken(x.Code, indices).Text;
            }

            string Mirrored(long first, long count) => $"{Part(first, count)}.Flip({position})";

            string Repeated(long place, long count)
            {
                long[] repeated = [.. sizes];
                repeated[position - 1] = count;
                return $"{Part(place, 1)}.BroadcastTo(-1, {NumberText.List(repeated)})";
            }
        }
        return x.Code;
    }

    /// <summary>Adds zeros along any axis, as columns of an image.</summary>
    private static Code Padded(StepBuilder build, Code code, long[] sizes, int at, int begin, int end)
    {
        long[] image = [sizes.Take(at).Aggregate(1L, (a, b) => a * b), sizes[at], sizes.Skip(at + 1).Aggregate(1L, (a, b) => a * b)];
        code = StepBuilder.Reshaped(code, [.. sizes], image).Into("m." + build.Layers.Declare("Pad", "ZeroPadding2D", WindowArguments.Edges(0, 0, begin, end)));
        (sizes[at], image[1]) = (sizes[at] + begin + end, image[1] + begin + end);
        return StepBuilder.Reshaped(code, image, sizes);
    }
}
