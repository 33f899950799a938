using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>What the pools share: a window, and what is done with what it sees.</summary>
internal abstract class PoolingLayer(string name, OperationDefinition operation) : LayerDefinition<Pooling2DSpec>(name, $"{name}(2)")
{
    public sealed override LayerSpec? Read(string name, AttributeReader attribute) =>
        WindowReader.Read(name, attribute, "poolSize", "poolHeight", "poolWidth", "pool", strides: 0) is { } window
            ? new Pooling2DSpec(name, Name, window)
            : null;

    public sealed override bool Owns(LayerSpec spec) => spec is Pooling2DSpec pool && pool.Layer == Name;

    protected sealed override (Value Output, long Flops) Lower(LoweringContext context, Pooling2DSpec spec, Value x)
    {
        if (WindowPlacement.Over(context, spec.Name, spec.Window, x) is not { } window) return (x, 0);
        var output = context.Graph.Append(operation, spec.Name, new OperationAttributes { Window = window }, x);
        return (output, output.Type.Elements * window.Cells);
    }
}

internal sealed class MaxPooling2DLayer() : PoolingLayer("MaxPooling2D", Images.MaxPool);

internal sealed class AveragePooling2DLayer() : PoolingLayer("AveragePooling2D", Images.AveragePool);

/// <summary>A pool whose window is the whole image: what it finds is one vector a sample.</summary>
internal abstract class GlobalPoolingLayer(string name, OperationDefinition operation) : LayerDefinition<GlobalPooling2DSpec>(name, name)
{
    public sealed override LayerSpec Read(string name, AttributeReader attribute) => new GlobalPooling2DSpec(name, Name);

    public sealed override bool Owns(LayerSpec spec) => spec is GlobalPooling2DSpec pool && pool.Layer == Name;

    protected sealed override (Value Output, long Flops) Lower(LoweringContext context, GlobalPooling2DSpec spec, Value x)
    {
        if (!WindowPlacement.IsImage(context, spec.Name, x)) return (x, 0);
        var whole = new Window(Span1D.Valid(x.Type.Dims[1].Size), Span1D.Valid(x.Type.Dims[2].Size));
        var pooled = context.Graph.Append(operation, spec.Name + "Pixel", new OperationAttributes { Window = whole }, x);
        return (context.Graph.Reshape(pooled, spec.Name, TensorType.Float(Dim.Batch, x.Type.Columns)), x.Type.Elements);
    }
}

internal sealed class GlobalMaxPooling2DLayer() : GlobalPoolingLayer("GlobalMaxPooling2D", Images.MaxPool);

internal sealed class GlobalAveragePooling2DLayer() : GlobalPoolingLayer("GlobalAveragePooling2D", Images.AveragePool);
