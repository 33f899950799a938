using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>What an expression of a forward method is while it is compiled.</summary>
internal abstract record AbstractValue
{
    /// <summary>A number, a truth value or a text.</summary>
    public sealed record Constant(object? Value) : AbstractValue
    {
        /// <summary>Where it is written; null where it was computed. It makes no difference between constants.</summary>
        public SyntaxNode? At { get; init; }

        public bool Equals(Constant? other) => other is not null && Equals(Value, other.Value);

        public override int GetHashCode() => Value?.GetHashCode() ?? 0;
    }

    /// <summary>A tensor that is known by its number only.</summary>
    public sealed record Tensor(int Node) : AbstractValue;

    /// <summary>The number of samples: the one size that is not known.</summary>
    public sealed record BatchSize : AbstractValue;

    /// <summary>A number of which nothing is known: a step of the function that is being read.</summary>
    /// <param name="Step">Which one.</param>
    /// <param name="IsTruth">Whether it is a truth value, as 1 or 0.</param>
    public sealed record Scalar(int Step, bool IsTruth = false) : AbstractValue;

    /// <summary>The optimizer whose update rule is being read.</summary>
    public sealed record Self : AbstractValue;

    /// <summary>A record of layers: the model itself, or one inside.</summary>
    /// <param name="Parts">Its parameters.</param>
    /// <param name="First">Number of its first layer.</param>
    /// <param name="Path">Its name; empty for the model itself.</param>
    /// <param name="Record">What it does as a layer; null for the model itself.</param>
    public sealed record Model(EquatableArray<PartSpec> Parts, int First, string Path, RecordSpec? Record) : AbstractValue;

    /// <summary>A layer of the model.</summary>
    public sealed record Layer(int Index) : AbstractValue;

    /// <summary>A tuple, an array, a shape or another list.</summary>
    public sealed record Sequence(ImmutableArray<AbstractValue> Items) : AbstractValue
    {
        /// <summary>The names of its items where they are a model's inputs, which a record has as properties.</summary>
        public ImmutableArray<string> Names { get; init; } = [];
    }

    /// <summary>A method, a local function or a lambda.</summary>
    /// <param name="Method">Which one.</param>
    /// <param name="Body">What it does; null for a method, whose body is looked up.</param>
    /// <param name="Captured">The variables around it.</param>
    public sealed record Function(IMethodSymbol Method, IOperation? Body, Scope? Captured) : AbstractValue
    {
        /// <summary>The tensor or layer whose method it is.</summary>
        public AbstractValue? Of { get; init; }

        /// <summary>The record whose method it is: what <c>this</c> is in it.</summary>
        public AbstractValue? Receiver { get; init; }
    }

    /// <summary>A function of the library's that waits for the tensor it is applied to: <c>WithLoss(penalty)</c>.</summary>
    /// <param name="Method">Which one.</param>
    /// <param name="Arguments">What it was given.</param>
    /// <param name="At">Where.</param>
    public sealed record Waiting(IMethodSymbol Method, ImmutableArray<AbstractValue> Arguments, IOperation At) : AbstractValue;

    /// <summary>The random numbers of the method.</summary>
    public sealed record Noise : AbstractValue;

    /// <summary>A variable without a value.</summary>
    public sealed record Unassigned : AbstractValue;

    /// <summary>A variable whose value could not be read, which is reported: what depends on it is not looked at.</summary>
    public sealed record Unreadable : AbstractValue;

    /// <summary>A place or a range of an axis.</summary>
    public sealed record Slice(SliceSpec Spec) : AbstractValue;

    /// <summary>What a method without result gives.</summary>
    public sealed record Nothing : AbstractValue;
}

/// <summary>A statement can't be read: what is wrong is reported, by us or by the compiler.</summary>
/// <param name="ends">Whether nothing behind it can be read either.</param>
internal sealed class UnreadableException(bool ends = false) : Exception
{
    public bool Ends => ends;
}
