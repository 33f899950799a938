using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// The ONNX form of an operation: the method of <c>OnnxGraph</c> that writes it, and its arguments after the name of the result, as C#. It
/// returns the operation's first result; an operation whose other results are used has no ONNX form.
/// </summary>
internal sealed record OnnxForm(string Method, Func<InstructionArguments, IEnumerable<string>> Arguments)
{
    /// <summary>The form of an operation that the writer of the graph takes apart itself.</summary>
    public static readonly OnnxForm Inlined = new("");

    /// <summary>The form of an operation that a pass of the export joins with others: none of its own.</summary>
    public static readonly OnnxForm Joined = new("") { MayRemain = static _ => false };

    /// <summary>The form of an operation whose arguments are its operands.</summary>
    public OnnxForm(string method) : this(method, static a => a.Operation.Operands.Select(a.Name)) { }

    /// <summary>True when the activation of the attributes follows.</summary>
    public bool Activates { get; init; }

    /// <summary>Returns false for an operation that has no ONNX form because of its attributes.</summary>
    public Func<Operation, bool> Fits { get; init; } = static _ => true;

    /// <summary>
    /// Returns false for an operation that the passes of the export must have joined with others before the graph is written.
    /// </summary>
    public Func<Operation, bool> MayRemain { get; init; } = static _ => true;

    /// <summary>Returns the call, with the name of the result in the file.</summary>
    public string Call(string name, InstructionArguments arguments) =>
        $"graph.{Method}({string.Join(", ", Arguments(arguments).Prepend(Literal.Of(name)))})";

    /// <summary>
    /// Returns true when an operation of a prediction can be written. Numbers that depend on the size of the batch can't: the file has one
    /// graph for all sizes.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="isUsed">Returns true for a value that is used.</param>
    public static bool Has(Operation operation, Func<Value, bool> isUsed) => operation.Definition.Onnx is { } form && form.Fits(operation)
        && operation.Attributes.Factor.BatchPower == 0 && operation.Attributes.Given.All(given => given.BatchPower == 0)
        && !operation.Results.Skip(1).Any(isUsed);
}

/// <summary>The ONNX form of an activation: the method of <c>OnnxGraph</c> that writes it, and the numbers that it takes.</summary>
internal sealed record OnnxActivation(string Method, params double[] Numbers);
