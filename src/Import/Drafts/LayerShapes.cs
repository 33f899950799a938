namespace ModelDsl.Import;

/// <summary>The shape that a layer gives, and checks of its weights against the sizes that it meets.</summary>
internal static class LayerShapes
{
    public static long[] SizesOf(Layer layer, long[] x)
    {
        switch (layer)
        {
            case Dense dense:
                Expect(x[^1], dense.In, "features", x);
                Expect(dense.Out, dense.Bias?.Length ?? dense.Out, "outputs of the kernel", x);
                return [.. x.Take(x.Length - 1), dense.Out];
            case Conv(_, var kernel, _, var window, var groups):
                Image(x, kernel);
                Expect(x[1], (long)kernel.Shape[1] * groups, "channels", x);
                return [x[0], kernel.Shape[0], .. ShapeRules.Places(window, x.AsSpan(2))];
            case ConvTranspose transposed:
                Image(x, transposed.Kernel);
                Expect(x[1], transposed.Kernel.Shape[0], "channels", x);
                return [x[0], (long)transposed.Kernel.Shape[1] * transposed.Groups, .. Opened(transposed, x)];
            case BatchNorm norm:
                Channels(x, norm.Scale, norm.Bias, norm.Mean, norm.Variance);
                return x;
            case GroupNorm norm:
                Channels(x, norm.Scale, norm.Bias);
                return norm.Groups > 0 && x[1] % norm.Groups == 0
                    ? x
                    : throw ShapeRules.Mismatch($"{x[1]} channels can't form {norm.Groups} groups.");
            case Recurrent recurrent:
                if (x.Length != 3)
                    throw ShapeRules.Mismatch($"a recurrent layer takes three axes, not {ShapeRules.Text(x)}.");
                Expect(x[2], recurrent.Kernel.Shape[2], "features", x);
                var features = (long)recurrent.Units * (recurrent.Direction == Direction.Bidirectional ? 2 : 1);
                return recurrent.ReturnsSequences ? [x[0], x[1], features] : [x[0], features];
            case Embedding(_, var table):
                return [.. x, table.Shape[1]];
            case LayerNorm { Axes: var axes } norm:
                foreach (var tensor in new[] { norm.Scale, norm.Bias })
                    if (tensor is not null && !x.Skip(x.Length - axes).SequenceEqual(tensor.Shape.Select(size => (long)size)))
                        throw ShapeRules.Mismatch($"the weight {tensor} does not fit the last {axes} axes of {ShapeRules.Text(x)}.");
                return x;
            case RmsNorm norm:
                Expect(x[^1], norm.Scale.Length, "features", x);
                return x;
            case PRelu(_, var slope):
                return ShapeRules.Broadcast(x, [.. slope.Shape.Select(size => (long)size)]).SequenceEqual(x)
                    ? x
                    : throw ShapeRules.Mismatch($"the slope {slope} does not fit {ShapeRules.Text(x)}.");
            default:
                return x;
        }
    }

    private static IEnumerable<long> Opened(ConvTranspose layer, long[] x)
    {
        var window = layer.Window;
        for (var i = 0; i < window.Size.Count; i++)
        {
            var extent = (window.Size[i] - 1L) * window.Dilations[i] + 1;
            var size = (x[i + 2] - 1) * window.Strides[i] + extent + layer.OutputPadding[i] - window.Begin[i] - window.End[i];
            yield return size > 0 ? size : throw ShapeRules.Mismatch($"the result would have {size} places in spatial axis {i}.");
        }
    }

    private static void Image(long[] x, Tensor kernel)
    {
        if (x.Length != kernel.Shape.Count || x.Length < 3)
            throw ShapeRules.Mismatch($"the kernel {kernel} does not fit an operand {ShapeRules.Text(x)}.");
    }

    private static void Channels(long[] x, params Tensor?[] tensors)
    {
        if (x.Length < 2)
            throw ShapeRules.Mismatch($"{ShapeRules.Text(x)} has no axis of channels.");
        foreach (var tensor in tensors)
            if (tensor is not null && (tensor.Shape.Count != 1 || tensor.Length != x[1]))
                throw ShapeRules.Mismatch($"the weight {tensor} does not fit {x[1]} channels.");
    }

    private static void Expect(long present, long expected, string what, long[] x)
    {
        if (present != expected)
            throw ShapeRules.Mismatch($"an operand {ShapeRules.Text(x)} has {present} {what}, and the weights are for {expected}.");
    }
}
