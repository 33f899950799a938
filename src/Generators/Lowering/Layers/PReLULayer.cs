using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record PReLUSpec(string Name, EquatableArray<int> SharedAxes, WeightSpec Alpha) : LayerSpec(Name)
{
    public override string Text => SharedAxes.Count == 0 ? "PReLU" : $"PReLU(shared {string.Join(", ", SharedAxes.Select(Literal.Of))})";
}

internal sealed class PReLULayer() : LayerDefinition<PReLUSpec>("PReLU", "PReLU")
{
    public override ImmutableArray<string> Tensors => ["Alpha"];

    public override LayerSpec Read(string name, AttributeReader attribute) =>
        new PReLUSpec(name, attribute.Ints("SharedAxes") ?? [], WeightReader.Read(name, attribute, "Alpha", "Zeros"));

    protected override (Value Output, long Flops) Lower(LayerBuilder build, PReLUSpec spec, Value x)
    {
        var sample = x.Type.Dims.Skip(1).ToArray();
        foreach (var axis in spec.SharedAxes.Where(axis => axis < 1 || axis > sample.Length))
            build.ReportAt("SharedAxes", Rules.ActivationOption, "SharedAxes", Literal.Of(axis),
                $"a sample has shape {Shapes.Text(sample)}, whose axes are 1 to {Literal.Of(sample.Length)}");
        var slopes = TensorType.Float([.. sample.Select((size, i) => spec.SharedAxes.Contains(i + 1) ? 1 : size)]);
        var alpha = build.Parameter("Alpha", slopes, spec.Alpha);
        return build.Failed ? (x, 0) : (build.Graph.Append(RowActivations.PRelu, spec.Name, x, alpha), x.Type.Elements);
    }
}
