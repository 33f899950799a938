using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record ActivationSpec(string Name, string Activation) : LayerSpec(Name)
{
    /// <summary>The name of the layer's record: <c>Activation</c>, or the record of one activation.</summary>
    public string Layer { get; init; } = "Activation";

    /// <summary>The numbers of the activation; null for the defaults.</summary>
    public ActivationNumbers? Numbers { get; init; }

    /// <summary>The options that differ from the defaults, in the form for summaries.</summary>
    public string Options { get; init; } = "";

    public override string Text => Function is { } own ? $"Activation({own.Name.ToLowerInvariant()})"
        : Layer == "Activation" ? $"Activation({Activation.ToLowerInvariant()}{(Options.Length == 0 ? "" : ", " + Options)})"
        : Options.Length == 0 ? Layer : $"{Layer}({Options})";
}

/// <summary>A layer that only applies an activation.</summary>
internal abstract class ElementLayer(string name, string example) : LayerDefinition<ActivationSpec>(name, example)
{
    public sealed override bool Owns(LayerSpec spec) => spec is ActivationSpec activation && activation.Layer == Name;

    public sealed override MaskRule Mask => MaskRule.Carries;

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, ActivationSpec spec, Value x)
    {
        var output = build.Activate(x, spec.Activation, spec.Numbers);
        return (output, x.Type.Elements * build.Flops(spec.Activation));
    }
}

/// <summary>The layer for any activation.</summary>
internal sealed class ActivationLayer() : ElementLayer("Activation", "Activation(Activation.Relu)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.IsGiven("activate") ? new ActivationSpec(name, ActivationTable.Linear)
        : attribute.Activation(name, "activation") is { } activation ? ActivationReader.Read(name, Name, activation, attribute) : null;
}

/// <summary>A layer for one activation, as Keras has them.</summary>
internal abstract class NamedActivationLayer(string name, string activation) : ElementLayer(name, name)
{
    public sealed override LayerSpec Read(string name, AttributeReader attribute) =>
        ActivationReader.Read(name, Name, activation, attribute);
}

internal sealed class ReLULayer() : NamedActivationLayer("ReLU", "Relu");

internal sealed class LeakyReLULayer() : NamedActivationLayer("LeakyReLU", "LeakyRelu");

internal sealed class ELULayer() : NamedActivationLayer("ELU", "Elu");

internal sealed class SoftmaxLayer() : NamedActivationLayer("Softmax", ActivationTable.Softmax);
