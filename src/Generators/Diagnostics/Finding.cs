using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Diagnostics;

/// <summary>A place in the declaration of a model that a diagnostic may point at.</summary>
internal enum Place
{
    /// <summary>The record's name.</summary>
    Model,

    /// <summary>The attribute <c>[Model(…)]</c>, one of its dimensions, or one of its named arguments.</summary>
    Input,

    /// <summary>One of several <c>[Input(…)]</c> attributes: its name, or one of its dimensions, which are counted from 1.</summary>
    NamedInput,

    /// <summary>One of the loss attributes, or one of its arguments.</summary>
    Loss,

    /// <summary>The attribute <c>[Weights]</c>, or its argument.</summary>
    Weights,

    /// <summary>A parameter's name.</summary>
    Layer,

    /// <summary>A parameter's type.</summary>
    LayerType,

    /// <summary>A parameter's layer attribute, or one of its arguments.</summary>
    LayerAttribute,

    /// <summary>One of a parameter's <c>[Initialize]</c> attributes, or one of its arguments.</summary>
    Initialize,

    /// <summary>A parameter's <c>[Repeat]</c> attribute.</summary>
    Repeat,

    /// <summary>A parameter's <c>[Bidirectional]</c> attribute, or its argument.</summary>
    Directions,

    /// <summary>A parameter's <c>[Frozen]</c> attribute.</summary>
    Frozen,

    /// <summary>A member that stands in the record's body.</summary>
    Member,

    /// <summary>An expression or a statement, in a forward method or in a method that it calls.</summary>
    Expression,
}

/// <summary>A place, given by number and name instead of by syntax.</summary>
/// <param name="Place">The kind of the place.</param>
/// <param name="Index">The number of the dimension, parameter or member.</param>
/// <param name="Argument">
/// The argument of the attribute or of the call; empty for the whole. When it holds several names between commas, it is the first one that
/// is written.
/// </param>
/// <param name="Part">
/// The number of the attribute among several; also the number of an index between brackets or of an argument, counted from 1.
/// </param>
internal readonly record struct Anchor(Place Place, int Index = -1, string Argument = "", int Part = 0)
{
    /// <summary>The right side of an operator, as an argument.</summary>
    public const string Right = "right";

    /// <summary>The left side of an operator, as an argument.</summary>
    public const string Left = "left";

    /// <summary>The number of the calls and loops through which a method reached the expression; 0 for none.</summary>
    public int Way { get; init; }

    /// <summary>Returns true when it is the same expression, reached by any way.</summary>
    public bool IsAt(Anchor other) => this with { Way = 0 } == other with { Way = 0 };
}

/// <summary>A fault of a model, before it has a location.</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Anchor Anchor, EquatableArray<string> Arguments)
{
    /// <summary>Other places to look at: an earlier use, or the other one of a pair.</summary>
    public EquatableArray<Anchor> Others { get; init; } = [];

    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    public static Finding Of(DiagnosticDescriptor rule, Anchor anchor, params string[] arguments) =>
        new(rule, anchor, arguments.ToEquatableArray());
}
