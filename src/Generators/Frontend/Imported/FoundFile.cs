using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>The file of a model, found among those of the project.</summary>
/// <param name="Half">What the author says about the model.</param>
/// <param name="File">The file; null when there is not exactly one.</param>
/// <param name="Fault">The reason why there is no file; null when there is one.</param>
internal sealed record FoundFile(ImportedHalf Half, ImportedFile? File, Finding? Fault)
{
    /// <summary>Finds the file that the author names.</summary>
    public static FoundFile Of(ImportedHalf half, EquatableArray<ImportedFile> files)
    {
        if (half.File.Trim().Length == 0) return Wrong("this names no file: write its path from the project's folder");
        var matching = ProjectFiles.Matching(half.File, files, static file => file.Path);
        return matching switch
        {
            [var only] => new FoundFile(half, only, null),
            [] => Wrong($"{Others()}: write <ItemGroup><OnnxModel Include=\"{half.File}\" /></ItemGroup> into the project file"),
            _ => Wrong($"{string.Join(" and ", matching.Select(file => $"'{file.Path}'"))} end with it: write more of the path"),
        };

        string Others() => files.Count == 0 ? "the project has no .onnx file"
            : $"the project's .onnx files are {Clip.Join([.. files.Select(file => $"'{Clip.Text(file.Path)}'")])}";

        FoundFile Wrong(string what) =>
            new(half, null, Finding.Of(Rules.OnnxItem, ImportedModel.Attribute, half.Type.Name, half.File, what));
    }

    /// <summary>Reads the model of the file; without a file, the result says what is wrong.</summary>
    public ImportedModel Import(ImmutableArray<MetadataReference> references, ParseOptions options, CancellationToken cancellation) =>
        File is { } file ? ImportedModel.Read(Half, file, references, options, cancellation)
            : new ImportedModel(Half, null, null, null, Fault is null ? [] : [Fault]);
}
