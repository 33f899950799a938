using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record BatchNormalizationSpec(string Name, double Momentum, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("BatchNormalization");
}

internal sealed class BatchNormalizationLayer() : LayerDefinition<BatchNormalizationSpec>("BatchNormalization", "BatchNormalization")
{
    public override ImmutableArray<string> Tensors => ["Gamma", "Beta", "MovingMean", "MovingVariance"];

    public override ImmutableArray<string> Optional => ["Gamma", "Beta"];

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (Normalizing.Read(name, attribute) is not { } normalization || attribute.Double("Momentum", 0.99) is not { } momentum) return null;
        if (!(momentum >= 0 && momentum <= 1)) attribute.Report(Rules.Momentum, "Momentum", name, Literal.Of(momentum));
        return new BatchNormalizationSpec(name, momentum, normalization);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, BatchNormalizationSpec spec, Value x)
    {
        var features = TensorType.Float(x.Type.Columns);
        var (gamma, beta) = Normalizing.Parameters(build, spec.Normalization, x.Type.Columns);
        var mean = build.State("MovingMean", features, "Zeros");
        var variance = build.State("MovingVariance", features, "Ones");
        if (build.Failed) return (x, 0);
        var output = build.MovesStatistics
            ? Standardize(build, spec, x, gamma, beta, mean, variance)
            : Predict(build, spec, x, gamma, beta, mean, variance);
        return (output, 3 * x.Type.Elements);
    }

    private static Value Standardize(
        LayerBuilder build, BatchNormalizationSpec spec, Value x, Value? gamma, Value? beta, Value movingMean, Value movingVariance)
    {
        var (standardized, mean, variance) = Normalizing.Standardize(build, spec.Normalization, x, movingMean.Type, x.Type.Columns.Size);
        Move(build, spec, movingMean, mean);
        Move(build, spec, movingVariance, variance);
        return Normalizing.ScaleShift(build, standardized, gamma, beta);
    }

    /// <summary>Updates moving statistics: <c>moving = momentum·moving + (1 − momentum)·batch</c>.</summary>
    private static void Move(LayerBuilder build, BatchNormalizationSpec spec, Value moving, Value batch)
    {
        var kept = build.Graph.Append(Elementwise.Scale, moving.Name + "Kept", new OperationAttributes { Factor = spec.Momentum }, moving);
        var added = build.Graph.Append(Elementwise.Scale, moving.Name + "Added", new OperationAttributes { Factor = 1 - spec.Momentum }, batch);
        build.Move(moving, build.Graph.Append(Elementwise.Add, moving.Name + "Next", kept, added));
    }

    /// <summary>Subtracts the mean first. Numbers far from zero then lose no digits.</summary>
    private static Value Predict(
        LayerBuilder build, BatchNormalizationSpec spec, Value x, Value? gamma, Value? beta, Value mean, Value variance)
    {
        var graph = build.Graph;
        var minusMean = graph.Append(Elementwise.Scale, spec.Name + "MinusMean", new OperationAttributes { Factor = -1 }, mean);
        var distance = graph.Append(Matrices.AddBias, spec.Name + "Distance", x, minusMean);
        var factor = graph.Append(
            Normalizations.ReciprocalSqrt, spec.Name + "Factor",
            new OperationAttributes { Epsilon = spec.Normalization.Epsilon, Momentum = spec.Momentum }, variance);
        if (gamma is not null) factor = graph.Append(Elementwise.Multiply, spec.Name + "GammaFactor", gamma, factor);
        return Normalizing.ScaleShift(build, distance, factor, beta);
    }
}
