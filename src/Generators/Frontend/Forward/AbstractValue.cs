using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>What an expression of a forward method is while it is compiled.</summary>
internal abstract record AbstractValue
{
    /// <summary>A number, a truth value or a text.</summary>
    public sealed record Constant(object? Value) : AbstractValue;

    /// <summary>A tensor that is known by its number only.</summary>
    public sealed record Tensor(int Node) : AbstractValue;

    /// <summary>A number of which nothing is known: a step of the function that is being read.</summary>
    /// <param name="Step">Which one.</param>
    /// <param name="IsTruth">Whether it is a truth value, as 1 or 0.</param>
    public sealed record Scalar(int Step, bool IsTruth = false) : AbstractValue;

    /// <summary>The optimizer whose update rule is being read.</summary>
    public sealed record Self : AbstractValue;

    /// <summary>The model itself.</summary>
    public sealed record Model : AbstractValue;

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
