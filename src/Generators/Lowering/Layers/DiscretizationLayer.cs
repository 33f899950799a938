using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The spec of a layer of buckets.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Boundaries">The boundaries, as float32 numbers; none when they are learnt.</param>
/// <param name="NumBins">The number of buckets.</param>
/// <param name="Mode">The form of the output.</param>
internal sealed record DiscretizationSpec(string Name, EquatableArray<double> Boundaries, int NumBins, OutputMode Mode) : LayerSpec(Name)
{
    public override string Text =>
        $"Discretization({Literal.Of(NumBins)} bins{(Mode == OutputMode.Int ? "" : ", " + Encoding.Text(Mode))})";
}

internal sealed class DiscretizationLayer() : LayerDefinition<DiscretizationSpec>("Discretization", "Discretization(0, 18, 65)")
{
    /// <summary>0 below 0, NaN for NaN, otherwise 1.</summary>
    private static readonly ScalarFunction IsReached = Encoding.Of("IsReached", (b, x) => b.Append(ScalarOperations.Less, x, b.Number(0), b.Number(0), b.Append(
        ScalarOperations.Equal, x, x, b.Number(1), x)));

    public override ImmutableArray<string> Tensors => ["Boundaries", "Count"];

    public override ImmutableArray<string> Optional => ["Boundaries", "Count"];

    public override string SizeArgument => "NumBins";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        Encoding.Axes(((DiscretizationSpec)spec).Mode, spec.Axis, output);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var mode = Encoding.Mode(name, attribute, OutputMode.Int, hasInt: true);
        if (mode == OutputMode.Int && attribute.String("Axis") is { Length: > 0 } axis && !attribute.IsGiven("OutputMode"))
            attribute.Report(Rules.PreprocessingOption, "Axis", name, $"the axis '{axis}'", "OutputMode.Int makes no axis");
        var boundaries = attribute.Doubles("boundaries") ?? [];
        if (attribute.Int("NumBins") is { } bins)
        {
            if (boundaries.Count > 0)
            {
                attribute.Report(Rules.PreprocessingOption, "NumBins", name, "boundaries and NumBins",
                    "it has either: boundaries of your own, or a number of buckets whose boundaries Adapt learns");
            }
            else if (bins < 2)
            {
                attribute.Report(
                    Rules.PreprocessingOption, "NumBins", name, $"NumBins = {Literal.Of(bins)}", "it needs 2 buckets or more");
            }
            return new DiscretizationSpec(name, [], Math.Max(bins, 2), mode);
        }
        if (Fault(boundaries) is { } fault)
            attribute.Report(Rules.PreprocessingOption, "boundaries", name, $"the boundaries {Shapes.Text(boundaries.Select(Literal.Of))}", fault);
        return new DiscretizationSpec(name, boundaries.Select(b => (double)(float)b).ToEquatableArray(), boundaries.Count + 1, mode);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, DiscretizationSpec spec, Value x)
    {
        var (graph, name, type) = (build.Graph, spec.Name, TensorType.Float(spec.NumBins - 1));
        Value minusBoundaries;
        if (spec.Boundaries.Count > 0)
        {
            var given = spec.Boundaries.Select(b => new Coefficient(-b)).ToEquatableArray();
            minusBoundaries = graph.Append(
                Constants.Numbers, name + "MinusBoundaries", new OperationAttributes { Type = type, Given = given });
        }
        else
        {
            var boundaries = build.State("Boundaries", type, "Zeros");
            build.Adapt("Discretization", x, boundaries);
            minusBoundaries = graph.Append(
                Elementwise.Scale, name + "MinusBoundaries", new OperationAttributes { Factor = -1 }, boundaries);
        }
        build.CheckNumbers("comparisons", System.Numerics.BigInteger.One * x.Type.Elements * (spec.NumBins - 1));
        if (build.Failed) return (x, 0);

        var all = x.Type.With([.. x.Type.Dims, spec.NumBins - 1]);
        var along = graph.Append(Reductions.BroadcastColumns, name + "Along", new OperationAttributes { Type = all, Factor = 1 }, x);
        // The difference of two float32 numbers has the sign that a comparison finds.
        var distances = graph.Append(Matrices.AddBias, name + "Distances", along, minusBoundaries);
        var reached = Encoding.Map(graph, name + "Reached", IsReached, distances);
        var indices = Encoding.Sum(graph, spec.Mode == OutputMode.Int ? name : name + "Buckets", reached);
        return (Encoding.Write(build, spec.Mode, indices, spec.NumBins), x.Type.Elements * (spec.NumBins - 1));
    }

    private static string? Fault(IReadOnlyList<double> boundaries)
    {
        if (boundaries.Count == 0) return "it needs one or more, or NumBins for boundaries that Adapt learns";
        for (var i = 0; i < boundaries.Count; i++)
        {
            if (!Float32.Holds(boundaries[i]))
                return $"{Literal.Of(boundaries[i])} is not a number that float32 holds with all its digits";
            if (i > 0 && !((float)boundaries[i] > (float)boundaries[i - 1]))
                return $"{Literal.Of(boundaries[i])} is not greater than {Literal.Of(boundaries[i - 1])} before it, in float32 numbers";
        }
        return null;
    }
}
