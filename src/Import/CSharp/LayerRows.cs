namespace ModelDsl.Import.CSharp;

/// <summary>Layers that are no windows, normalisations or recurrences.</summary>
internal static class LayerRows
{
    public static Placed Dense(StepBuilder build, Dense dense)
    {
        var layout = build.Operand().Layout;
        if (layout.Axes[layout.Rank - 1] != layout.Rank - 1) layout = layout.MovedLast(layout.Rank - 1);
        var x = build.Operand(0, layout);
        var kernel = Matrix(dense);
        if (build.Method.Flattened.TryGetValue(dense, out var before))
        {
            int[] sizes = [.. before.Shape.Dimensions.Skip(1).Select(d => (int)d.Size)];
            kernel = kernel.As([.. sizes, dense.Out])
                .Permuted([.. before.Layout.Axes.Skip(1).Select(axis => axis - 1), sizes.Length]).As(dense.In, dense.Out);
        }
        var name = build.Layers.Find(dense) ?? build.Layers.Declare(
            dense, dense.Name, "Dense", [$"{dense.Out}", NoBias(dense.Bias)], [("Kernel", kernel), ("Bias", dense.Bias)]);
        return build.Result(x.Code.Into($"m.{name}"), layout);
    }

    public static Placed Embedding(StepBuilder build, Embedding embedding)
    {
        if (!IsMoved(build, build.Step.Operands[0]))
            throw new CannotSay("it looks up numbers that the model computes, but an Embedding looks up an input, or a part of it.");
        var x = build.Operand();
        var (rows, width) = (embedding.Table.Shape[0], embedding.Table.Shape[1]);
        var name = build.Layers.Find(embedding) ?? build.Layers.Declare(
            embedding, embedding.Name, "Embedding", [$"{rows}", $"{width}"], [("Embeddings", embedding.Table)]);
        return build.Result(x.Code.Into($"m.{name}"), new Layout([.. x.Layout.Axes, x.Layout.Rank]));
    }

    public static Placed PRelu(StepBuilder build, PRelu prelu)
    {
        var (x, slope) = (build.Operand(), prelu.Slope);
        var missing = x.Shape.Rank - slope.Shape.Count;
        int[] sizes = [.. Enumerable.Repeat(1, Math.Max(missing, 0)), .. slope.Shape];
        if (missing < 0 || sizes[x.Layout.Axes[0]] != 1) throw new CannotSay($"its slopes {slope} differ between samples of the batch.");
        int[] order = [.. x.Layout.Axes.Skip(1)];
        int[] shared = [.. order.Select((axis, i) => (axis, i)).Where(pair => sizes[pair.axis] == 1 && x.Shape[pair.axis].Size != 1)
            .Select(pair => pair.i + 1)];
        var alpha = slope.As(sizes).Permuted([x.Layout.Axes[0], .. order]).As([.. order.Select(axis => sizes[axis])]);
        var name = build.Layers.Find(prelu) ?? build.Layers.Declare(
            prelu, prelu.Name, "PReLU", [shared.Length == 0 ? null : $"SharedAxes = [{NumberText.List(shared)}]"], [("Alpha", alpha)]);
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    public static Placed Attention(StepBuilder build, MultiHeadAttention attention)
    {
        var x = build.Operand(0, Layout.Same(3));
        var (heads, keySize, valueSize) = (attention.Heads, attention.Query.Out / attention.Heads, attention.Value.Out / attention.Heads);
        Dense[] parts = [attention.Query, attention.Key, attention.Value, attention.Output];
        var useBias = parts.Any(part => part.Bias is not null);
        Tensor? Bias(Dense part) => useBias ? part.Bias ?? TensorLayouts.Filled(part.Name, 0, part.Out) : null;
        Tensor Projection(Dense part, int size) => Matrix(part).As(part.In, heads, size);
        var name = build.Layers.Find(attention) ?? build.Layers.Declare(attention, attention.Name, "MultiHeadAttention",
            [
                $"{heads}", $"{keySize}", valueSize == keySize ? null : $"ValueDim = {valueSize}", attention.IsCausal ? "UseCausalMask = true" : null,
                useBias ? null : "UseBias = false",
            ],
            [
                ("QueryKernel", Projection(attention.Query, keySize)), ("QueryBias", Bias(attention.Query)?.As(heads, keySize)),
                ("KeyKernel", Projection(attention.Key, keySize)), ("KeyBias", Bias(attention.Key)?.As(heads, keySize)),
                ("ValueKernel", Projection(attention.Value, valueSize)), ("ValueBias", Bias(attention.Value)?.As(heads, valueSize)),
                ("OutputKernel", Matrix(attention.Output).As(heads, valueSize, attention.Output.Out)), ("OutputBias", Bias(attention.Output)),
            ]);
        return build.Result(x.Code.Into($"m.{name}"), x.Layout);
    }

    /// <summary>Returns true for an input, and for numbers of one in another shape or order.</summary>
    private static bool IsMoved(StepBuilder build, Operand operand) => operand is Value value
        && (!build.Method.Uses.Producers.TryGetValue(value, out var step)
            || ((step.Operation is Reshape or Transpose or Split or Cast
                || (step.Operation is Slice slice && slice.Ranges.All(range => range.Step > 0)))
                && IsMoved(build, step.Operands[0])));

    /// <summary>Returns the kernel as [in, out].</summary>
    private static Tensor Matrix(Dense dense) => dense.IsTransposed ? dense.Kernel.Permuted(1, 0) : dense.Kernel;

    private static string? NoBias(Tensor? bias) => bias is null ? "UseBias = false" : null;
}
