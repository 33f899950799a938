using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// The stage that brings an operation into a graph. Operations that lowering writes need an adjoint. Operations that lowering or an adjoint
/// writes need a tangent rule. Operations of later stages need neither. Those of an export have no instruction: only other programs run
/// them.
/// </summary>
internal enum Stage
{
    Lowering,
    Adjoint,
    Tangent,
    Fusion,
    Export,
}

/// <summary>Returns the types of an operation's results from the types of its operands. It throws when the operands do not fit.</summary>
internal delegate ImmutableArray<TensorType> ShapeRule(ImmutableArray<TensorType> operands, OperationAttributes attributes);

/// <summary>
/// The vector-Jacobian product. It gets the gradients of the results; one is null when the loss does not depend on that result. It returns
/// the gradients of the operands; one is null when there is none to give.
/// </summary>
internal delegate ImmutableArray<Value?> AdjointRule(AdjointBuilder build, Operation operation, ImmutableArray<Value?> upstream);

/// <summary>
/// The Jacobian-vector product. It gets the tangents of the operands; one is null when that operand does not move. It returns the tangents
/// of the results; one is null when that result does not move.
/// </summary>
internal delegate ImmutableArray<Value?> TangentRule(TangentBuilder build, Operation operation, ImmutableArray<Value?> tangents);

/// <summary>
/// The engine method that runs an operation, and its arguments as C#. The arguments are written for a file that names the library's types,
/// activations and transpositions by one word.
/// </summary>
internal sealed record Instruction(string Method, Func<InstructionArguments, IEnumerable<string>> Arguments)
{
    /// <summary>Returns the type argument of a generic method.</summary>
    public Func<InstructionArguments, string>? TypeArgument { get; init; }

    /// <summary>Returns the call on an engine.</summary>
    public string Call(string engine, InstructionArguments arguments) =>
        $"{engine}.{Method}{(TypeArgument is null ? "" : $"<{TypeArgument(arguments)}>")}({string.Join(", ", Arguments(arguments))});";
}

/// <summary>An operation's row in the table. It holds everything that any stage knows about the operation.</summary>
internal sealed class OperationDefinition(string name, Stage stage, ShapeRule shape)
{
    public string Name { get; } = name;

    public Stage Stage { get; } = stage;

    public ShapeRule Shape { get; } = shape;

    /// <summary>The adjoint rule; null when the operation has no derivative to propagate.</summary>
    public AdjointRule? Adjoint { get; init; }

    /// <summary>
    /// The tangent rule; null for sources, for operations of fusion, and for operations that are written out before forward mode sees them.
    /// </summary>
    public TangentRule? Tangent { get; init; }

    /// <summary>The instruction; null for sources and for views, which cost nothing at run time.</summary>
    public Instruction? Instruction { get; init; }

    /// <summary>
    /// The ONNX form; null for sources, and for operations that no prediction has or that ONNX can't express. A model with <c>[Onnx]</c>
    /// that has one of these is reported.
    /// </summary>
    public OnnxForm? Onnx { get; init; }

    /// <summary>Operands whose memory may hold the first result.</summary>
    public ImmutableArray<int> InPlace { get; init; } = [];

    /// <summary>True when the result is the operand's memory with another shape.</summary>
    public bool IsView { get; init; }

    /// <summary>True for a value that is passed to the program: input, labels, a parameter.</summary>
    public bool IsSource { get; init; }

    /// <summary>True for a value that depends only on the batch size. It is written once, when the program is laid out.</summary>
    public bool IsConstant { get; init; }

    public override string ToString() => Name;
}

/// <summary>The names from which an instruction's arguments are written: names of buffers and of N.</summary>
internal sealed record InstructionArguments(Operation Operation, Func<Value, string> Name, string Rows)
{
    public OperationAttributes Attributes => Operation.Attributes;

    /// <summary>Returns the type of a function's kernel.</summary>
    public Func<ScalarFunction, string> Kernel { get; init; } = static function => function.Name;

    /// <summary>Writes a number that may change in a loop: the number of a random stream, or of a first column.</summary>
    public Func<int, string> Offset { get; init; } = Literal.Of;

    public string Factor => Attributes.Factor.ToSource(Rows);

    public string Operand(int index) => Name(Operation.Operands[index]);

    public string Result(int index = 0) => Name(Operation.Results[index]);

    /// <summary>All operands, then all results: the arguments of most instructions.</summary>
    public IEnumerable<string> All => Operation.Operands.Concat(Operation.Results).Select(Name);
}
