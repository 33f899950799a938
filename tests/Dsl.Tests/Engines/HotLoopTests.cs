using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// A loop over vectors is compiled at its first call, as a separate method. Inlined into a caller that is compiled again, it would count as
/// cold. The few methods that are always inlined are parts of such loops.
/// </summary>
public class HotLoopTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    [Fact]
    public void Every_loop_over_vectors_is_compiled_by_itself()
    {
        var loops = typeof(CpuEngine<,>).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All)).Where(HasLoopOverVectors)
            .ToArray();
        Assert.True(loops.Length > 50, $"{loops.Length} loops were found.");
        Assert.Empty(loops.Where(method => !Has(method, HotLoop.Options) && !Has(method, MethodImplOptions.AggressiveInlining)).Select(m => $"{m.DeclaringType!.Name}.{m.Name}"));
    }

    [Fact]
    public void It_is_optimized_at_once_and_never_inlined() =>
        Assert.Equal(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining, HotLoop.Options);

    private static bool Has(MethodInfo method, MethodImplOptions options) =>
        (method.MethodImplementationFlags & (MethodImplAttributes)options) == (MethodImplAttributes)options;

    /// <summary>Tells whether a method jumps back over a vector operation.</summary>
    private static bool HasLoopOverVectors(MethodInfo method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) return false;
        var vectors = new List<int>();
        for (var i = 0; i < il.Length;)
        {
            var (at, code) = (i, Codes[il[i] == 0xFE ? (short)(0xFE00 | il[i + 1]) : il[i]]);
            i += code.Size;
            switch (code.OperandType)
            {
                case OperandType.ShortInlineBrTarget when vectors.Exists(vector => vector >= i + 1 + (sbyte)il[i]):
                case OperandType.InlineBrTarget when vectors.Exists(vector => vector >= i + 4 + BitConverter.ToInt32(il, i)):
                    return true;
                case OperandType.InlineMethod when IsOfVectors(method, BitConverter.ToInt32(il, i)):
                    vectors.Add(at);
                    break;
            }
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, i),
                _ => 4,
            };
        }
        return false;
    }

    private static bool IsOfVectors(MethodInfo method, int token)
    {
        var called = method.Module.ResolveMethod(token, method.DeclaringType!.GetGenericArguments(), method.GetGenericArguments())!;
        return called.Name != "get_Count" && called.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ILanes<>);
    }
}
