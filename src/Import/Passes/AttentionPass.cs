namespace ModelDsl.Import;

/// <summary>Self-attention that an exporter wrote as its products.</summary>
internal static class AttentionPass
{
    // A product of samples' matrices with heads before them, and the dense layer that the operand comes from.
    private sealed record Heads(Dense Dense, Wire X, long Count, double Factor);

    /// <summary>Looks at a dense layer: is it the last part of an attention?</summary>
    public static bool Recognise(Draft draft, DraftStep step)
    {
        if (step.Operation is not Apply(Dense output) || Joined(draft, step.Operands[0]) is not { Operation: MatMul } mix)
            return false;
        if (draft.Producer(mix.Operands[0]) is not { Operation: Softmax { IsLogarithm: false } softmax } weights
            || softmax.Axis != weights.Result.Rank - 1)
            return false;
        var (scores, isCausal) = Unmasked(draft, weights.Operands[0]);
        var (factor, factors) = Formulas.Product(draft, scores);
        if (factors is not [var product] || draft.Producer(product) is not { Operation: MatMul } scored)
            return false;
        if (Split(draft, scored.Operands[0], isKey: false) is not { } query
            || Split(draft, scored.Operands[1], isKey: true) is not { } key
            || Split(draft, mix.Operands[1], isKey: false) is not { Factor: 1 } value)
            return false;
        var keyDim = query.Dense.Out / query.Count;
        if (query.X != key.X || query.X != value.X || query.X.Rank != 3 || query.Count != key.Count || query.Count != value.Count
            || !Formulas.IsNear(factor * query.Factor * key.Factor, 1 / Math.Sqrt(keyDim)) || output.Out != query.Dense.In)
            return false;
        draft.Rewrite(step, new Apply(new MultiHeadAttention(
            Common(NameOf(query.Dense), NameOf(output)), (int)query.Count, query.Dense with { Name = "Query" },
                key.Dense with { Name = "Key" },
            value.Dense with { Name = "Value" }, output with { Name = "Output" }, isCausal)), query.X);
        return true;
    }

    // The product whose heads are side by side in a wire: [N, heads, steps, size] became [N, steps, heads·size].
    private static DraftStep? Joined(Draft draft, Wire wire)
    {
        var (source, views) = Views(draft, wire);
        if (draft.Producer(source) is not { Operation: MatMul } product || wire.Rank != 3 || !wire.Shape.IsBatchFirst)
            return null;
        var (n, steps, width) = (wire.Shape[0], wire.Shape[1], wire.Shape[2].Size);
        var size = source.Shape[source.Shape.Rank - 1];
        if (size.IsBatch || width % size.Size != 0)
            return null;
        var heads = new Dimension(width / size.Size);
        return IsSame(source.Shape, views, [new Reshape(new([n, heads, steps, size])), new Transpose([0, 2, 1, 3]),
            new Reshape(wire.Shape)])
            ? product : null;
    }

    // The dense layer whose heads a wire has: [N, steps, heads·size] became [N, heads, steps, size], with N and heads perhaps one axis.
    // Keys are transposed.
    private static Heads? Split(Draft draft, Wire wire, bool isKey)
    {
        var (factor, factors) = Formulas.Product(draft, wire);
        if (factors is not [var scaled])
            return null;
        var (source, views) = Views(draft, scaled);
        if (source.Shape is not { Rank: 3, IsBatchFirst: true })
            return null;
        var (n, steps, width) = (source.Shape[0], source.Shape[1], source.Shape[2].Size);
        var size = wire.Shape[wire.Shape.Rank - (isKey ? 2 : 1)];
        if (size.IsBatch || size.Size == 0 || width % size.Size != 0)
            return null;
        var heads = width / size.Size;
        int[] order = isKey ? [0, 2, 3, 1] : [0, 2, 1, 3];
        return IsSame(source.Shape, views, [new Reshape(new([n, steps, new(heads), size])), new Transpose(order), new Reshape(wire.Shape)])
            ? Source(draft, source, heads, factor) : null;
    }

    private static (Wire Source, List<Operation> Views) Views(Draft draft, Wire wire)
    {
        var views = new List<Operation>();
        for (; draft.Producer(wire) is { Operation: Reshape or Transpose } view; wire = view.Operands[0])
            views.Insert(0, view.Operation);
        return (wire, views);
    }

    private static bool IsSame(Shape shape, IReadOnlyList<Operation> a, IReadOnlyList<Operation> b) =>
        AxisAtoms.Follow(shape, a) is { } first && AxisAtoms.Follow(shape, b) is { } second && first.SequenceEqual(second);

    // A dense layer that nothing else uses, or a part of a larger one.
    private static Heads? Source(Draft draft, Wire wire, long heads, double factor)
    {
        if (draft.Uses(wire) != 1 || draft.Producer(wire) is not { } step)
            return null;
        if (step.Operation is Apply(Dense dense))
            return new(dense, step.Operands[0], heads, factor);
        if (draft.Producer(step.Operands[0]) is not { Operation: Apply(Dense whole) } source)
            return null;
        var last = source.Result.Rank - 1;
        return step.Operation switch
        {
            Split(var axis, var sizes) when axis == last =>
                new(Part(whole, sizes.Take(IndexOf(step.Results, wire)).Sum(), wire.Shape[last].Size), source.Operands[0], heads, factor),
            Slice { Ranges: [{ Step: 1 } range] } when range.Axis == last =>
                new(Part(whole, range.Start, range.Count), source.Operands[0], heads, factor),
            _ => null,
        };
    }

    private static int IndexOf(IReadOnlyList<Wire> wires, Wire wire)
    {
        for (var i = 0; i < wires.Count; i++)
            if (wires[i] == wire)
                return i;
        return -1;
    }

    private static Dense Part(Dense dense, long start, long count) => dense with
    {
        Kernel = Cut(dense.Kernel, dense.IsTransposed ? 0 : 1, start, count),
        Bias = dense.Bias is { } bias ? Cut(bias, 0, start, count) : null,
    };

    private static Tensor Cut(Tensor tensor, int axis, long start, long count)
    {
        var wire = Drafter.Constant(tensor);
        long[] sizes = [.. wire.Sizes.Select((size, i) => i == axis ? count : size)];
        return Folding.Fold(new Slice([new(axis, start, count, 1)]), [wire], 0, tensor.Name, sizes, tensor.Type)!;
    }

    // Scores before a mask that hides later steps.
    private static (Wire Scores, bool IsCausal) Unmasked(Draft draft, Wire wire) => draft.Producer(wire) switch
    {
        { Operation: Binary { Function: BinaryFunction.Add } } sum when IsMask(sum.Operands[1], wire, number => number == 0, IsLeast) =>
            (sum.Operands[0], true),
        { Operation: Where } choice when choice.Operands[2].Number is { } least && IsLeast(least)
            && IsMask(choice.Operands[0], wire, number => number != 0, number => number == 0) => (choice.Operands[1], true),
        { Operation: Where } choice when choice.Operands[1].Number is { } least && IsLeast(least)
            && IsMask(choice.Operands[0], wire, number => number == 0, number => number != 0) => (choice.Operands[2], true),
        _ => (wire, false),
    };

    // After softmax, such a number is 0.
    private static bool IsLeast(double number) => number <= -1e4;

    private static bool IsMask(Wire mask, Wire scores, Func<double, bool> isSeen, Func<double, bool> isHidden)
    {
        var steps = scores.Shape[scores.Shape.Rank - 1];
        if (mask.Constant is not { } tensor || steps.IsBatch || scores.Shape[scores.Shape.Rank - 2] != steps
            || tensor.Length != steps.Size * steps.Size || tensor.Shape.Count < 2 || tensor.Shape[^1] != steps.Size)
            return false;
        var numbers = tensor.ReadFloats();
        for (var i = 0; i < numbers.Length; i++)
            if (!(i % steps.Size <= i / steps.Size ? isSeen : isHidden)(numbers[i]))
                return false;
        return true;
    }

    // PyTorch gives a kernel a name of its own where it transposed it. The bias keeps its name.
    private static string NameOf(Dense dense) =>
        SourceNames.IsInvented(dense.Kernel.Name) ? dense.Bias?.Name ?? "" : dense.Kernel.Name;

    // "block.0.attention.query.weight" and "block.0.attention.output.weight" are parts of "block.0.attention".
    private static string Common(string a, string b)
    {
        var (first, second) = (a.Split('.', '/'), b.Split('.', '/'));
        var common = first.Zip(second, (x, y) => (x, y)).TakeWhile(pair => pair.x == pair.y).Select(pair => pair.x).ToList();
        return common.Any(part => part.Any(char.IsLetter)) ? string.Join(".", common) : "";
    }
}
