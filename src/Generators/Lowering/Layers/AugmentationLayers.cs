using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record RandomFlipSpec(string Name, FlipMode Mode) : TrainingSpec(Name, 1)
{
    public override string Text => $"RandomFlip({Mode})";
}

internal sealed class RandomFlipLayer() : TrainingLayer<RandomFlipSpec>("RandomFlip", "RandomFlip(FlipMode.Horizontal)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        ImageOptions.Member(name, attribute, "mode", FlipMode.HorizontalAndVertical) is { } mode ? new RandomFlipSpec(name, mode) : null;

    protected override bool Accepts(LayerBuilder build, RandomFlipSpec spec, Value x) =>
        WindowPlacement.AreImages(build, x, overSequence: false);

    protected override Value LowerTraining(LayerBuilder build, RandomFlipSpec spec, Value x)
    {
        var flipped = x;
        if (spec.Mode != FlipMode.Vertical) flipped = Flip("LeftRight", axis: 2);
        if (spec.Mode != FlipMode.Horizontal) flipped = Flip("TopBottom", axis: 1);
        var chance = Placing.Repeat(build, "Chance", Placing.Draw(build, 1)[0], x.Type);
        return Placing.Map(build, "", static s => s[0].Below(0.5, s[1], s[2]), chance, flipped, x);

        Value Flip(string name, int axis) =>
            build.Graph.Append(Layouts.Flip, build.Name + name, new OperationAttributes { Index = axis }, flipped);
    }
}

/// <summary>The spec of a layer that changes the numbers of pixels, within a range.</summary>
internal sealed record RandomColorSpec(string Name, string Layer, NumberRange Factor, NumberRange Values)
    : TrainingSpec(Name, Factor.Strength)
{
    public override string Text => $"{Layer}({Factor.Text}{(Values == new NumberRange(0, 255) ? "" : ", values " + Values.Text)})";
}

internal abstract class RandomColorLayer(string name) : TrainingLayer<RandomColorSpec>(name, $"{name}(0.2)")
{
    public sealed override bool Owns(LayerSpec spec) => spec is RandomColorSpec color && color.Layer == Name;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var (factor, values) = (Factor(name, attribute), ImageOptions.ValueRange(name, attribute));
        return factor is { } drawn && values is { } range ? new RandomColorSpec(name, Name, drawn, range) : null;
    }

    /// <summary>Returns the range of the random number; null, with a report, when it is wrong.</summary>
    protected abstract NumberRange? Factor(string name, AttributeReader attribute);

    protected sealed override bool Accepts(LayerBuilder build, RandomColorSpec spec, Value x) =>
        WindowPlacement.AreImages(build, x, overSequence: false);

    /// <summary>Writes a number, limited to the range of pixels. At a bound the derivative is that of the number.</summary>
    protected static Scalar Limited(Scalar x, NumberRange values) =>
        x.Below(values.Lower, x.Of(values.Lower), x.Above(values.Upper, x.Of(values.Upper), x));
}

internal sealed class RandomBrightnessLayer() : RandomColorLayer("RandomBrightness")
{
    protected override NumberRange? Factor(string name, AttributeReader attribute) => ImageOptions.Factor(name, attribute, "factor");

    protected override Value LowerTraining(LayerBuilder build, RandomColorSpec spec, Value x)
    {
        var size = spec.Values.Upper - spec.Values.Lower;
        var more = Placing.Map(build, "Share", u => size * spec.Factor.At(u[0]), Placing.Draw(build, 1));
        return Placing.Map(build, "", s => Limited(s[0] + s[1], spec.Values), x, Placing.Repeat(build, "More", more, x.Type));
    }
}

internal sealed class RandomContrastLayer() : RandomColorLayer("RandomContrast")
{
    protected override NumberRange? Factor(string name, AttributeReader attribute) => ImageOptions.Contrast(name, attribute);

    /// <summary>Writes each channel of an image as a row, so that its mean is the mean of a row.</summary>
    protected override Value LowerTraining(LayerBuilder build, RandomColorSpec spec, Value x)
    {
        var (graph, channels) = (build.Graph, x.Type.Columns);
        var pixels = (int)(x.Type.Elements / channels.Size);
        var rows = graph.Append(Layouts.Permute, build.Name + "Channels", new OperationAttributes { Axes = [1, 0] },
            graph.Reshape(x, build.Name + "Pixels", x.Type.With([Dim.Batch, pixels, channels])));
        var means = graph.Append(Reductions.BroadcastColumns, build.Name + "Means", new OperationAttributes { Type = rows.Type },
            graph.Append(Reductions.MeanColumns, build.Name + "Mean", rows));
        var factor = Placing.Repeat(
            build, "Factors", Placing.Map(build, "Factor", u => 1 + spec.Factor.At(u[0]), Placing.Draw(build, 1)), rows.Type);
        var changed = Placing.Map(build, "Contrast", s => Limited((s[0] - s[1]) * s[2] + s[1], spec.Values), rows, means, factor);
        return graph.Reshape(graph.Append(Layouts.Permute, build.Name + "Back", new OperationAttributes { Axes = [1, 0] }, changed),
            build.Name, x.Type);
    }
}

/// <summary>The spec of a layer that takes pixels from other places.</summary>
internal sealed record RandomPlacesSpec(
    string Name, string Layer, NumberRange Height, NumberRange? Width, FillMode Fill, Interpolation Interpolation, double FillValue)
    : TrainingSpec(Name, Math.Max(Height.Strength, Width?.Strength ?? 0))
{
    public override string Text
    {
        get
        {
            var (width, fill) = (Width is { } range ? ", " + range.Text : "", Fill == FillMode.Reflect ? "" : $", fill {Fill}");
            var value = FillValue == 0 ? "" : " " + Literal.Of(FillValue);
            var way = Interpolation == Interpolation.Bilinear ? "" : ", nearest";
            return $"{Layer}({Height.Text}{width}{fill.ToLowerInvariant()}{value}{way})";
        }
    }
}

internal abstract class RandomPlacesLayer(string name, string example, string first, double? above = null)
    : TrainingLayer<RandomPlacesSpec>(name, example)
{
    public sealed override bool Owns(LayerSpec spec) => spec is RandomPlacesSpec places && places.Layer == Name;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var height = ImageOptions.Factor(name, attribute, first, above);
        var hasWidth = attribute.IsGiven("widthFactor");
        var width = hasWidth ? ImageOptions.Factor(name, attribute, "widthFactor", above) : null;
        var fill = ImageOptions.Member(name, attribute, "FillMode", FillMode.Reflect);
        var interpolation = ImageOptions.Member(name, attribute, "Interpolation", Interpolation.Bilinear);
        var value = ImageOptions.FillValue(name, attribute, fill == FillMode.Constant, "set FillMode.Constant");
        if (height is not { } drawn || (hasWidth && width is null)) return null;
        if (fill is not { } mode || interpolation is not { } way || value is not { } number) return null;
        return new RandomPlacesSpec(name, Name, drawn, width, mode, way, number);
    }

    protected sealed override bool Accepts(LayerBuilder build, RandomPlacesSpec spec, Value x) =>
        WindowPlacement.AreImages(build, x, overSequence: false);

    protected sealed override Value LowerTraining(LayerBuilder build, RandomPlacesSpec spec, Value x)
    {
        var (height, width) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size);
        return Placing.Take(build, x, height, width, spec.Width is null ? 1 : 2, u => Places(spec, u, height, width), spec.Fill,
            spec.Interpolation, spec.FillValue);
    }

    /// <summary>Writes the places from which pixels are taken.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="u">Random numbers from [0, 1): one for the height, and one for the width if it has its own.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="width">Columns of the images.</param>
    protected abstract AffineMap Places(RandomPlacesSpec spec, Scalar[] u, int height, int width);
}

internal sealed class RandomTranslationLayer() : RandomPlacesLayer("RandomTranslation", "RandomTranslation(0.1, 0.1)", "heightFactor")
{
    protected override AffineMap Places(RandomPlacesSpec spec, Scalar[] u, int height, int width)
    {
        var (down, right, one, zero) = (height * spec.Height.At(u[0]), width * spec.Width!.Value.At(u[1]), u[0].Of(1), u[0].Of(0));
        return new(one, zero, -right, zero, one, -down);
    }
}

internal sealed class RandomZoomLayer() : RandomPlacesLayer("RandomZoom", "RandomZoom(0.2)", "heightFactor", above: -1)
{
    protected override AffineMap Places(RandomPlacesSpec spec, Scalar[] u, int height, int width)
    {
        var (zoomY, zero) = (1 + spec.Height.At(u[0]), u[0].Of(0));
        var zoomX = spec.Width is { } range ? 1 + range.At(u[1]) : zoomY;
        return new(zoomX, zero, (width - 1) / 2.0 * (1 - zoomX), zero, zoomY, (height - 1) / 2.0 * (1 - zoomY));
    }
}

internal sealed class RandomRotationLayer() : RandomPlacesLayer("RandomRotation", "RandomRotation(0.1)", "factor")
{
    protected override AffineMap Places(RandomPlacesSpec spec, Scalar[] u, int height, int width)
    {
        var angle = 2 * Math.PI * spec.Height.At(u[0]);
        var (cos, sin) = (angle.Append(ScalarOperations.Cos), angle.Append(ScalarOperations.Sin));
        var (x, y) = ((width - 1) / 2.0, (height - 1) / 2.0);
        return new(cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos);
    }
}
