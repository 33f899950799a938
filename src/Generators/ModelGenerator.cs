using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Frontend;

namespace ModelDsl.Generators;

/// <summary>
/// Writes the other half of every record with [Model]. Declarations are read and checked whenever something is typed; code is emitted
/// again only for a model whose spec has changed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>Names of the steps that a test of caching looks at.</summary>
    internal static class Steps
    {
        public const string Candidates = nameof(Candidates);
        public const string Outputs = nameof(Outputs);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Model, static (node, _) => node is TypeDeclarationSyntax, ModelSpecReader.Read)
            .Where(static candidate => candidate is not null)
            .WithTrackingName(Steps.Candidates);

        var diagnostics = candidates.SelectMany(static (candidate, _) => candidate!.Diagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));

        var outputs = candidates
            .Where(static candidate => candidate!.Type is not null)
            .Select(static (candidate, _) => new ModelOutput(candidate!.Type!, candidate.Spec))
            .WithTrackingName(Steps.Outputs);
        context.RegisterSourceOutput(outputs, static (output, model) =>
        {
            foreach (var file in ModelEmitter.Emit(model)) output.AddSource(file.HintName, file.Source);
        });
    }
}
