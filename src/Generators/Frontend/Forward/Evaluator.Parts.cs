using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Layers, and records of layers inside the model. When they are applied, their content is written out.</content>
internal sealed partial class Evaluator
{
    /// <summary>Returns a parameter of a record; null when it has none with the name.</summary>
    private static AbstractValue? Part(AbstractValue.Model record, string name)
    {
        var first = record.First;
        foreach (var part in record.Parts)
        {
            if (part.Name == name) return Value(part, first, record.Path.Length == 0 ? name : $"{record.Path}.{name}");
            first += part.Count;
        }
        return null;
    }

    /// <summary>Returns the value of a part. A part that could not be read was reported at its declaration.</summary>
    private static AbstractValue Value(PartSpec part, int first, string path) => part switch
    {
        LayerPart => new AbstractValue.Layer(first),
        RecordPart { Record: var record } => new AbstractValue.Model(record.Parts, first, path, record),
        RepeatedPart { Items: var items } =>
            new AbstractValue.Sequence([.. items.Select((item, i) => Value(item, first + i * items[0].Count, $"{path}.{item.Name}"))]),
        _ => throw new UnreadableException(),
    };

    private AbstractValue.Tensor Apply(AbstractValue layer, AbstractValue.Tensor x, IOperation at)
    {
        if (layer is AbstractValue.Model { Record: { } record } inner)
            return new AbstractValue.Tensor(new Inlining(training,
                node => Add(node.IsDraw ? node with { Draw = draws++ } : node, at).Node).Apply(record, inner.First, inner.Path, x.Node));
        var index = ((AbstractValue.Layer)layer).Index;
        return Add(new TensorNode(TensorNode.Layer, [x.Node], 0) { LayerIndex = index, Name = layers[index].Name }, at);
    }
}
