using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Scalars;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// An author's functions of numbers, applied to each element. The derivative is again such a function, of the operands and the upstream
/// gradient, so that it can be derived once more.
/// </summary>
internal static class Maps
{
    public static readonly OperationDefinition Map = new(nameof(Map), Stage.Lowering, static (operands, attributes) =>
    {
        Require(operands.Length == attributes.Function!.Arguments, operands);
        return Same(operands, attributes);
    })
    {
        Adjoint = static (build, op, d) =>
        [
            .. op.Operands.Select((x, i) => ScalarDerivative.By(op.Attributes.Function!, i) is { } slope
                ? build.Gradient(Map!, x, op.Attributes with { Function = slope }, [.. op.Operands, d[0]!])
                : null),
        ],
        Tangent = static (build, op, t) =>
        [
            op.Operands.Select((x, i) => t[i] is { } tangent && ScalarDerivative.By(op.Attributes.Function!, i) is { } slope
                ? build.Tangent(Map!, op.Result, op.Attributes with { Function = slope }, [.. op.Operands, tangent])
                : null).Aggregate((Value?)null, (sum, part) => build.Sum(sum, part, op.Result)),
        ],
        Instruction = new("Map", static a => [$"[{string.Join(", ", a.All)}]", $"[{string.Join(", ", a.Attributes.Given.Select(given => given.ToSource(a.Rows)))}]"])
        {
            TypeArgument = static a => a.Kernel(a.Attributes.Function!),
        },
        Onnx = OnnxForm.Inlined,
        InPlace = [0, 1, 2, 3, 4, 5, 6],
    };

    public static readonly ImmutableArray<OperationDefinition> All = [Map];
}
