using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// The modifier <c>[TimeDistributed]</c> of a layer. It makes a record of the layer, whose computation is one function: the layer of each
/// step.
/// </summary>
/// <param name="Attribute">The attribute; null when the parameter has none.</param>
/// <param name="Type">The type of the layer; null when something is wrong, which is reported.</param>
internal readonly record struct EachStep(AttributeData? Attribute, ITypeSymbol? Type)
{
    /// <inheritdoc cref="WrapperReader.Read"/>
    public static EachStep Read(IParameterSymbol parameter, ITypeSymbol? type, int index, List<Finding> findings)
    {
        var (attribute, inner) = WrapperReader.Read(parameter, "TimeDistributed", type, index, findings);
        return new EachStep(attribute, inner);
    }

    /// <summary>Returns the part that is applied to each step; null when something is wrong, which is reported.</summary>
    public PartSpec? Apply(PartSpec part, int index, List<Finding> findings)
    {
        if (Attribute is null) return part;
        if (part is not LayerPart { Layer: var layer })
        {
            findings.Add(Finding.Of(Rules.TimeDistributedRecord, new Anchor(Place.LayerType, index), part.Name, Type!.Name));
            return null;
        }
        var type = $"global::{LayerTable.Of(layer).LayerName}";
        var trace = new TensorTrace(
            [new(TensorNode.Input, [], 0), new(TensorNode.EachStep, [0], 0) { LayerIndex = 0, Name = "Layer", Text = "Layer of each step" }], 1);
        return new RecordPart(layer.Name, new RecordSpec($"global::ModelDsl.TimeDistributed<{type}>", [new LayerPart(layer with { Name = "Layer" })])
        {
            Forward = new ForwardSpec("", trace, trace),
            Function = $"global::ModelDsl.CompilerServices.Wrappers.TimeDistributed<{type}>",
        }, Frozen: false);
    }
}
