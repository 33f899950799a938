using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// The attributes of an operation, besides its operands. Each operation reads only the few that its row in the table names.
/// </summary>
internal sealed record OperationAttributes
{
    public static readonly OperationAttributes None = new();

    /// <summary>The number of a parameter, of the layer whose random stream is used, or of a first column.</summary>
    public int Index { get; init; }

    public Coefficient Factor { get; init; } = Coefficient.One;

    public bool TransposeLeft { get; init; }

    public bool TransposeRight { get; init; }

    public string Activation { get; init; } = "Linear";

    /// <summary>The activation of a recurrent layer's gates.</summary>
    public string RecurrentActivation { get; init; } = "Linear";

    /// <summary>True for a GRU whose reset gate multiplies the state before its product with the recurrent kernel.</summary>
    public bool ResetsState { get; init; }

    /// <summary>The function that is mapped over elements.</summary>
    public ScalarFunction? Function { get; init; }

    /// <summary>The numbers that are passed to the function.</summary>
    public EquatableArray<Coefficient> Given { get; init; } = [];

    public double Rate { get; init; }

    /// <summary>The number that is added to a variance before its root is taken.</summary>
    public double Epsilon { get; init; }

    /// <summary>
    /// The part of moving statistics that a step of training keeps. Other programs read it; ONNX's default stands for statistics that no
    /// step moves.
    /// </summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The number of groups of the last axis; each group has its own statistics, or its own product.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The lower bound of a clamp.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The upper bound of a clamp.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>The window of an operation on images.</summary>
    public Window? Window { get; init; }

    /// <summary>The order of a sample's dimensions: dimension k of the result is dimension <c>Axes[k]</c> of the operand.</summary>
    public EquatableArray<int> Axes { get; init; } = [];

    /// <summary>Type of the result, when the operands do not determine it.</summary>
    public TensorType? Type { get; init; }
}

/// <summary>The part of a program that an operation belongs to.</summary>
internal enum Phase
{
    Forward,
    Loss,
    Backward,
    Tangent,
}

/// <summary>The purpose of an operation: a layer or the loss, going forward or backward.</summary>
internal sealed record Origin(Phase Phase, string Text);

/// <summary>A tensor in a graph: one result of one operation. Values are compared by reference: each value is defined once.</summary>
internal sealed class Value(string name, TensorType type)
{
    /// <summary>A name for readers, taken from the layer.</summary>
    public string Name { get; } = name;

    public TensorType Type { get; private set; } = type;

    public Operation Producer { get; internal set; } = null!;

    /// <summary>The value that the graph holds: this one, unless it is another value with other names of axes.</summary>
    public Value Stored { get => field ?? this; private init; }

    /// <summary>
    /// Returns the same value with other names of axes. Operations on it are operations on this value: a name costs nothing.
    /// </summary>
    public Value Named(TensorType type) => type.HasNamesOf(Type) ? this : new Value(Name, type) { Producer = Producer, Stored = Stored };

    /// <summary>
    /// Names axes that have no name. Use it only for a value that was just made, or for a value whose names only comments show.
    /// </summary>
    public Value TakeNames(TensorType type)
    {
        if (type.Rank == Type.Rank) Type = ShapeRules.Merged(Type, type);
        return this;
    }

    public override string ToString() => $"{Name}: {Type}";
}

/// <summary>An operation on values. It is immutable, so graphs share operations.</summary>
internal sealed class Operation
{
    public Operation(
        OperationDefinition definition, ImmutableArray<Value> operands, OperationAttributes attributes, Origin origin,
        ImmutableArray<Value> results)
    {
        (Definition, Operands, Attributes, Origin, Results) = (definition, operands, attributes, origin, results);
        foreach (var result in results) result.Producer = this;
    }

    public OperationDefinition Definition { get; }

    public ImmutableArray<Value> Operands { get; }

    public OperationAttributes Attributes { get; }

    public Origin Origin { get; }

    public ImmutableArray<Value> Results { get; }

    /// <summary>The result of an operation that has exactly one.</summary>
    public Value Result => Results.Length == 1 ? Results[0] : throw new InvalidOperationException($"{Definition.Name} has {Results.Length} results.");

    /// <summary>Operands whose memory may hold the first result.</summary>
    public IEnumerable<int> InPlace => Definition.InPlace.Where(index => index < Operands.Length);

    public bool Is(OperationDefinition definition) => ReferenceEquals(Definition, definition);
}

/// <summary>The purpose of a value that leaves a graph.</summary>
internal enum OutputRole
{
    Prediction,
    Losses,
    Loss,

    /// <summary>The rows that count in the loss, when masks leave some out.</summary>
    Counted,

    /// <summary>The loss of one of several outputs, before it is weighted.</summary>
    OutputLoss,

    Gradient,

    /// <summary>A parameter's part of the product of the loss's Hessian and a direction.</summary>
    Product,

    /// <summary>The speed with which the prediction changes along a direction.</summary>
    Tangent,

    /// <summary>The next value of a parameter that is not trainable, after a step of training.</summary>
    State,
}

/// <summary>
/// A value that leaves a graph. <paramref name="Index"/> is the number of the parameter whose gradient, product or next state it is, or of
/// the output whose loss it is.
/// </summary>
internal sealed record GraphOutput(OutputRole Role, Value Value, int Index = 0);

/// <summary>A program as straight-line code in single-assignment form: each operation comes after the values that it uses.</summary>
internal sealed record Graph(ImmutableArray<Operation> Operations, ImmutableArray<GraphOutput> Outputs)
{
    public Value? Output(OutputRole role) => Outputs.FirstOrDefault(o => o.Role == role)?.Value;

    /// <summary>Returns how often each value is used, by operations and as an output.</summary>
    public IReadOnlyDictionary<Value, int> UseCounts()
    {
        var uses = new Dictionary<Value, int>();
        foreach (var value in Operations.SelectMany(o => o.Operands).Concat(Outputs.Select(o => o.Value)))
            uses[value] = uses.TryGetValue(value, out var count) ? count + 1 : 1;
        return uses;
    }
}
