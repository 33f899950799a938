using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using static ModelDsl.Generators.Ir.Scalars.ScalarOperations;

namespace ModelDsl.Generators.Passes.Fusion;

/// <summary>
/// Writes an elementwise operation as steps of a function. It gets the steps of the operands and a way to write a coefficient.
/// </summary>
internal delegate int? ScalarForm(ScalarBuilder build, Operation operation, IReadOnlyList<int> x, Func<Coefficient, int> number);

/// <summary>The scalar forms of elementwise operations that may join an author's function in a kernel.</summary>
internal static class ScalarForms
{
    private static readonly ImmutableDictionary<OperationDefinition, ScalarForm> Forms = new Dictionary<OperationDefinition, ScalarForm>
    {
        [Elementwise.Fill] = static (_, op, _, number) => number(op.Attributes.Factor),
        [Elementwise.Add] = static (b, _, x, _) => b.Append(Add, x[0], x[1]),
        [Elementwise.Subtract] = static (b, _, x, _) => b.Append(Subtract, x[0], x[1]),
        [Elementwise.Multiply] = static (b, _, x, _) => b.Append(Multiply, x[0], x[1]),
        [Elementwise.Scale] = static (b, op, x, number) => b.Append(Multiply, number(op.Attributes.Factor), x[0]),
        [Elementwise.AddScaled] = static (b, op, x, number) => b.Append(Add, x[0], b.Append(Multiply, number(op.Attributes.Factor), x[1])),
        [Elementwise.Activate] = static (b, op, x, _) => ActivationTable.Of(op.Attributes.Activation).Write(b, x[0]),
        [Elementwise.ActivateGradient] = static (b, op, x, _) =>
            b.Append(Multiply, x[1], ActivationTable.Of(op.Attributes.Activation).WriteSlope(b, x[0])),
        [Arithmetic.Divide] = static (b, _, x, _) => b.Append(Divide, x[0], x[1]),
        [Arithmetic.Abs] = static (b, _, x, _) => b.Append(Abs, x[0]),
        [Arithmetic.Sign] = static (b, _, x, _) => ScalarCalls.Write(b, "Sign", [x[0]]),
        [Arithmetic.Log] = static (b, _, x, _) => b.Append(Log, x[0]),
        [Arithmetic.Sqrt] = static (b, _, x, _) => b.Append(Sqrt, x[0]),
        [Arithmetic.Clamp] = static (b, op, x, _) => ScalarCalls.Write(b, "Clip", [x[0], b.Number(op.Attributes.Least), b.Number(op.Attributes.Most)]),
        [Arithmetic.Less] = static (b, op, x, _) =>
            b.Append(Less, x[0], x[1], b.Number(1), b.Append(Equal, x[0], x[1], b.Number(op.Attributes.Index), b.Number(0))),
        [Arithmetic.Where] = static (b, _, x, _) => b.Append(Equal, x[0], b.Number(0), x[2], x[1]),
        [Maps.Map] = static (b, op, x, number) => b.Inline(op.Attributes.Function!, x, [.. op.Attributes.Given.Select(number)])[0],
    }.ToImmutableDictionary();

    /// <summary>Returns the step of the result; null for an operation that cannot be part of a kernel.</summary>
    public static int? Write(ScalarBuilder build, Operation operation, IReadOnlyList<int> x, Func<Coefficient, int> number) =>
        Forms.TryGetValue(operation.Definition, out var form) ? form(build, operation, x, number) : null;
}
