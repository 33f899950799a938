using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Frontend.Forward;

/// <content>Shapes as values. All sizes are constants, except the batch size.</content>
internal sealed partial class Evaluator
{
    /// <summary>Returns the type that lowering finds. When lowering finds a fault, it reports the fault.</summary>
    private TensorType TypeOf(AbstractValue.Tensor x, IOperation at) => IsOfBlock
        ? throw NotConstant(at, "shapes in a block are known where it is used: write the number, or a constant")
        : types?.Of(nodes, x.Node) ?? throw new UnreadableException();

    private AbstractValue.Sequence Shape(AbstractValue.Tensor x, IOperation at) => new(
        [.. TypeOf(x, at).Dims.Select(
            dim => dim.IsBatch ? (AbstractValue)new AbstractValue.BatchSize() : new AbstractValue.Constant(dim.Size))]);

    /// <summary>Returns a property of a shape.</summary>
    private AbstractValue OfShape(IPropertyReferenceOperation property, ImmutableArray<AbstractValue> dims) => property.Property.Name switch
    {
        "Rank" => new AbstractValue.Constant(dims.Length),
        "Tail" => dims.IsEmpty ? throw NotConstant(property, "a number has no shape, so there is no part of it") : new AbstractValue.Sequence(dims.RemoveAt(0)),
        "Size" when dims.Any(dim => dim is AbstractValue.BatchSize) => throw UnknownBatch(property),
        "Size" => new AbstractValue.Constant(dims.Aggregate(1, (product, dim) => product * (int)((AbstractValue.Constant)dim).Value!)),
        _ => new AbstractValue.Sequence(dims),
    };

    /// <summary>Returns the number of the axis with a name.</summary>
    private AbstractValue.Constant Axis(AbstractValue.Tensor x, string name, IOperation at)
    {
        var type = TypeOf(x, at);
        return type.AxesNamed(name) is [var axis]
            ? new AbstractValue.Constant(axis)
            : throw Refuse(Rules.NoAxisOfName, at.Syntax, name, type.ShapeText);
    }

    private bool AreEqual(IOperation at, AbstractValue.Sequence a, AbstractValue.Sequence b)
    {
        if (a.Items.Length != b.Items.Length) return false;
        var pairs = a.Items.Zip(b.Items, (x, y) => (x, y)).ToArray();
        if (pairs.Any(pair => pair is (AbstractValue.Constant x, AbstractValue.Constant y) && !Equals(x, y))) return false;
        return pairs.All(pair => pair is (AbstractValue.Constant, AbstractValue.Constant)
            or (AbstractValue.BatchSize, AbstractValue.BatchSize)) ? true : throw UnknownBatch(at);
    }

    private UnreadableException UnknownBatch(IOperation at) =>
        NotConstant(at, "the number of samples is known only when the program runs: in a shape, write −1 for it first");
}
