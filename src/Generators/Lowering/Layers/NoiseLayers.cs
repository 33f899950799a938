using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>
/// The spec of a layer that is random in training and does nothing in prediction. With a strength of 0 it does nothing in training, too.
/// </summary>
internal abstract record TrainingSpec(string Name, double Strength) : LayerSpec(Name);

/// <summary>A layer that is random in training and does nothing in prediction.</summary>
internal abstract class TrainingLayer<TSpec>(string name, string example) : LayerDefinition<TSpec>(name, example) where TSpec : TrainingSpec
{
    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, TSpec spec, Value x) =>
        Accepts(build, spec, x) && build.Training && spec.Strength > 0 ? (LowerTraining(build, spec, x), 0) : (x, 0);

    protected virtual bool Accepts(LayerBuilder build, TSpec spec, Value x) => true;

    protected abstract Value LowerTraining(LayerBuilder build, TSpec spec, Value x);

    /// <summary>Returns the argument <c>rate</c>; null when the compiler has reported it.</summary>
    protected static double? Rate(string name, AttributeReader attribute)
    {
        if (attribute.Double("rate") is not { } rate) return null;
        if (!(rate >= 0 && rate < 1)) attribute.Report(Rules.DropoutRate, "rate", name, Literal.Of(rate));
        return rate;
    }

    /// <summary>Returns normally distributed numbers with mean 0 and a given standard deviation, in the shape of x.</summary>
    protected static Value Noise(LayerBuilder build, string name, Value x, double deviation)
    {
        var normal = build.Graph.Append(Elementwise.Normal, name + "Normal", new OperationAttributes { Type = x.Type, Index = build.Stream });
        return build.Graph.Append(Elementwise.Scale, name + "Noise", new OperationAttributes { Factor = deviation }, normal);
    }
}

internal sealed record DropoutSpec(string Name, double Rate) : TrainingSpec(Name, Rate)
{
    public override string Text => $"Dropout({Literal.Of(Rate)})";
}

internal sealed class DropoutLayer() : TrainingLayer<DropoutSpec>("Dropout", "Dropout(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new DropoutSpec(name, rate) : null;

    public override MaskRule Mask => MaskRule.Carries;

    protected override Value LowerTraining(LayerBuilder build, DropoutSpec spec, Value x) =>
        build.Graph.Append(Elementwise.Dropout, spec.Name, new OperationAttributes { Rate = spec.Rate, Index = build.Stream }, x);
}

internal sealed record SpatialDropoutSpec(string Name, double Rate, bool OverSequence) : TrainingSpec(Name, Rate)
{
    public override string Text => $"SpatialDropout{(OverSequence ? "1D" : "2D")}({Literal.Of(Rate)})";
}

internal abstract class SpatialDropoutLayer(string name, bool overSequence) : TrainingLayer<SpatialDropoutSpec>(name, $"{name}(0.3)")
{
    public sealed override bool Owns(LayerSpec spec) => spec is SpatialDropoutSpec dropout && dropout.OverSequence == overSequence;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new SpatialDropoutSpec(name, rate, overSequence) : null;

    protected sealed override bool Accepts(LayerBuilder build, SpatialDropoutSpec spec, Value x) =>
        WindowPlacement.AreImages(build, x, overSequence);

    protected sealed override Value LowerTraining(LayerBuilder build, SpatialDropoutSpec spec, Value x)
    {
        var dropped = build.Graph.Append(Images.ChannelDropout, WindowPlacement.NameOf(spec.Name, overSequence),
            new OperationAttributes { Rate = spec.Rate, Index = build.Stream }, WindowPlacement.ImagesOf(build, x, overSequence)!);
        return WindowPlacement.Back(build, spec.Name, dropped, overSequence);
    }
}

internal sealed class SpatialDropout2DLayer() : SpatialDropoutLayer("SpatialDropout2D", overSequence: false);

internal sealed class SpatialDropout1DLayer() : SpatialDropoutLayer("SpatialDropout1D", overSequence: true);

internal sealed record GaussianNoiseSpec(string Name, double Deviation) : TrainingSpec(Name, Deviation)
{
    public override string Text => $"GaussianNoise({Literal.Of(Deviation)})";
}

internal sealed class GaussianNoiseLayer() : TrainingLayer<GaussianNoiseSpec>("GaussianNoise", "GaussianNoise(0.1)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Double("stddev") is not { } deviation) return null;
        if (!(deviation >= 0) || double.IsInfinity(deviation)) attribute.Report(Rules.Deviation, "stddev", name, Literal.Of(deviation));
        return new GaussianNoiseSpec(name, deviation);
    }

    public override MaskRule Mask => MaskRule.Carries;

    protected override Value LowerTraining(LayerBuilder build, GaussianNoiseSpec spec, Value x) =>
        build.Graph.Append(Elementwise.Add, spec.Name, x, Noise(build, spec.Name, x, spec.Deviation));
}

internal sealed record GaussianDropoutSpec(string Name, double Rate) : TrainingSpec(Name, Rate)
{
    public override string Text => $"GaussianDropout({Literal.Of(Rate)})";
}

internal sealed class GaussianDropoutLayer() : TrainingLayer<GaussianDropoutSpec>("GaussianDropout", "GaussianDropout(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new GaussianDropoutSpec(name, rate) : null;

    public override MaskRule Mask => MaskRule.Carries;

    /// <summary>Returns <c>x·(1 + z)</c>. The standard deviation of z is <c>√(rate/(1 − rate))</c>.</summary>
    protected override Value LowerTraining(LayerBuilder build, GaussianDropoutSpec spec, Value x)
    {
        var noise = Noise(build, spec.Name, x, Math.Sqrt(spec.Rate / (1 - spec.Rate)));
        return build.Graph.Append(Elementwise.Add, spec.Name, x, build.Graph.Append(Elementwise.Multiply, spec.Name + "Part", x, noise));
    }
}
