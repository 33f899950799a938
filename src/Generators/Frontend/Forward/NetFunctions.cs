using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Calls .NET's own functions of numbers with constants at compile time. A function gives the same result here as when the method runs in
/// C#. A compiler on an older .NET lacks some functions, and reports that.
/// </summary>
internal static class NetFunctions
{
    /// <summary>Returns true for a method of Math, MathF or a type of numbers.</summary>
    public static bool Has(IMethodSymbol method) => method is { IsStatic: true, Arity: 0 } && TypeOf(method.ContainingType) is not null;

    /// <summary>Returns a function's value; when it has none, null and the reason.</summary>
    public static (object? Value, string Fault) Call(IMethodSymbol method, object[] arguments)
    {
        var (name, types) = (method.Name, method.Parameters.Select(p => TypeOf(p.Type)).ToArray());
        if (types.Any(type => type is null)) return (null, $"{name} can't be computed at compile time: write the number");
        var function = TypeOf(method.ContainingType)?.GetMethod(name, BindingFlags.Public | BindingFlags.Static, binder: null, types!,
            modifiers: null);
        if (function is null) return (null, $"{name} is not known to this compiler: write the number");
        try
        {
            object[] given = [.. arguments.Select((argument, i) => types[i]!.IsEnum ? Enum.ToObject(types[i]!, argument) : argument)];
            return function.Invoke(null, given) is { } value && (ConstantFolding.IsNumber(value) || value is bool)
                ? (value, "")
                : (null, $"{name} does not return a number: write the number");
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is ArithmeticException or ArgumentException)
        {
            return (null, $"C# would throw an {thrown.InnerException.GetType().Name}");
        }
    }

    private static Type? TypeOf(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Int32 => typeof(int),
        SpecialType.System_Int64 => typeof(long),
        SpecialType.System_UInt32 => typeof(uint),
        SpecialType.System_UInt64 => typeof(ulong),
        SpecialType.System_Int16 => typeof(short),
        SpecialType.System_UInt16 => typeof(ushort),
        SpecialType.System_Byte => typeof(byte),
        SpecialType.System_SByte => typeof(sbyte),
        SpecialType.System_Single => typeof(float),
        SpecialType.System_Double => typeof(double),
        _ => type?.ToDisplayString() switch
        {
            "System.Math" => typeof(Math),
            // MathF is not part of the .NET that a generator is compiled against, but of the .NET that it runs on.
            "System.MathF" => typeof(Math).Assembly.GetType("System.MathF"),
            "System.MidpointRounding" => typeof(MidpointRounding),
            _ => null,
        },
    };
}
