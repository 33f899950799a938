using System.Linq.Expressions;
using System.Reflection;

namespace ModelDsl.Gpu;

/// <summary>Compares the arguments of launches without boxing them: field by field, the memory of views by reference.</summary>
internal static class Arguments<TArguments> where TArguments : struct
{
    private delegate bool Comparison(in TArguments a, in TArguments b);

    private static readonly Comparison Compare = Compile();

    /// <summary>Returns whether two launches do the same.</summary>
    public static bool AreSame(in TArguments a, in TArguments b) => Compare(a, b);

    private static Comparison Compile()
    {
        var type = typeof(TArguments).MakeByRefType();
        var (a, b) = (Expression.Parameter(type, "a"), Expression.Parameter(type, "b"));
        return Expression.Lambda<Comparison>(Same(a, b, typeof(TArguments)), a, b).Compile();
    }

    /// <summary>Numbers are the same if their bits are: NaN is the same as NaN, and −0 is not 0.</summary>
    private static Expression Same(Expression a, Expression b, Type type)
    {
        if (!type.IsValueType) return Expression.ReferenceEqual(a, b);
        if (type == typeof(float)) return Expression.Equal(Bits(a), Bits(b));
        if (type.IsPrimitive) return Expression.Equal(a, b);
        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => Same(Expression.Field(a, field), Expression.Field(b, field), field.FieldType))
            .Aggregate<Expression, Expression>(Expression.Constant(true), Expression.AndAlso);
    }

    private static Expression Bits(Expression number) =>
        Expression.Call(typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits), null, number);
}
