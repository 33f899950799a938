using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Lowering;

namespace ModelDsl.Generators;

/// <summary>
/// Writes the other half of every record with [Model]. Declarations are read and checked after every edit. Code is emitted again only for a
/// model whose spec has changed.
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
        Models(context);
        Blocks(context);
        Optimizers(context);
        ElementwiseFunctions(context);
        StrayLayersAndLosses(context);
        StrayMethods(context);
    }

    /// <summary>
    /// Reads the records with [Model], checks them together (a model may contain another), reports findings and writes files.
    /// </summary>
    private static void Models(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.Marked(MetadataNames.Model, CanBeModel, ModelSpecReader.Read).NotNull().WithTrackingName(Steps.Candidates);
        var models = candidates.Select(static (candidate, _) => candidate.Spec).NotNull()
            .Select(static (spec, _) => CheckedModel.Of(spec)).WithTrackingName(Steps.Checks)
            .Collect().Select(static (models, _) => new CheckedModels(models));
        var judged = candidates.Combine(models);
        var outputs = judged.Select(static (pair, _) => pair.Left.Output(pair.Right)).NotNull().WithTrackingName(Steps.Outputs);

        context.Report(judged.SelectMany(static (pair, _) => pair.Left.Diagnostics(pair.Right)));
        context.Write(outputs, static output => ModelEmitter.Emit(output));
    }

    /// <summary>Reads and writes the records with [Block].</summary>
    private static void Blocks(IncrementalGeneratorInitializationContext context)
    {
        var blocks = context.Marked(MetadataNames.Block, CanBeModel, BlockReader.Read).NotNull();
        var outputs = blocks.Select(static (block, _) => block.Output).NotNull().WithTrackingName(Steps.Blocks);

        context.Report(blocks.SelectMany(static (block, _) => block.Diagnostics));
        context.Write(outputs, static block => [BlockEmitter.Emit(block)]);
    }

    /// <summary>Reads and writes the records with [Optimizer].</summary>
    private static void Optimizers(IncrementalGeneratorInitializationContext context)
    {
        var optimizers = context
            .Marked(MetadataNames.OptimizerMark, static node => node is TypeDeclarationSyntax, OptimizerReader.Read).NotNull();
        var outputs = optimizers.Select(static (optimizer, _) => optimizer.Output).NotNull().WithTrackingName(Steps.Optimizers);

        context.Report(optimizers.SelectMany(static (optimizer, _) => optimizer.Diagnostics));
        context.Write(outputs, static optimizer => [OptimizerEmitter.Emit(optimizer)]);
    }

    /// <summary>Checks methods with [Elementwise]. Their code is written into the models that call them.</summary>
    private static void ElementwiseFunctions(IncrementalGeneratorInitializationContext context) => context.Report(
        context.Marked(MetadataNames.Elementwise, IsMethod, ElementwiseReader.Check).SelectMany(static (diagnostics, _) => diagnostics));

    /// <summary>Reports layers, losses and inputs in a record whose author forgot [Model].</summary>
    private static void StrayLayersAndLosses(IncrementalGeneratorInitializationContext context)
    {
        var attributes = LayerTable.All.Select(layer => layer.AttributeName).Concat(LossTable.All.Select(loss => loss.AttributeName));
        foreach (var attribute in attributes.Append(MetadataNames.Input))
            context.Report(context.Marked(attribute, StrayAttributes.MayBe, StrayAttributes.Read).NotNull());
    }

    /// <summary>Reports methods with [Forward] in a record whose author forgot [Model].</summary>
    private static void StrayMethods(IncrementalGeneratorInitializationContext context) =>
        context.Report(context.Marked(MetadataNames.Forward, IsMethod, StrayForward.Read).NotNull());

    private static bool IsMethod(SyntaxNode node) => node is MethodDeclarationSyntax;

    /// <summary>Returns true for a type declaration with a name. The compiler itself reports the attribute on other declarations.</summary>
    private static bool CanBeModel(SyntaxNode node) =>
        node is TypeDeclarationSyntax { Identifier.IsMissing: false } and not InterfaceDeclarationSyntax;
}
