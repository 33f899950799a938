using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>What is random in training and does nothing in prediction.</summary>
internal abstract class TrainingLayer<TSpec>(string name, string example) : LayerDefinition<TSpec>(name, example) where TSpec : TrainingSpec
{
    protected sealed override (Value Output, long Flops) Lower(LoweringContext context, TSpec spec, Value x) =>
        Accepts(context, spec, x) && context.Training && spec.Strength > 0 ? (LowerTraining(context, spec, x), 0) : (x, 0);

    protected virtual bool Accepts(LoweringContext context, TSpec spec, Value x) => true;

    protected abstract Value LowerTraining(LoweringContext context, TSpec spec, Value x);

    /// <summary>The argument <c>rate</c>; null where the compiler has reported it.</summary>
    protected static double? Rate(string name, AttributeReader attribute)
    {
        if (attribute.Double("rate") is not { } rate) return null;
        if (!(rate >= 0 && rate < 1)) attribute.Report(Rules.DropoutRate, "rate", name, Literal.Of(rate));
        return rate;
    }

    /// <summary>Normal numbers of mean 0, as many as x has.</summary>
    protected static Value Noise(LoweringContext context, string name, Value x, double deviation)
    {
        var normal = context.Graph.Append(Elementwise.Normal, name + "Normal", new OperationAttributes { Type = x.Type, Index = context.Stream });
        return context.Graph.Append(Elementwise.Scale, name + "Noise", new OperationAttributes { Factor = deviation }, normal);
    }
}

internal sealed class DropoutLayer() : TrainingLayer<DropoutSpec>("Dropout", "Dropout(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new DropoutSpec(name, rate) : null;

    protected override Value LowerTraining(LoweringContext context, DropoutSpec spec, Value x) =>
        context.Graph.Append(Elementwise.Dropout, spec.Name, new OperationAttributes { Rate = spec.Rate, Index = context.Stream }, x);
}

internal sealed class SpatialDropout2DLayer() : TrainingLayer<SpatialDropout2DSpec>("SpatialDropout2D", "SpatialDropout2D(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new SpatialDropout2DSpec(name, rate) : null;

    protected override bool Accepts(LoweringContext context, SpatialDropout2DSpec spec, Value x) =>
        WindowPlacement.ImagesOf(context, spec.Name, x, overSequence: false) is not null;

    protected override Value LowerTraining(LoweringContext context, SpatialDropout2DSpec spec, Value x) =>
        context.Graph.Append(Images.ChannelDropout, spec.Name, new OperationAttributes { Rate = spec.Rate, Index = context.Stream }, x);
}

internal sealed class GaussianNoiseLayer() : TrainingLayer<GaussianNoiseSpec>("GaussianNoise", "GaussianNoise(0.1)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Double("stddev") is not { } deviation) return null;
        if (!(deviation >= 0) || double.IsInfinity(deviation)) attribute.Report(Rules.Deviation, "stddev", name, Literal.Of(deviation));
        return new GaussianNoiseSpec(name, deviation);
    }

    protected override Value LowerTraining(LoweringContext context, GaussianNoiseSpec spec, Value x) =>
        context.Graph.Append(Elementwise.Add, spec.Name, x, Noise(context, spec.Name, x, spec.Deviation));
}

internal sealed class GaussianDropoutLayer() : TrainingLayer<GaussianDropoutSpec>("GaussianDropout", "GaussianDropout(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Rate(name, attribute) is { } rate ? new GaussianDropoutSpec(name, rate) : null;

    /// <summary><c>x·(1 + z)</c>, where z deviates by <c>√(rate/(1 − rate))</c>.</summary>
    protected override Value LowerTraining(LoweringContext context, GaussianDropoutSpec spec, Value x)
    {
        var noise = Noise(context, spec.Name, x, Math.Sqrt(spec.Rate / (1 - spec.Rate)));
        return context.Graph.Append(Elementwise.Add, spec.Name, x, context.Graph.Append(Elementwise.Multiply, spec.Name + "Part", x, noise));
    }
}
