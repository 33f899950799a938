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
        public const string Checks = nameof(Checks);
        public const string Outputs = nameof(Outputs);
        public const string Optimizers = nameof(Optimizers);
        public const string Blocks = nameof(Blocks);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Model, static (node, _) => CanBeModel(node), ModelSpecReader.Read)
            .Where(static candidate => candidate is not null)
            .Select(static (candidate, _) => candidate!)
            .WithTrackingName(Steps.Candidates);
        var models = candidates
            .Select(static (candidate, _) => candidate.Spec)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => CheckedModel.Of(spec!))
            .WithTrackingName(Steps.Checks)
            .Collect()
            .Select(static (models, _) => new CheckedModels(models));
        var judged = candidates.Combine(models);

        var diagnostics = judged.SelectMany(static (pair, _) => pair.Left.Diagnostics(pair.Right));
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));

        foreach (var attribute in LayerTable.All.Select(layer => layer.AttributeName).Concat(LossTable.All.Select(loss => loss.AttributeName)).Append(MetadataNames.Input))
        {
            var strays = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => StrayAttributes.MayBe(node), StrayAttributes.Read)
                .Where(static stray => stray is not null);
            context.RegisterSourceOutput(strays, static (output, stray) => output.ReportDiagnostic(stray!));
        }

        var strayMethods = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Forward, static (node, _) => node is MethodDeclarationSyntax, StrayForward.Read)
            .Where(static stray => stray is not null);
        context.RegisterSourceOutput(strayMethods, static (output, stray) => output.ReportDiagnostic(stray!));

        var functions = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.Elementwise, static (node, _) => node is MethodDeclarationSyntax, ElementwiseReader.Check)
            .SelectMany(static (diagnostics, _) => diagnostics);
        context.RegisterSourceOutput(functions, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));

        var optimizers = context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.OptimizerMark, static (node, _) => node is TypeDeclarationSyntax, OptimizerReader.Read)
            .Where(static candidate => candidate is not null);
        context.RegisterSourceOutput(
            optimizers.SelectMany(static (candidate, _) => candidate!.Diagnostics), static (output, diagnostic) => output.ReportDiagnostic(diagnostic));
        context.RegisterSourceOutput(
            optimizers.Select(static (candidate, _) => candidate!.Output).Where(static output => output is not null).WithTrackingName(Steps.Optimizers),
            static (output, optimizer) =>
            {
                var file = OptimizerEmitter.Emit(optimizer!);
                output.AddSource(file.HintName, file.Source);
            });

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

        var outputs = judged
            .Select(static (pair, _) => pair.Left.Output(pair.Right))
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
