using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>The value of an expression of a forward method while it is compiled.</summary>
internal abstract record AbstractValue
{
    /// <summary>A number, a truth value or a text.</summary>
    public sealed record Constant(object? Value) : AbstractValue
    {
        /// <summary>The place where it is written; null when it was computed. Comparison of constants ignores it.</summary>
        public SyntaxNode? At { get; init; }

        public bool Equals(Constant? other) => other is not null && Equals(Value, other.Value);

        public override int GetHashCode() => Value?.GetHashCode() ?? 0;
    }

    /// <summary>A tensor. Only its number is known.</summary>
    public sealed record Tensor(int Node) : AbstractValue;

    /// <summary>The number of samples: the only size that is not known.</summary>
    public sealed record BatchSize : AbstractValue;

    /// <summary>A number with an unknown value: a step of the function that is being read.</summary>
    /// <param name="Step">The number of the step.</param>
    /// <param name="IsTruth">True for a truth value, written as 1 or 0.</param>
    public sealed record Scalar(int Step, bool IsTruth = false) : AbstractValue;

    /// <summary>The optimizer whose update rule is being read.</summary>
    public sealed record Self : AbstractValue;

    /// <summary>A record of layers: the model itself, or a record inside it.</summary>
    /// <param name="Parts">Its parameters.</param>
    /// <param name="First">Number of its first layer.</param>
    /// <param name="Path">Its name; empty for the model itself.</param>
    /// <param name="Record">Its computation as a layer; null for the model itself.</param>
    public sealed record Model(EquatableArray<PartSpec> Parts, int First, string Path, RecordSpec? Record) : AbstractValue;

    /// <summary>A layer of the model.</summary>
    public sealed record Layer(int Index) : AbstractValue;

    /// <summary>A tuple, an array, a shape or another list.</summary>
    public sealed record Sequence(ImmutableArray<AbstractValue> Items) : AbstractValue
    {
        /// <summary>The names of its items, when they are a model's inputs. A record has them as properties.</summary>
        public ImmutableArray<string> Names { get; init; } = [];
    }

    /// <summary>A method, a local function or a lambda.</summary>
    /// <param name="Method">The symbol of the method.</param>
    /// <param name="Body">Its body; null for a method, whose body is looked up.</param>
    /// <param name="Captured">The variables around it.</param>
    public sealed record Function(IMethodSymbol Method, IOperation? Body, Scope? Captured) : AbstractValue
    {
        /// <summary>The tensor or layer that the method belongs to.</summary>
        public AbstractValue? Of { get; init; }

        /// <summary>The record that the method belongs to; it is <c>this</c> in the method.</summary>
        public AbstractValue? Receiver { get; init; }
    }

    /// <summary>A function of the library that waits for the tensor it will be applied to: <c>WithLoss(penalty)</c>.</summary>
    /// <param name="Method">The function.</param>
    /// <param name="Arguments">The arguments that it already has.</param>
    /// <param name="At">The place of the call.</param>
    public sealed record Waiting(IMethodSymbol Method, ImmutableArray<AbstractValue> Arguments, IOperation At) : AbstractValue;

    /// <summary>The random numbers of the method.</summary>
    public sealed record Noise : AbstractValue;

    /// <summary>A variable without a value.</summary>
    public sealed record Unassigned : AbstractValue;

    /// <summary>A variable whose value could not be read, which is reported. Everything that depends on it is skipped.</summary>
    public sealed record Unreadable : AbstractValue;

    /// <summary>An index or a range of an axis.</summary>
    public sealed record Slice(SliceSpec Spec) : AbstractValue;

    /// <summary>The value of a method without a result.</summary>
    public sealed record Nothing : AbstractValue;
}

/// <summary>A statement cannot be read. The compiler or the generator reports the fault.</summary>
/// <param name="ends">True when nothing after it can be read either.</param>
internal sealed class UnreadableException(bool ends = false) : Exception
{
    public bool Ends => ends;
}
