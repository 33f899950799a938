using System.Collections.Immutable;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Vectors of constants. They are written when a program is laid out; no run writes them.</summary>
internal static class Constants
{
    /// <summary>The numbers that are given.</summary>
    public static readonly OperationDefinition Numbers = new(nameof(Numbers), Stage.Lowering, static (operands, attributes) =>
    {
        Require(attributes.Type is { Rank: 1, IsPerSample: false } type && type.Columns.Size == attributes.Given.Count, operands);
        return Declared(operands, attributes);
    })
    {
        IsConstant = true,
        Adjoint = static (_, _, _) => [],
        Tangent = Still,
        Instruction = new("Numbers", static a => [$"[{string.Join(", ", a.Attributes.Given.Select(number => Literal.Of((double)(float)number.Value)))}]", a.Result()]),
        Onnx = new("Numbers", static a => a.Attributes.Given.Select(number => Literal.Of(number.Value))),
    };

    /// <summary>The factor times 0, 1, 2 and so on.</summary>
    public static readonly OperationDefinition Multiples = new(nameof(Multiples), Stage.Lowering, static (operands, attributes) =>
    {
        Require(attributes.Type is { Rank: 1, IsPerSample: false }, operands);
        return Declared(operands, attributes);
    })
    {
        IsConstant = true,
        Adjoint = static (_, _, _) => [],
        Tangent = Still,
        Instruction = new("Multiples", static a => [a.Factor, a.Result()]),
        Onnx = new("Multiples", static a => [a.Factor, Literal.Of(a.Operation.Result.Type.Columns.Size)]),
    };

    public static readonly ImmutableArray<OperationDefinition> All = [Numbers, Multiples];
}
