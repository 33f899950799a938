using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>The kernels of a file: each function of numbers that its code maps becomes a type, one for all that are equal.</summary>
/// <param name="model">Name of the model.</param>
internal sealed class Kernels(string model)
{
    private readonly string type = "__" + model + "Kernels";
    private readonly Naming naming = Names();
    private readonly Dictionary<ScalarFunction, string> names = [];
    private readonly List<ScalarFunction> functions = [];

    /// <summary>The type of a function's kernel.</summary>
    public string TypeOf(ScalarFunction function)
    {
        if (!names.TryGetValue(function.Nameless, out var name))
        {
            names[function.Nameless] = name = NameOf(function.Name, naming);
            functions.Add(function with { Name = name });
        }
        return $"{type}.{name}";
    }

    /// <summary>Names of kernels: a type has none of its members'.</summary>
    public static Naming Names() => new(["run"]);

    /// <summary>The name of a kernel, of the function that it computes.</summary>
    public static string NameOf(string function, Naming naming)
    {
        var unique = naming.Unique(function);
        return char.ToUpperInvariant(unique[0]) + unique.Substring(1);
    }

    /// <summary>The types, in the order in which they were asked for; nothing where none was.</summary>
    public string Emit()
    {
        if (functions.Count == 0) return "";
        var writer = new SourceWriter();
        writer.Line();
        writer.Line($"/// <summary>What {model} does to each element by itself.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using (writer.Braces($"file static class {type}"))
        {
            for (var i = 0; i < functions.Count; i++)
            {
                if (i > 0) writer.Line();
                KernelEmitter.Write(writer, functions[i]);
            }
        }
        return writer.ToString();
    }
}
