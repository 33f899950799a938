namespace ModelDsl.Import.CSharp;

/// <summary>Normalisations. The normalised axis is last.</summary>
internal static class NormalizationRows
{
    public static Placed Batch(StepBuilder build, BatchNorm norm)
    {
        var x = build.Operand();
        var layout = x.Layout.Axes[x.Layout.Rank - 1] == 1 ? x.Layout : x.Layout.MovedLast(1);
        return Declared(build, norm, layout, "BatchNormalization",
            [norm.Momentum == 0.99 ? null : $"Momentum = {NumberText.Text(norm.Momentum)}", Epsilon(norm.Epsilon, 0.001)],
            [("Gamma", norm.Scale), ("Beta", norm.Bias), ("MovingMean", norm.Mean), ("MovingVariance", norm.Variance)]);
    }

    public static Placed Layer(StepBuilder build, LayerNorm norm)
    {
        var (rank, width) = (build.Shape.Rank, 1);
        for (var axis = rank - norm.Axes; axis < rank; axis++) width *= (int)build.Shape[axis].Size;
        string?[] arguments = [Epsilon(norm.Epsilon, 0.001), norm.Bias is null ? "Center = false" : null, norm.Scale is null ? "Scale = false" : null];
        (string, Tensor?)[] weights = [("Gamma", norm.Scale?.As(width)), ("Beta", norm.Bias?.As(width))];
        if (norm.Axes == 1)
        {
            var given = build.Operand().Layout;
            return Declared(build, norm, given.Axes[rank - 1] == rank - 1 ? given : given.MovedLast(rank - 1), "LayerNormalization", arguments, weights);
        }
        var x = build.Operand(0, Layout.Same(rank));
        long[] row = [.. x.Sizes.Take(rank - 1 - norm.Axes), width];
        var name = build.Layers.Find(norm) ?? build.Layers.Declare(norm, norm.Name, "LayerNormalization", arguments, weights);
        return build.Result(StepBuilder.Reshaped(StepBuilder.Reshaped(x.Code, x.Sizes, row).Into($"m.{name}"), row, x.Sizes), x.Layout);
    }

    public static Placed Group(StepBuilder build, GroupNorm norm) =>
        Declared(build, norm, Layout.ChannelsLast(build.Shape.Rank), "GroupNormalization",
            [$"{norm.Groups}", Epsilon(norm.Epsilon, 0.001), norm.Bias is null ? "Center = false" : null, norm.Scale is null ? "Scale = false" : null],
            [("Gamma", norm.Scale), ("Beta", norm.Bias)]);

    public static Placed Rms(StepBuilder build, RmsNorm norm)
    {
        var (given, last) = (build.Operand().Layout, build.Shape.Rank - 1);
        return Declared(build, norm, given.Axes[last] == last ? given : given.MovedLast(last), "RMSNormalization",
            [Epsilon(norm.Epsilon, 1e-6)], [("Scale", norm.Scale)]);
    }

    private static Placed Declared(
        StepBuilder build, Layer norm, Layout layout, string type, IEnumerable<string?> arguments, IEnumerable<(string, Tensor?)> weights)
    {
        var x = build.Operand(0, layout);
        var name = build.Layers.Find(norm) ?? build.Layers.Declare(norm, norm.Name, type, arguments, weights);
        return build.Result(x.Code.Into($"m.{name}"), layout);
    }

    private static string? Epsilon(double epsilon, double usual) =>
        (float)epsilon == (float)usual ? null : $"Epsilon = {NumberText.Text(epsilon)}";
}
