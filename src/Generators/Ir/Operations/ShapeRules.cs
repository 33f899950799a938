using System.Collections.Immutable;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Shape rules that several operations share. A broken rule is a bug of the generator: users' mistakes are found earlier.
/// </summary>
internal static class ShapeRules
{
    /// <summary>Returns the type that the attributes name.</summary>
    public static ImmutableArray<TensorType> Declared(ImmutableArray<TensorType> operands, OperationAttributes attributes) =>
        [attributes.Type ?? throw new InvalidOperationException("The type is missing.")];

    /// <summary>Returns the operands' common type. An axis takes its name from the first operand that has a name for it.</summary>
    public static ImmutableArray<TensorType> Same(ImmutableArray<TensorType> operands, OperationAttributes attributes)
    {
        Require(operands.All(o => o == operands[0] && o.Element == ElementType.Float), operands);
        return [operands.Skip(1).Aggregate(operands[0], Merged)];
    }

    /// <summary>Returns a type whose axes without names take the names of another type.</summary>
    public static TensorType Merged(TensorType type, TensorType other) =>
        type.Dims.Zip(other.Dims, (a, b) => a.Name is null && b.Name is not null).Any(takes => takes)
        ? type.Named(type.Dims.Zip(other.Dims, (a, b) => a.Name ?? b.Name))
        : type;

    /// <summary>Returns the type of the only operand, which is a float.</summary>
    public static ImmutableArray<TensorType> Unary(ImmutableArray<TensorType> operands, OperationAttributes attributes)
    {
        Require(operands.Length == 1, operands);
        return Same(operands, attributes);
    }

    public static void Require(bool condition, IEnumerable<TensorType> operands)
    {
        if (!condition) throw new InvalidOperationException($"Operands do not fit: {string.Join(", ", operands)}.");
    }
}
