using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>Which stage brings an operation into a graph. Whatever lowering writes needs an adjoint, whatever it or an adjoint writes needs a tangent rule; what comes later needs neither.</summary>
internal enum Stage
{
    Lowering,
    Adjoint,
    Tangent,
    Fusion,
}

/// <summary>The types of an operation's results, from those of its operands; an exception where they do not fit.</summary>
internal delegate ImmutableArray<TensorType> ShapeRule(ImmutableArray<TensorType> operands, OperationAttributes attributes);

/// <summary>
/// The vector-Jacobian product: from the gradients of the results (null where the loss does not depend on one) those of the operands
/// (null where there is none to give).
/// </summary>
internal delegate ImmutableArray<Value?> AdjointRule(AdjointBuilder build, Operation operation, ImmutableArray<Value?> upstream);

/// <summary>
/// The Jacobian-vector product: from the tangents of the operands (null where one does not move) those of the results (null where one does
/// not move).
/// </summary>
internal delegate ImmutableArray<Value?> TangentRule(TangentBuilder build, Operation operation, ImmutableArray<Value?> tangents);

/// <summary>
/// The engine method that an operation becomes, and its arguments as C#. They are written for a file that names the library's types, activations and
/// transpositions by one word.
/// </summary>
internal sealed record Instruction(string Method, Func<InstructionArguments, IEnumerable<string>> Arguments)
{
    /// <summary>The type argument of a method that has one.</summary>
    public Func<InstructionArguments, string>? TypeArgument { get; init; }

    /// <summary>The call, on an engine.</summary>
    public string Call(string engine, InstructionArguments arguments) =>
        $"{engine}.{Method}{(TypeArgument is null ? "" : $"<{TypeArgument(arguments)}>")}({string.Join(", ", Arguments(arguments))});";
}

/// <summary>An operation's row in the table: all that any stage knows of it.</summary>
internal sealed class OperationDefinition(string name, Stage stage, ShapeRule shape)
{
    public string Name { get; } = name;

    public Stage Stage { get; } = stage;

    public ShapeRule Shape { get; } = shape;

    /// <summary>Null for an operation that has no derivative to propagate.</summary>
    public AdjointRule? Adjoint { get; init; }

    /// <summary>Null for sources, for what fusion brings in, and for what is written out before forward mode sees it.</summary>
    public TangentRule? Tangent { get; init; }

    /// <summary>Null for sources and for views, which cost nothing at run time.</summary>
    public Instruction? Instruction { get; init; }

    /// <summary>Operands in whose memory the first result may be written.</summary>
    public ImmutableArray<int> InPlace { get; init; } = [];

    /// <summary>The result is the operand's memory with another shape.</summary>
    public bool IsView { get; init; }

    /// <summary>A value that a program is given: input, labels, a parameter.</summary>
    public bool IsSource { get; init; }

    /// <summary>A value that depends on nothing but the size of the batch: written once, when a program is laid out.</summary>
    public bool IsConstant { get; init; }

    public override string ToString() => Name;
}

/// <summary>What an instruction's arguments are written from: names of buffers and of N.</summary>
internal sealed record InstructionArguments(Operation Operation, Func<Value, string> Name, string Rows)
{
    public OperationAttributes Attributes => Operation.Attributes;

    /// <summary>The type of a function's kernel.</summary>
    public Func<ScalarFunction, string> Kernel { get; init; } = static function => function.Name;

    /// <summary>Writes a number that may count in a loop: of a random stream, or of a first column.</summary>
    public Func<int, string> Offset { get; init; } = Literal.Of;

    public string Factor => Attributes.Factor.ToSource(Rows);

    public string Operand(int index) => Name(Operation.Operands[index]);

    public string Result(int index = 0) => Name(Operation.Results[index]);

    /// <summary>All operands, then all results: what most instructions take.</summary>
    public IEnumerable<string> All => Operation.Operands.Concat(Operation.Results).Select(Name);
}
