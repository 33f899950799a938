using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record PoolingSpec(string Name, string Layer, WindowSpec Window) : LayerSpec(Name)
{
    public override string Text => $"{Layer}({Window.Text(Window.Height, Window.Width)})";
}

/// <summary>A pooling layer: a window, and an operation on the numbers in it.</summary>
internal abstract class PoolingLayer(string name, OperationDefinition operation, WindowArguments arguments)
    : LayerDefinition<PoolingSpec>(name, $"{name}(2)")
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute) =>
        WindowReader.Read(name, attribute, arguments, strides: 0) is { } window ? new PoolingSpec(name, Name, window) : null;

    public sealed override bool Owns(LayerSpec spec) => spec is PoolingSpec pool && pool.Layer == Name;

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, PoolingSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { } placement) return (x, 0);
        var name = WindowPlacement.NameOf(spec.Name, placement.OverSequence);
        var pooled = build.Graph.Append(operation, name, new OperationAttributes { Window = placement.Window }, placement.Images);
        return (placement.Back(build, spec.Name, pooled), pooled.Type.Elements * placement.Window.Cells);
    }
}

internal sealed class MaxPooling2DLayer() : PoolingLayer("MaxPooling2D", Images.MaxPool, WindowArguments.Pool2D);

internal sealed class AveragePooling2DLayer() : PoolingLayer("AveragePooling2D", Images.AveragePool, WindowArguments.Pool2D);

internal sealed class MaxPooling1DLayer() : PoolingLayer("MaxPooling1D", Images.MaxPool, WindowArguments.Pool1D);

internal sealed class AveragePooling1DLayer() : PoolingLayer("AveragePooling1D", Images.AveragePool, WindowArguments.Pool1D);

internal sealed record GlobalPoolingSpec(string Name, string Layer) : LayerSpec(Name)
{
    public override string Text => Layer;
}

/// <summary>A pooling layer whose window is the whole image or sequence. It gives one vector per sample.</summary>
internal abstract class GlobalPoolingLayer(
    string name, OperationDefinition operation, bool overSequence) : LayerDefinition<GlobalPoolingSpec>(name, name)
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        [new AxisOrigin(0), new AxisOrigin(x.Rank - 1)];

    public sealed override LayerSpec Read(string name, AttributeReader attribute) => new GlobalPoolingSpec(name, Name);

    public sealed override bool Owns(LayerSpec spec) => spec is GlobalPoolingSpec pool && pool.Layer == Name;

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, GlobalPoolingSpec spec, Value x)
    {
        if (build.Mask is { } mask) return (LowerMasked(build.Graph, spec.Name, x, mask.Value), x.Type.Elements);
        if (WindowPlacement.ImagesOf(build, x, overSequence) is not { Type: var type } images) return (x, 0);
        var whole = new Window(Span1D.Valid(type.Dims[1].Size), Span1D.Valid(type.Dims[2].Size));
        var pooled = build.Graph.Append(operation, spec.Name + "Pixel", new OperationAttributes { Window = whole }, images);
        return (build.Graph.Reshape(pooled, spec.Name, TensorType.Float(Dim.Batch, type.Columns)), type.Elements);
    }

    /// <summary>Pools over the steps that a mask counts.</summary>
    protected virtual Value LowerMasked(GraphBuilder graph, string name, Value x, Value mask) =>
        throw new InvalidOperationException($"{Name} takes no mask.");
}

internal sealed class GlobalMaxPooling2DLayer() : GlobalPoolingLayer("GlobalMaxPooling2D", Images.MaxPool, overSequence: false);

internal sealed class GlobalAveragePooling2DLayer() : GlobalPoolingLayer("GlobalAveragePooling2D", Images.AveragePool, overSequence: false);

internal sealed class GlobalMaxPooling1DLayer() : GlobalPoolingLayer("GlobalMaxPooling1D", Images.MaxPool, overSequence: true);

internal sealed class GlobalAveragePooling1DLayer() : GlobalPoolingLayer("GlobalAveragePooling1D", Images.AveragePool, overSequence: true)
{
    public override MaskRule Mask => MaskRule.Uses;

    protected override Value LowerMasked(GraphBuilder graph, string name, Value x, Value mask) =>
        graph.Append(Masks.MaskedMean, name, x, mask);
}
