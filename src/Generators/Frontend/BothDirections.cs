using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// The modifier <c>[Bidirectional]</c> of a recurrent layer. It makes a record of two layers, whose computation is written here as that of
/// a block.
/// </summary>
/// <param name="Attribute">The attribute; null when the parameter has none.</param>
/// <param name="Type">The type of one direction; null when something is wrong, which is reported.</param>
internal readonly record struct BothDirections(AttributeData? Attribute, ITypeSymbol? Type)
{
    /// <summary>The members of <c>ModelDsl.Merge</c>, by their numbers.</summary>
    private static readonly string[] Merges = ["Concat", "Sum", "Mul", "Ave"];

    /// <inheritdoc cref="WrapperReader.Read"/>
    public static BothDirections Read(IParameterSymbol parameter, ITypeSymbol? type, int index, List<Finding> findings)
    {
        var (attribute, inner) = WrapperReader.Read(parameter, "Bidirectional", type, index, findings);
        return new BothDirections(attribute, inner);
    }

    /// <summary>Returns the part that reads in both directions; null when something is wrong, which is reported.</summary>
    public PartSpec? Apply(PartSpec part, int index, List<Finding> findings)
    {
        if (Attribute is null) return part;
        if (part is not LayerPart { Layer: RecurrentSpec layer })
        {
            findings.Add(Finding.Of(Rules.BidirectionalLayer, new Anchor(Place.LayerType, index), part.Name, Type!.Name));
            return null;
        }
        var merge = new AttributeReader(Attribute, Place.Directions, index, findings).Enum("merge") ?? 0;
        if (merge < 0 || merge >= Merges.Length)
        {
            findings.Add(Finding.Of(Rules.UnknownMerge, new Anchor(Place.Directions, index, "merge"), part.Name, Support.Literal.Of(merge)));
            return null;
        }
        var (type, trace) = ($"global::{LayerTable.Of(layer).LayerName}", Computation(Merges[merge], layer.ReturnSequences));
        var record = new RecordSpec(
            $"global::ModelDsl.Bidirectional<{type}>",
            [new LayerPart(layer with { Name = "Forward" }), new LayerPart(layer with { Name = "Backward", GoBackwards = !layer.GoBackwards })])
        {
            Forward = new ForwardSpec("", trace, trace),
            Function = $"global::ModelDsl.CompilerServices.Wrappers.Bidirectional<{type}>(global::ModelDsl.Merge.{Merges[merge]})",
        };
        return new RecordPart(layer.Name, record, Frozen: false);
    }

    /// <summary>Returns the computation: both layers, and their merged outputs.</summary>
    private static TensorTrace Computation(string merge, bool sequences)
    {
        var nodes = new List<TensorNode>
        {
            new(TensorNode.Input, [], 0),
            new(TensorNode.Layer, [0], 0) { LayerIndex = 0, Name = "Forward" },
            new(TensorNode.Layer, [0], 0) { LayerIndex = 1, Name = "Backward" },
        };
        if (sequences) Add("Flip", "Backward.Flip(1)", [2], 1);
        var back = nodes.Count - 1;
        var text = sequences ? "Backward.Flip(1)" : "Backward";
        if (merge == "Concat") Add("Concat", $"Concat([Forward, {text}])", [1, back], -1);
        else if (merge == "Mul") Add("*", $"Forward * {text}", [1, back]);
        else Add("+", $"Forward + {text}", [1, back]);
        if (merge == "Ave") Add("*", $"0.5 * (Forward + {text})", [nodes.Count - 1], 0.5);
        return new TensorTrace([.. nodes], nodes.Count - 1);

        void Add(string function, string source, int[] operands, params double[] numbers) =>
            nodes.Add(new TensorNode(function, [.. operands], 0) { Numbers = [.. numbers], Text = source, Method = "Merge" });
    }
}
