using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Lowering;

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
        public const string Blocks = nameof(Blocks);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Model, static (node, _) => CanBeModel(node), ModelSpecReader.Read)
            .Where(static candidate => candidate is not null)
            .WithTrackingName(Steps.Candidates);

        var diagnostics = candidates.SelectMany(static (candidate, _) => candidate!.Diagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));

        foreach (var attribute in LayerTable.All.Select(layer => layer.AttributeName).Concat(LossTable.All.Select(loss => loss.AttributeName)))
        {
            var strays = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax or ParameterSyntax, StrayAttributes.Read)
                .Where(static stray => stray is not null);
            context.RegisterSourceOutput(strays, static (output, stray) => output.ReportDiagnostic(stray!));
        }

        var strayMethods = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Forward, static (node, _) => node is MethodDeclarationSyntax, StrayForward.Read)
            .Where(static stray => stray is not null);
        context.RegisterSourceOutput(strayMethods, static (output, stray) => output.ReportDiagnostic(stray!));

        var blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Block, static (node, _) => CanBeModel(node), BlockReader.Read)
            .Where(static candidate => candidate is not null);
        context.RegisterSourceOutput(
            blocks.SelectMany(static (candidate, _) => candidate!.Diagnostics), static (output, diagnostic) => output.ReportDiagnostic(diagnostic));
        var blockOutputs = blocks.Select(static (candidate, _) => candidate!.Output).Where(static output => output is not null).WithTrackingName(Steps.Blocks);
        context.RegisterSourceOutput(blockOutputs, static (output, block) =>
        {
            var file = BlockEmitter.Emit(block!);
            output.AddSource(file.HintName, file.Source);
        });

        var outputs = candidates
            .Select(static (candidate, _) => candidate!.Output)
            .Where(static output => output is not null)
            .WithTrackingName(Steps.Outputs);
        context.RegisterSourceOutput(outputs, static (output, model) =>
        {
            foreach (var file in ModelEmitter.Emit(model!)) output.AddSource(file.HintName, file.Source);
        });
    }

    /// <summary>The compiler itself says that other declarations can't have the attribute.</summary>
    private static bool CanBeModel(SyntaxNode node) => node is TypeDeclarationSyntax { Identifier.IsMissing: false } and not InterfaceDeclarationSyntax;
}
