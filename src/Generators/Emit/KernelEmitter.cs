using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes a function of numbers as a kernel: one operation a line, over numbers of which the engine says what they are.</summary>
internal static class KernelEmitter
{
    private const string Engines = "global::ModelDsl.Engines";

    private static readonly string[] Arguments = ["x", "y", "z", "w"];

    /// <summary>A kernel that loads its arguments from the first buffers, and stores its results to those behind.</summary>
    public static void Write(SourceWriter writer, ScalarFunction function) =>
        Write(writer, function, [.. Enumerable.Range(function.Arguments, function.Results.Count)]);

    /// <param name="writer">Where it is written.</param>
    /// <param name="function">The function; its name is the kernel's.</param>
    /// <param name="stores">The buffer of each result.</param>
    /// <param name="arguments">Names of its arguments; none for usual ones.</param>
    public static void Write(SourceWriter writer, ScalarFunction function, int[] stores, string[]? arguments = null)
    {
        using var type = writer.Braces($"public readonly struct {function.Name} : {Engines}.IKernel");
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        writer.Line("public static void Run<TNumber, TMath, TElements>(ref TElements at)");
        writer.Line($"    where TMath : struct, {Engines}.IArithmetic<TNumber>");
        using var method = writer.Braces($"    where TElements : struct, {Engines}.IElements<TNumber>, allows ref struct");
        var (naming, texts) = (new Naming(["at"]), new string[function.Nodes.Count]);
        for (var i = 0; i < texts.Length; i++)
        {
            var node = function.Nodes[i];
            if (node.Is(ScalarOperations.Number))
            {
                texts[i] = $"TMath.Number({Constant(node.Value)})";
                continue;
            }
            var (wanted, code) = Step(function, node, texts, arguments);
            texts[i] = naming.Unique(wanted);
            writer.Line($"TNumber {texts[i]} = {code};");
        }
        for (var r = 0; r < stores.Length; r++) writer.Line($"at.Store({Literal.Of(stores[r])}, {texts[function.Results[r]]});");
    }

    private static (string Name, string Code) Step(ScalarFunction function, ScalarNode node, string[] texts, string[]? arguments)
    {
        var index = Literal.Of((int)node.Value);
        if (node.Is(ScalarOperations.Argument)) return (arguments?[(int)node.Value] ?? NameOf(function, (int)node.Value), $"at.Load({index})");
        if (node.Is(ScalarOperations.Given)) return ("number" + index, $"at.Number({index})");
        return (Words(node.Operation), $"TMath.{node.Operation}({string.Join(", ", node.Operands.Select(o => texts[o]))})");
    }

    private static string NameOf(ScalarFunction function, int argument) => function.Arguments <= Arguments.Length ? Arguments[argument] : "x" + Literal.Of(argument);

    private static string Words(string operation) => operation switch
    {
        nameof(ScalarOperations.Add) => "sum",
        nameof(ScalarOperations.Subtract) => "difference",
        nameof(ScalarOperations.Multiply) => "product",
        nameof(ScalarOperations.Divide) => "quotient",
        nameof(ScalarOperations.Negate) => "negative",
        nameof(ScalarOperations.Less) or nameof(ScalarOperations.Equal) => "chosen",
        _ => operation,
    };

    private static string Constant(double value) => double.IsNaN(value) ? "double.NaN" : Literal.OfBound(value);
}
