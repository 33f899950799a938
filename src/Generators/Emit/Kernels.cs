using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// The kernels of a file of programs. Each function of numbers that its code maps becomes a type; equal functions share one.
/// </summary>
/// <param name="model">Name of the model.</param>
internal sealed class Kernels(string model)
{
    private const string Type = "Kernels";

    private readonly Naming naming = Names();
    private readonly Dictionary<ScalarFunction, string> names = [];
    private readonly List<ScalarFunction> functions = [];

    /// <summary>Returns the type of a function's kernel.</summary>
    public string TypeOf(ScalarFunction function)
    {
        if (!names.TryGetValue(function.Nameless, out var name))
        {
            names[function.Nameless] = name = NameOf(function.Name, naming);
            functions.Add(function with { Name = name });
        }
        return $"{Type}.{name}";
    }

    /// <summary>Returns a source of names for kernels. No member of a type may have the name of the type.</summary>
    public static Naming Names() => new(["run", "kernels"]);

    /// <summary>Returns the name of a kernel, made from the function that it computes.</summary>
    public static string NameOf(string function, Naming naming)
    {
        var unique = naming.Unique(function);
        return char.ToUpperInvariant(unique[0]) + unique.Substring(1);
    }

    /// <summary>Writes the types, in the order in which they were asked for. It writes nothing when there are none.</summary>
    public void Write(SourceWriter writer)
    {
        if (functions.Count == 0) return;
        writer.Line();
        writer.Line($"/// <summary>The elementwise functions of {model}, as kernels.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using var type = writer.Braces($"file static class {Type}");
        for (var i = 0; i < functions.Count; i++)
        {
            if (i > 0) writer.Line();
            KernelEmitter.Write(writer, functions[i]);
        }
    }
}
