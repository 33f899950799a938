using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// The file around code that calls instructions: the programs of a model, and its layers as functions. It stands in a namespace of its own,
/// so that no name and no extension method of the author is found before the library's, and no name needs more than one word.
/// </summary>
internal static class ProgramFrame
{
    private const string Root = "ModelDsl.__Programs";

    /// <summary>The namespace of a model's programs. Two models never share one.</summary>
    public static string NamespaceOf(TypeSpec type) => $"{Root}.{Naming.Escape(string.Concat(type.HintName.Select(Encoded)))}";

    /// <summary>The name of something in that namespace, as the author's file can say it.</summary>
    public static string NameOf(TypeSpec type, string name) => $"global::{NamespaceOf(type)}.{name}";

    /// <summary>Writes the file.</summary>
    /// <param name="type">The model's place, which gives the namespace.</param>
    /// <param name="kernels">The kernels that the code asks for; they follow it.</param>
    /// <param name="body">Writes the types.</param>
    public static string Write(TypeSpec type, Kernels kernels, Action<SourceWriter> body)
    {
        var writer = new SourceWriter();
        writer.Line($"""
            {TypeFrame.Header}

            namespace {NamespaceOf(type)};

            using global::ModelDsl.CompilerServices;
            using global::ModelDsl.Engines;
            using static global::ModelDsl.ActivationKind;
            using static global::ModelDsl.Engines.Transpose;
            """).Line();
        body(writer);
        kernels.Write(writer);
        return writer.ToString();
    }

    /// <summary>
    /// A letter of a full name, in an identifier: a point becomes <c>_</c>. No identifier begins with a digit, so no two names become one.
    /// </summary>
    private static string Encoded(char letter) => letter switch
    {
        '.' => "_",
        '_' => "_0",
        '+' => "_1",
        '`' => "_2",
        '-' => "_3",
        _ => letter.ToString(),
    };
}
