using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>
/// A model from a file. It depends on the file, on the author's attributes and on the references, so an edit elsewhere does not read it
/// again.
/// </summary>
/// <param name="Half">What the author says about it.</param>
/// <param name="Code">The imported half of the record, to compile; null when there is none.</param>
/// <param name="Spec">The model with the loss of the import; null when something is wrong, which is reported.</param>
/// <param name="Weights">The name of the resource with its weights; null when there is none.</param>
/// <param name="Findings">The faults of the file. All are reported at the author's attribute.</param>
internal sealed record ImportedModel(
    ImportedHalf Half, string? Code, ModelSpec? Spec, string? Weights, EquatableArray<Finding> Findings)
{
    /// <summary>The place of all faults: the argument of the author's attribute.</summary>
    public static readonly Anchor Attribute = new(Place.Input, Argument: "file");

    /// <summary>
    /// Reads the model in a compilation of its own, which has the project's references and nothing of its sources.
    /// </summary>
    public static ImportedModel Read(
        ImportedHalf half, ImportedFile file, ImmutableArray<MetadataReference> references, ParseOptions options,
        CancellationToken cancellation)
    {
        if (file.Code is not { } code || ImportedCode.Write(half, file) is not { } written || ImportedCode.Read(half, code) is not { } read)
        {
            var faults = file.Faults.Count > 0 ? file.Faults : ["the build of this version of ModelDsl did not import it"];
            return new ImportedModel(half, null, null, null, faults.Select(fault => Fault(half, file, fault)).ToEquatableArray());
        }
        var tree = CSharpSyntaxTree.ParseText(read, (CSharpParseOptions)options, cancellationToken: cancellation);
        var compilation = CSharpCompilation.Create("Imported", [tree], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var node = ImportedCode.ModelIn(tree.GetRoot(cancellation))!;
        var symbol = (INamedTypeSymbol)compilation.GetSemanticModel(tree).GetDeclaredSymbol(node, cancellation)!;
        var reading = RecordReading.Of(symbol, node, new RecordReader(symbol, compilation, cancellation));
        var spec = ModelSpecReader.Specify(reading);
        // Findings point into the imported code, which is not the author's.
        var findings = reading.Findings.Select(finding => finding with { Anchor = Attribute, Others = [] }).ToList();
        if (spec is null && !findings.Any(finding => finding.IsError))
            findings.Add(Fault(half, file, Unreadable(compilation, cancellation)));
        return new ImportedModel(
            half, written, spec is null ? null : Exported(spec with { Type = half.Type }), file.Weights, findings.ToEquatableArray());
    }

    /// <summary>Returns the model with an export, if all its operations have an ONNX form. A model that only predicts needs none.</summary>
    private static ModelSpec Exported(ModelSpec spec)
    {
        var exported = spec with { IsExported = true };
        return CheckedModel.Of(exported).Findings.Any(finding => finding.Rule == Rules.NoOnnxForm) ? spec : exported;
    }

    private static string Unreadable(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var error = compilation.GetDiagnostics(cancellation).FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? "its C# can't be read" : $"its C# does not compile ({error.Id}: {error.GetMessage()})";
    }

    private static Finding Fault(ImportedHalf half, ImportedFile file, string what) =>
        Finding.Of(Rules.OnnxImport, Attribute, half.Type.Name, file.Path, what);
}
