using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering;

/// <summary>A kind of layer. It defines how the layer is read from its attribute, and how it transforms a value.</summary>
internal abstract class LayerDefinition(string name, string example)
{
    /// <summary>Name of the layer's record. The name of its attribute adds <c>Attribute</c>.</summary>
    public string Name { get; } = name;

    /// <summary>An example of the attribute in source code.</summary>
    public string Example { get; } = example;

    public string AttributeName { get; } = $"ModelDsl.{name}Attribute";

    public string LayerName { get; } = $"ModelDsl.{name}";

    /// <summary>The record's tensors, in the order of its constructor. A tensor that a model does not use is null.</summary>
    public virtual ImmutableArray<string> Tensors => [];

    /// <summary>The tensors that a model may leave unused.</summary>
    public virtual ImmutableArray<string> Optional => [];

    /// <summary>The argument that decides the size of the layer; empty when its input decides it.</summary>
    public virtual string SizeArgument => "";

    /// <summary>What the layer does with the axes of a sample.</summary>
    public virtual FeatureAxes Features => FeatureAxes.Kept;

    /// <summary>What the layer does with the mask of its input.</summary>
    public virtual MaskRule Mask => MaskRule.Refuses;

    /// <summary>Returns the origins of the output's axes. By default each axis is the input's axis at the same position.</summary>
    public virtual IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Kept(output.Rank);

    /// <summary>Reads the hyperparameters, and checks those that do not depend on a shape.</summary>
    /// <returns>Null when the compiler has already reported the argument.</returns>
    public abstract LayerSpec? Read(string name, AttributeReader attribute);

    /// <summary>Returns true when a spec is of this kind.</summary>
    public abstract bool Owns(LayerSpec spec);

    /// <summary>Appends the layer's operations.</summary>
    /// <returns>The output, and the number of its operations for one sample.</returns>
    public abstract (Value Output, long Flops) Lower(LayerBuilder build, Value x);
}

/// <inheritdoc cref="LayerDefinition"/>
internal abstract class LayerDefinition<TSpec>(string name, string example) : LayerDefinition(name, example) where TSpec : LayerSpec
{
    public override bool Owns(LayerSpec spec) => spec is TSpec;

    public sealed override (Value Output, long Flops) Lower(LayerBuilder build, Value x) => Lower(build, (TSpec)build.Layer, x);

    protected abstract (Value Output, long Flops) Lower(LayerBuilder build, TSpec spec, Value x);
}
