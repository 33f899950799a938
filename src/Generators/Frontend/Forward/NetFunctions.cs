using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// .NET's own functions of numbers, called with constants while compiling: what a method gives when it runs as it is written is what it gives here. A compiler that
/// runs on an older .NET lacks some, and says so.
/// </summary>
internal static class NetFunctions
{
    /// <summary>Whether a method is one of Math, MathF or a type of numbers.</summary>
    public static bool Has(IMethodSymbol method) => method is { IsStatic: true, Arity: 0 } && TypeOf(method.ContainingType) is not null;

    /// <summary>What a function gives; null, and why, where it has no value.</summary>
    public static (object? Value, string Fault) Call(IMethodSymbol method, object[] arguments)
    {
        var (name, types) = (method.Name, method.Parameters.Select(p => TypeOf(p.Type)).ToArray());
        if (types.Any(type => type is null)) return (null, $"{name} is not computed while compiling: write the number");
        var function = TypeOf(method.ContainingType)?.GetMethod(name, BindingFlags.Public | BindingFlags.Static, binder: null, types!, modifiers: null);
        if (function is null) return (null, $"{name} is not known to this compiler: write the number");
        try
        {
            object[] given = [.. arguments.Select((argument, i) => types[i]!.IsEnum ? Enum.ToObject(types[i]!, argument) : argument)];
            return function.Invoke(null, given) is { } value && (ConstantFolding.IsNumber(value) || value is bool)
                ? (value, "")
                : (null, $"{name} gives no number: write the number");
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
            // It is no part of the .NET that a generator is compiled against, but of the one that it runs on.
            "System.MathF" => typeof(Math).Assembly.GetType("System.MathF"),
            "System.MidpointRounding" => typeof(MidpointRounding),
            _ => null,
        },
    };
}
