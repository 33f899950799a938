using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>What an operation has beside its operands. Each operation reads the few that its row in the table names.</summary>
internal sealed record OperationAttributes
{
    public static readonly OperationAttributes None = new();

    /// <summary>Number of a parameter, of the layer whose random stream is drawn from, or of a first column.</summary>
    public int Index { get; init; }

    public Coefficient Factor { get; init; } = Coefficient.One;

    public bool TransposeLeft { get; init; }

    public bool TransposeRight { get; init; }

    public string Activation { get; init; } = "Linear";

    /// <summary>The activation of a recurrent layer's gates.</summary>
    public string RecurrentActivation { get; init; } = "Linear";

    /// <summary>The function that is mapped over elements.</summary>
    public ScalarFunction? Function { get; init; }

    /// <summary>The numbers that the function is given.</summary>
    public EquatableArray<Coefficient> Given { get; init; } = [];

    public double Rate { get; init; }

    /// <summary>What is added to a variance before its root is taken.</summary>
    public double Epsilon { get; init; }

    /// <summary>Into how many groups the last axis is divided, each with statistics of its own, or a product of its own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The smallest number that a clamp lets through.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number that a clamp lets through.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>What an operation on images looks at.</summary>
    public Window? Window { get; init; }

    /// <summary>Where each dimension of a sample comes from: dimension k of the result is dimension <c>Axes[k]</c> of the operand.</summary>
    public EquatableArray<int> Axes { get; init; } = [];

    /// <summary>Type of the result, where operands don't tell it.</summary>
    public TensorType? Type { get; init; }
}

/// <summary>Which part of a program an operation belongs to.</summary>
internal enum Phase
{
    Forward,
    Loss,
    Backward,
    Tangent,
}

/// <summary>What an operation was made for: a layer or the loss, going forward or backward.</summary>
internal sealed record Origin(Phase Phase, string Text);

/// <summary>A tensor in a graph: one result of one operation. Identity is by reference: each value is defined once.</summary>
internal sealed class Value(string name, TensorType type)
{
    /// <summary>A name for people, after the layer.</summary>
    public string Name { get; } = name;

    public TensorType Type { get; private set; } = type;

    public Operation Producer { get; internal set; } = null!;

    /// <summary>The value that a graph holds: this one, unless it is another's under other names of its axes.</summary>
    public Value Stored { get => field ?? this; private init; }

    /// <summary>The same value, its axes called otherwise. Operations on it are operations on this one: a name costs nothing.</summary>
    public Value Named(TensorType type) => type.HasNamesOf(Type) ? this : new Value(Name, type) { Producer = Producer, Stored = Stored };

    /// <summary>Names axes that have no name: of a value that was made just now, or whose names only comments will show.</summary>
    public Value TakeNames(TensorType type)
    {
        if (type.Rank == Type.Rank) Type = ShapeRules.Merged(Type, type);
        return this;
    }

    public override string ToString() => $"{Name}: {Type}";
}

/// <summary>An operation on values. It holds nothing that changes, so graphs share operations.</summary>
internal sealed class Operation
{
    public Operation(
        OperationDefinition definition, ImmutableArray<Value> operands, OperationAttributes attributes, Origin origin, ImmutableArray<Value> results)
    {
        (Definition, Operands, Attributes, Origin, Results) = (definition, operands, attributes, origin, results);
        foreach (var result in results) result.Producer = this;
    }

    public OperationDefinition Definition { get; }

    public ImmutableArray<Value> Operands { get; }

    public OperationAttributes Attributes { get; }

    public Origin Origin { get; }

    public ImmutableArray<Value> Results { get; }

    /// <summary>The only result.</summary>
    public Value Result => Results.Length == 1 ? Results[0] : throw new InvalidOperationException($"{Definition.Name} has {Results.Length} results.");

    /// <summary>Operands in whose memory the first result may be written.</summary>
    public IEnumerable<int> InPlace => Definition.InPlace.Where(index => index < Operands.Length);

    public bool Is(OperationDefinition definition) => ReferenceEquals(Definition, definition);
}

/// <summary>What a value that leaves a graph is for.</summary>
internal enum OutputRole
{
    Prediction,
    Losses,
    Loss,

    /// <summary>The loss of one of several outputs, before its weight.</summary>
    OutputLoss,

    Gradient,

    /// <summary>A parameter's part of the product of the loss's Hessian and a direction.</summary>
    Product,

    /// <summary>How fast the prediction changes along a direction.</summary>
    Tangent,

    /// <summary>What a parameter that is not trainable is after a step of training.</summary>
    State,
}

/// <summary>A value that leaves a graph; <paramref name="Index"/> tells which parameter's gradient, product or next state it is, or which output's loss.</summary>
internal sealed record GraphOutput(OutputRole Role, Value Value, int Index = 0);

/// <summary>A program as straight-line code in single-assignment form: operations, each after what it uses.</summary>
internal sealed record Graph(ImmutableArray<Operation> Operations, ImmutableArray<GraphOutput> Outputs)
{
    public Value? Output(OutputRole role) => Outputs.FirstOrDefault(o => o.Role == role)?.Value;

    /// <summary>How often each value is used, by operations and as an output.</summary>
    public IReadOnlyDictionary<Value, int> UseCounts()
    {
        var uses = new Dictionary<Value, int>();
        foreach (var value in Operations.SelectMany(o => o.Operands).Concat(Outputs.Select(o => o.Value)))
            uses[value] = uses.TryGetValue(value, out var count) ? count + 1 : 1;
        return uses;
    }
}
