namespace ModelDsl.Import.CSharp;

/// <summary>Functions that join tensors.</summary>
internal static class JoiningRows
{
    public static Placed Concat(StepBuilder build, Concat concat)
    {
        var first = build.Step.Operands.Select((operand, i) => (operand, i)).First(pair => pair.operand is Value).i;
        var layout = build.Operand(first).Layout;
        var parts = build.Fitted([.. Enumerable.Range(0, build.Step.Operands.Count).Select(i => build.Operand(i, layout))]);
        var position = layout.PositionOf(concat.Axis);
        if (position == 0) throw new CannotSay("it joins along the batch, but a prediction must not depend on other samples.");
        var all = $"[{string.Join(", ", parts.Select(part => part.Code.Text))}]{(position == layout.Rank - 1 ? "" : $", {position}")}";
        return build.Result(new Code($"Concat({all})", Strength.Atom, [.. parts.SelectMany(part => part.Code.Names).Distinct()]), layout);
    }

    public static Placed MatMul(StepBuilder build)
    {
        var rank = build.Shape.Rank;
        var batch = build.Shape.Dimensions.ToList().IndexOf(Dimension.Batch);
        if (rank < 3 || batch < 0 || batch > rank - 3)
            throw new CannotSay($"its result {build.Shape} has no batch before the two axes of its matrices. A product with a constant matrix is a Dense layer.");
        var layout = new Layout([batch, .. Enumerable.Range(0, rank).Where(axis => axis != batch)]);
        var parts = new Placed[2];
        for (var i = 0; i < 2; i++)
        {
            if (build.Step.Operands[i] is Value value && value.Shape.Rank != rank)
                throw new CannotSay($"it repeats '{value.Name}' {value.Shape} along new axes, to {build.Shape}. Export the model with operands of the same number of axes.");
            var placed = build.Operand(i, layout);
            var target = layout.Axes.Skip(1).Select((axis, at) => at < rank - 3 ? build.Shape[axis].Size : placed.Sizes[at]).ToArray();
            parts[i] = placed with { Code = StepBuilder.Repeated(placed.Code, placed.Sizes, target) };
        }
        return build.Result(Code.Call("MatMul", build.Fitted(parts).Select(part => part.Code)), layout);
    }
}
