using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering;

/// <summary>A kind of layer: how it is read from its attribute and what it does to a value.</summary>
internal abstract class LayerDefinition(string name, string example)
{
    /// <summary>Name of the layer's record; its attribute adds <c>Attribute</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The attribute as a user may write it.</summary>
    public string Example { get; } = example;

    public string AttributeName { get; } = $"ModelDsl.{name}Attribute";

    public string LayerName { get; } = $"ModelDsl.{name}";

    /// <summary>The record's tensors, in the order of its constructor. One that a model does not use is null.</summary>
    public virtual ImmutableArray<string> Tensors => [];

    /// <summary>Those of its tensors that a model may not use.</summary>
    public virtual ImmutableArray<string> Optional => [];

    /// <summary>The argument that decides how large the layer is; empty where its input does.</summary>
    public virtual string SizeArgument => "";

    /// <summary>Where the axes of the output come from: each from the input's at its place, unless the layer says otherwise.</summary>
    public virtual IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Kept(output.Rank);

    /// <summary>Reads the hyper-parameters and checks those that no shape decides.</summary>
    /// <returns>Null where the compiler has already reported the argument.</returns>
    public abstract LayerSpec? Read(string name, AttributeReader attribute);

    /// <summary>Whether a spec is of this kind.</summary>
    public abstract bool Owns(LayerSpec spec);

    /// <summary>Appends the layer's operations.</summary>
    /// <returns>The output, and the operations that it costs for one sample.</returns>
    public abstract (Value Output, long Flops) Lower(LayerBuilder build, Value x);
}

/// <inheritdoc cref="LayerDefinition"/>
internal abstract class LayerDefinition<TSpec>(string name, string example) : LayerDefinition(name, example) where TSpec : LayerSpec
{
    public override bool Owns(LayerSpec spec) => spec is TSpec;

    public sealed override (Value Output, long Flops) Lower(LayerBuilder build, Value x) => Lower(build, (TSpec)build.Layer, x);

    protected abstract (Value Output, long Flops) Lower(LayerBuilder build, TSpec spec, Value x);
}
