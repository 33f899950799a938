namespace ModelDsl.Import.CSharp;

/// <summary>The tool with which rows write a step: its operands as expressions, in the order of axes that the row asks for.</summary>
/// <param name="method">The method.</param>
/// <param name="step">The step.</param>
internal sealed class StepBuilder(MethodBuilder method, Step step)
{
    public Step Step => step;

    public LayerList Layers => method.Layers;

    public MethodBuilder Method => method;

    /// <summary>The shape of the only result, in the file.</summary>
    public Shape Shape => step.Result.Shape;

    /// <summary>Returns an operand in the layout that it has.</summary>
    public Placed Operand(int index = 0) => step.Operands[index] is Value value
        ? method.Find(value)!
        : throw new CannotSay($"its operand '{step.Operands[index].Name}' is a constant, and C# computes this only for a batch. Use a constant that is already computed.");

    /// <summary>Returns an operand in a layout. A variable that other steps read too is changed once, for all of them.</summary>
    public Placed Operand(int index, Layout layout)
    {
        if (step.Operands[index] is Constant constant) return Constant(constant, layout, Shape.Rank);
        var (value, placed) = ((Value)step.Operands[index], Operand(index));
        if (placed.Layout.Equals(layout)) return placed;
        var arranged = Arranged(placed, layout);
        if (!placed.Code.IsName || method.Uses.Of(value) == 1
            || !method.Uses.Consumers(value).All(consumer => consumer.Operation is Apply { Layer: Conv } or Pool)) return arranged;
        arranged = Pinned(arranged);
        method.Replace(value, arranged);
        return arranged;
    }

    /// <summary>Returns an expression that is short enough to be repeated: a variable.</summary>
    public Placed Pinned(Placed placed) => placed.Code.IsName ? placed : placed with { Code = method.Emit("h", placed.Code) };

    /// <summary>Returns the same expressions. The longest ones become variables when a line could not hold all of them.</summary>
    public IReadOnlyList<Placed> Fitted(params Placed[] parts)
    {
        while (parts.Sum(part => part.Code.Text.Length + 3) > 110 && parts.Any(part => part.Code.Text.Length > 24))
        {
            var longest = Array.IndexOf(parts, parts.OrderByDescending(part => part.Code.Text.Length).First());
            parts[longest] = Pinned(parts[longest]);
        }
        return parts;
    }

    /// <summary>Returns the only result.</summary>
    public Placed Result(Code code, Layout layout) => layout.Axes.Count == 0 || Shape[layout.Axes[0]] != Dimension.Batch
        ? throw new CannotSay($"its result has the shape {Shape}, in which N can't come first. Export the model so that every value has the batch as one axis.")
        : new Placed(code, layout, Shape);

    /// <summary>Returns a value in another layout.</summary>
    public static Placed Arranged(Placed placed, Layout layout)
    {
        if (placed.Layout.Equals(layout)) return placed;
        var arranged = placed with { Layout = layout };
        if (layout.HasOrderOf(placed.Layout, placed.Shape))
            return arranged with { Code = Reshaped(placed.Code, placed.Sizes, arranged.Sizes) };
        var axes = layout.Axes.Select(placed.Layout.PositionOf).ToArray();
        return axes[0] == 0
            ? arranged with { Code = placed.Code.Then("Transpose", NumberText.List(axes)) }
            : throw new CannotSay($"it needs the shape {placed.Shape} with another axis than N first. Export the model with the batch as the first axis.");
    }

    /// <summary>Returns the same numbers in another shape of a sample.</summary>
    public static Code Reshaped(Code code, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        if (from.SequenceEqual(to)) return code;
        var (source, sizes) = code.Unshaped ?? (code, from);
        if (sizes.SequenceEqual(to)) return source;
        var reshaped = to.Count == 1 ? source.Then("Flatten") : source.Then("Reshape", NumberText.List([-1, .. to]));
        return reshaped with { Unshaped = (source, sizes) };
    }

    /// <summary>Returns a value, repeated along axes of size 1 until it has these sizes.</summary>
    public static Code Repeated(Code code, IReadOnlyList<long> from, IReadOnlyList<long> to) =>
        from.SequenceEqual(to) ? code : code.Then("BroadcastTo", "-1", NumberText.List(to));

    /// <summary>Returns a constant of the file, once for each sample of the batch.</summary>
    /// <param name="constant">The constant.</param>
    /// <param name="layout">The layout of the result.</param>
    /// <param name="rank">The number of axes of the result. The constant's axes are the last of them.</param>
    public Placed Constant(Constant constant, Layout layout, int rank)
    {
        var missing = rank - constant.Shape.Rank;
        long[] sizes = [.. Enumerable.Repeat(1L, Math.Max(missing, 0)),
            .. constant.Shape.Dimensions.Select(d => d.Size).Skip(Math.Max(-missing, 0))];
        var batch = layout.Axes[0];
        if (missing < 0 || sizes[batch] != 1)
            throw new CannotSay($"its constant '{constant.Name}' {constant.Shape} has other numbers for each sample of a batch. Export the model with a batch that is not fixed.");
        var order = layout.Axes.Skip(1).ToArray();
        long[] shape = [.. order.Select(axis => sizes[axis])];
        var shapeOfValue = new Shape([.. sizes.Select((size, axis) => axis == batch ? Dimension.Batch : new Dimension(size))]);
        var name = Layers.Find((constant, layout)) ?? Layers.Declare(
            (constant, layout), constant.Name, "Weight", [NumberText.List(shape)],
            [("Value", constant.Tensor.As([.. sizes.Select(size => (int)size)]).Permuted([batch, .. order]).As([.. shape.Select(size => (int)size)]))],
            frozen: constant.Weight is null);
        return new Placed(method.Batch.Into($"m.{name}"), layout, shapeOfValue);
    }
}
