using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>
/// Reads what the build has made of an <c>.onnx</c> file (src/Build): C#, or lines <c>fault: …</c> with the reasons why it could not.
/// </summary>
internal static class ImportedFileReader
{
    /// <summary>The metadata of the text file: the path of the <c>.onnx</c> file.</summary>
    public const string PathKey = "build_metadata.AdditionalFiles.ModelDslOnnx";

    private const string Fault = "fault: ";

    /// <summary>Reads an additional file; null when the compiler could not.</summary>
    public static ImportedFile? Read(AdditionalText file, string path, CancellationToken cancellation) =>
        file.GetText(cancellation)?.ToString() is { } text ? Read(text, path) : null;

    /// <summary>Reads the text that the task has written.</summary>
    public static ImportedFile Read(string text, string path) => text.StartsWith(Fault, StringComparison.Ordinal)
        ? new ImportedFile(path, null, text.Split('\n').Where(line => line.Length > 0).Select(WithoutMark).ToEquatableArray())
        : new ImportedFile(path, text, []);

    private static string WithoutMark(string line) =>
        line.StartsWith(Fault, StringComparison.Ordinal) ? line.Substring(Fault.Length) : line;
}
