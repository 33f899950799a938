using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// The file around code that calls instructions: the programs of a model, and its layers as functions. It has its own namespace. So no name
/// and no extension method of the author is found before the library's, and every name needs only one word.
/// </summary>
internal static class ProgramFrame
{
    private const string Root = "ModelDsl.__Programs";

    /// <summary>Returns the namespace of a model's programs. Two models never share one.</summary>
    public static string NamespaceOf(TypeSpec type) => $"{Root}.{Naming.Escape(string.Concat(type.HintName.Select(Encoded)))}";

    /// <summary>Returns the full name of a member of that namespace, for the author's file.</summary>
    public static string NameOf(TypeSpec type, string name) => $"global::{NamespaceOf(type)}.{name}";

    /// <summary>Writes the file.</summary>
    /// <param name="type">The model's type, which gives the namespace.</param>
    /// <param name="kernels">The kernels that the code asks for; they follow the code.</param>
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
    /// Encodes a letter of a full name for an identifier: a point becomes <c>_</c>. No identifier begins with a digit, so two names never
    /// become one.
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
