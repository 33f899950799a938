using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>The file around the generated half of a record: header, namespace, containing types.</summary>
internal static class TypeFrame
{
    /// <summary>The attribute on generated types.</summary>
    public static readonly string GeneratedCode =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"ModelDsl\", {Literal.Of(typeof(TypeFrame).Assembly.GetName().Version.ToString(3))})]";

    /// <summary>The beginning of every generated file.</summary>
    public const string Header = $"""
        {GeneratedMembers.FirstLine}
        #nullable enable
        #pragma warning disable // what is obsolete, experimental or undocumented here is so by its author's will, who can't reach this file
        """;

    /// <summary>
    /// Marks a generated type as obsolete when it uses an author's type that is obsolete. Otherwise the compiler would complain. Code
    /// inside the author's type needs no mark.
    /// </summary>
    public static void WriteObsolete(SourceWriter writer, TypeSpec type)
    {
        if (type.IsObsolete) writer.Line("[global::System.Obsolete]");
    }

    /// <summary>Writes the body of a partial record within its frame.</summary>
    /// <param name="type">The place of the record.</param>
    /// <param name="documentation">Lines of its XML comment.</param>
    /// <param name="implements">The text after its name: an interface.</param>
    /// <param name="body">Writes the members.</param>
    /// <param name="attribute">The attribute before it; empty for none.</param>
    public static string Write(TypeSpec type, IEnumerable<string> documentation, string implements, Action<SourceWriter> body, string attribute = "") =>
        Around(type, [], writer =>
        {
            foreach (var line in documentation) writer.Line("/// " + line);
            if (attribute.Length > 0) writer.Line(attribute);
            using (writer.Braces($"partial {type.Keyword} {Naming.Escape(type.Name)}{type.TypeParameters}{implements}")) body(writer);
        });

    /// <summary>Writes the file around a record: header, usings, namespace, containing types.</summary>
    /// <param name="type">The place of the record.</param>
    /// <param name="first">The lines after the header: comments and usings.</param>
    /// <param name="record">Writes the record.</param>
    public static string Around(TypeSpec type, IEnumerable<string> first, Action<SourceWriter> record)
    {
        var writer = new SourceWriter();
        writer.Line(Header).Line();
        foreach (var line in first) writer.Line(line);
        if (first.Any()) writer.Line();
        if (type.Namespace.Length > 0) writer.Line($"namespace {string.Join(".", type.Namespace.Split('.').Select(Naming.Escape))};").Line();

        var blocks = new Stack<SourceWriter.Block>();
        foreach (var container in type.Containers) blocks.Push(writer.Braces($"partial {container.Keyword} {Naming.Escape(container.Name)}{container.TypeParameters}"));
        record(writer);
        while (blocks.Count > 0) blocks.Pop().Dispose();
        return writer.ToString();
    }
}
