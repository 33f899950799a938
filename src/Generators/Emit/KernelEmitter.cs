using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>Writes a function of numbers as a kernel, one operation on each line. The engine chooses the type of the numbers.</summary>
internal static class KernelEmitter
{
    private const string Engines = "global::ModelDsl.Engines";

    private static readonly string[] Arguments = ["x", "y", "z", "w"];

    /// <summary>
    /// Writes a kernel that loads its arguments from the first buffers, and stores its results in the buffers after them.
    /// </summary>
    public static void Write(SourceWriter writer, ScalarFunction function) =>
        Write(writer, function, [.. Enumerable.Range(function.Arguments, function.Results.Count)]);

    /// <param name="writer">The writer to which it is written.</param>
    /// <param name="function">The function; its name is the kernel's.</param>
    /// <param name="stores">The buffer of each result.</param>
    /// <param name="arguments">Names of its arguments; null for the default names.</param>
    public static void Write(SourceWriter writer, ScalarFunction function, int[] stores, string[]? arguments = null)
    {
        using var type = writer.Braces($"public readonly struct {function.Name} : {Engines}.IKernel");
        writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        writer.Line("public static void Run<TNumber, TMath, TElements>(ref TElements at)");
        writer.Line($"    where TMath : struct, {Engines}.IArithmetic<TNumber>");
        using var method = writer.Braces($"    where TElements : struct, {Engines}.IElements<TNumber>, allows ref struct");
        var texts = WriteSteps(writer, function, new Naming(["at"]), (node, i) => node.Is(ScalarOperations.Argument)
            ? (arguments?[i] ?? NameOf(function, i), $"at.Load({Literal.Of(i)})")
            : ("number" + Literal.Of(i), $"at.Number({Literal.Of(i)})"));
        for (var r = 0; r < stores.Length; r++) writer.Line($"at.Store({Literal.Of(stores[r])}, {texts[function.Results[r]]});");
    }

    /// <summary>Writes the steps of a function, one on each line.</summary>
    /// <param name="writer">The writer to which they are written.</param>
    /// <param name="function">The function.</param>
    /// <param name="naming">Gives a name to each step.</param>
    /// <param name="given">
    /// Returns a name for an argument or a given number, and the code that reads it. Without code, the name exists already.
    /// </param>
    /// <returns>For each step, the name or the constant by which it is read.</returns>
    public static string[] WriteSteps(
        SourceWriter writer, ScalarFunction function, Naming naming, Func<ScalarNode, int, (string Name, string? Code)> given)
    {
        var texts = new string[function.Nodes.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var node = function.Nodes[i];
            if (node.Is(ScalarOperations.Number))
            {
                texts[i] = $"TMath.Number({Constant(node.Value)})";
                continue;
            }
            var (wanted, code) = node.Is(ScalarOperations.Argument) || node.Is(ScalarOperations.Given)
                ? given(node, (int)node.Value)
                : (Words(node.Operation), $"TMath.{node.Operation}({string.Join(", ", node.Operands.Select(o => texts[o]))})");
            texts[i] = code is null ? wanted : naming.Unique(wanted);
            if (code is not null) writer.Line($"TNumber {texts[i]} = {code};");
        }
        return texts;
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
