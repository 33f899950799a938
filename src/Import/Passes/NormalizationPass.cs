namespace ModelDsl.Import;

/// <summary>Normalisations that an exporter wrote as their formulas, and their weights.</summary>
internal static class NormalizationPass
{
    /// <summary>Finds the formulas of layer, root mean square and group normalisation.</summary>
    public static bool Recognise(Draft draft, DraftStep step)
    {
        switch (step.Operation)
        {
            case Binary { Function: BinaryFunction.Divide or BinaryFunction.Multiply } when Quotient(draft, step) is var (x, root)
                && Deviation(draft, root) is var (d, mean, epsilon) && d == x && Centred(draft, d, mean) is { } source:
                draft.Rewrite(step, new Apply(new LayerNorm("", null, null, mean.Axes.Count, epsilon)), source);
                return true;
            case Binary { Function: BinaryFunction.Multiply }:
                return RootMeanSquare(draft, step);
            case Reshape when draft.Producer(step.Operands[0]) is { Operation: Apply(GroupNorm group) } norm
                && draft.Producer(norm.Operands[0]) is { Operation: Reshape } reshape:
                return Grouped(draft, step, group, reshape.Operands[0]);
            default:
                return false;
        }
    }

    /// <summary>Takes a factor or a sum after a normalisation as its weight.</summary>
    public static bool TakeWeights(Draft draft, DraftStep step)
    {
        if (step.Operation is not Binary { Function: BinaryFunction.Multiply or BinaryFunction.Add } binary)
            return false;
        foreach (var (x, weight) in new[] { (step.Operands[0], step.Operands[1]), (step.Operands[1], step.Operands[0]) })
        {
            if (weight.Constant is not { Type: ElementType.Float } tensor || draft.Producer(x) is not { Operation: Apply(var layer) } norm
                || draft.Uses(x) != 1)
                continue;
            var isScale = binary.Function == BinaryFunction.Multiply;
            var taken = layer switch
            {
                LayerNorm { Bias: null } plain when HasSizes(tensor, x, plain.Axes) => isScale
                    ? plain.Scale is null ? plain with { Scale = Flat(tensor, plain.Axes) } : null
                    : plain with { Bias = Flat(tensor, plain.Axes) },
                GroupNorm { Bias: null } plain when Channels(tensor, x) is { } channels => isScale
                    ? plain.Scale is null ? plain with { Scale = channels } : null
                    : plain with { Bias = channels },
                _ => (Layer?)null,
            };
            if (taken is null)
                continue;
            draft.Rewrite(step, new Apply(layer.Name.Length > 0 ? taken : taken with { Name = tensor.Name }), norm.Operands[0]);
            return true;
        }
        return false;
    }

    // x and √v of x/√v or x·(1/√v).
    private static (Wire X, Wire Root)? Quotient(Draft draft, DraftStep step)
    {
        var (a, b) = (step.Operands[0], step.Operands[1]);
        if (step.Operation is Binary { Function: BinaryFunction.Divide })
            return (a, b);
        return Formulas.Of(draft, b, UnaryFunction.Reciprocal) is { } right ? (a, right)
            : Formulas.Of(draft, a, UnaryFunction.Reciprocal) is { } left ? (b, left) : null;
    }

    // d, the mean and ε of √(mean(d²) + ε).
    private static (Wire D, Reduce Mean, double Epsilon)? Deviation(Draft draft, Wire root) =>
        Formulas.Of(draft, root, UnaryFunction.Sqrt) is { } variance && Formulas.Sum(draft, variance) is var (square, epsilon)
            && epsilon >= 0
        && Formulas.MeanOfSquares(draft, square) is var (d, mean) && IsLast(mean, d) ? (d, mean, epsilon) : null;

    // x of x − mean(x).
    private static Wire? Centred(Draft draft, Wire d, Reduce mean) =>
        Formulas.Of(draft, d, BinaryFunction.Subtract) is var (x, average) && draft.Producer(average) is { } step
        && step.Operation.Equals(mean) && step.Operands[0] == x ? x : null;

    private static bool IsLast(Reduce mean, Wire x) =>
        mean.Axes.SequenceEqual(Enumerable.Range(x.Shape.Rank - mean.Axes.Count, mean.Axes.Count));

    private static bool RootMeanSquare(Draft draft, DraftStep step)
    {
        foreach (var (x, weight) in new[] { (step.Operands[0], step.Operands[1]), (step.Operands[1], step.Operands[0]) })
            if (weight.Constant is { Type: ElementType.Float } scale
                && draft.Producer(x) is { Operation: Binary { Function: BinaryFunction.Divide or BinaryFunction.Multiply } } quotient
                && Quotient(draft, quotient) is var (source, root) && Deviation(draft, root) is var (d, mean, epsilon) && d == source
                && mean.Axes.Count == 1 && HasSizes(scale, x, 1))
            {
                draft.Rewrite(step, new Apply(new RmsNorm(scale.Name, Flat(scale, 1), epsilon)), source);
                return true;
            }
        return false;
    }

    // PyTorch writes a group normalisation as an instance normalisation of groups, with ones and zeros as its weights.
    private static bool Grouped(Draft draft, DraftStep step, GroupNorm norm, Wire x)
    {
        var (groups, old) = (norm.Groups, draft.Producer(step.Operands[0])!.Operands[0].Shape);
        if (!x.Shape.Equals(step.Result.Shape) || x.Shape.Rank < 2 || old.Rank < 2 || old[1].Size != groups || old[0] != x.Shape[0]
            || x.Shape[1].Size % groups != 0 || norm.Scale is not { } scale || norm.Bias is not { } bias
            || scale.ReadFloats().Any(number => number != 1) || bias.ReadFloats().Any(number => number != 0))
            return false;
        draft.Rewrite(step, new Apply(norm with { Name = "", Scale = null, Bias = null }), x);
        return true;
    }

    private static bool HasSizes(Tensor tensor, Wire x, int axes)
    {
        var sizes = tensor.Shape.SkipWhile(size => size == 1).Select(size => new Dimension(size)).ToList();
        var last = x.Shape.Dimensions.Skip(x.Shape.Rank - axes).ToList();
        return tensor.Shape.Count <= x.Shape.Rank && tensor.Shape.Count >= axes
            && last.Skip(last.Count - sizes.Count).SequenceEqual(sizes)
            && last.Take(Math.Max(0, last.Count - sizes.Count)).All(size => size.Size == 1);
    }

    // The numbers of [C, 1, 1] or [1, C, 1, 1] for C channels.
    private static Tensor? Channels(Tensor tensor, Wire x)
    {
        var axis = tensor.Shape.Count - (x.Shape.Rank - 1);
        return axis is 0 or 1 && tensor.Length == x.Shape[1].Size && tensor.Shape[axis] == tensor.Length ? Flat(tensor, 1) : null;
    }

    private static Tensor Flat(Tensor tensor, int axes) => axes == 1
        ? tensor.Shape.Count == 1 ? tensor : Tensor.Floats(tensor.Name, [tensor.Length], tensor.ReadFloats)
        : Tensor.Floats(tensor.Name, [.. tensor.Shape.Skip(tensor.Shape.Count - axes)], tensor.ReadFloats);
}
