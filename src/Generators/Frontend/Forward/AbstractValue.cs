using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>What an expression of a forward method is while it is compiled.</summary>
internal abstract record AbstractValue
{
    /// <summary>A number, a truth value or a text.</summary>
    public sealed record Constant(object? Value) : AbstractValue;

    /// <summary>A tensor that is known by its number only.</summary>
    public sealed record Tensor(int Node) : AbstractValue;

    /// <summary>A record of layers: the model itself, or one inside.</summary>
    /// <param name="Parts">Its parameters.</param>
    /// <param name="First">Number of its first layer.</param>
    /// <param name="Path">Its name; empty for the model itself.</param>
    /// <param name="Record">What it does as a layer; null for the model itself.</param>
    public sealed record Model(EquatableArray<PartSpec> Parts, int First, string Path, RecordSpec? Record) : AbstractValue;

    /// <summary>A layer of the model.</summary>
    public sealed record Layer(int Index) : AbstractValue;

    /// <summary>A tuple, an array or another list.</summary>
    public sealed record Sequence(ImmutableArray<AbstractValue> Items) : AbstractValue;

    /// <summary>A method, a local function or a lambda.</summary>
    /// <param name="Method">Which one.</param>
    /// <param name="Body">What it does; null for a method, whose body is looked up.</param>
    /// <param name="Captured">The variables around it.</param>
    public sealed record Function(IMethodSymbol Method, IOperation? Body, Scope? Captured) : AbstractValue;

    /// <summary>A variable without a value.</summary>
    public sealed record Unassigned : AbstractValue;

    /// <summary>A place or a range of an axis.</summary>
    public sealed record Slice(SliceSpec Spec) : AbstractValue;

    /// <summary>What a method without result gives.</summary>
    public sealed record Nothing : AbstractValue;
}

/// <summary>A method can't be read further: what is wrong is reported, by us or by the compiler.</summary>
internal sealed class UnreadableException : Exception;
