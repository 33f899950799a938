using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Emit.Features;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Frontend.Features;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Frontend.Imported;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

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
        public const string Weights = nameof(Weights);
        public const string ImportedFiles = nameof(ImportedFiles);
        public const string ImportedModels = nameof(ImportedModels);
        public const string Features = nameof(Features);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Models(context);
        Blocks(context);
        Features(context);
        Optimizers(context);
        ElementwiseFunctions(context);
        StrayLayersAndLosses(context);
        StrayFeatureAttributes(context);
        StrayMethods(context);
    }

    /// <summary>
    /// Reads the records with [Model], checks them together (a model may contain another), reports findings and writes files.
    /// </summary>
    private static void Models(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.Marked(MetadataNames.Model, CanBeModel, ModelSpecReader.Read).NotNull().WithTrackingName(Steps.Candidates);
        var files = WeightsFiles(context);
        Judge(context, candidates, files);
        Judge(context, ImportedModels(context), files);
    }

    /// <summary>Checks models, reports findings and writes files.</summary>
    private static void Judge(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ModelCandidate> candidates,
        IncrementalValueProvider<EquatableArray<WeightsFile>> files)
    {
        var models = candidates.Select(static (candidate, _) => candidate.Spec).NotNull()
            .Select(static (spec, _) => CheckedModel.Of(spec)).WithTrackingName(Steps.Checks)
            .Collect().Combine(files).Select(static (pair, _) => new CheckedModels(pair.Left, pair.Right));
        var judged = candidates.Combine(models);
        var outputs = judged.Select(static (pair, _) => pair.Left.Output(pair.Right)).NotNull().WithTrackingName(Steps.Outputs);

        context.Report(judged.SelectMany(static (pair, _) => pair.Left.Diagnostics(pair.Right)));
        context.Write(outputs, static output => ModelEmitter.Emit(output));
    }

    /// <summary>
    /// Reads the records with [Onnx("…")], and the C# that the build has made of their files. The C# is read again only when the file, the
    /// attributes or the references change.
    /// </summary>
    private static IncrementalValuesProvider<ModelCandidate> ImportedModels(IncrementalGeneratorInitializationContext context)
    {
        var halves = context.Marked(MetadataNames.Onnx, CanBeModel, ImportedHalfReader.Read).NotNull();
        var files = Texts(context,
            ImportedFileReader.PathKey).Select(static (file, cancellation) => ImportedFileReader.Read(file.File, file.Path, cancellation))
            .NotNull().WithTrackingName(Steps.ImportedFiles)
            .Collect().Select(static (files, _) => files.OrderBy(file => file.Path, StringComparer.Ordinal).ToEquatableArray());
        var found = halves.Select(static (candidate, _) => candidate.Half).NotNull()
            .Combine(files).Select(static (pair, _) => FoundFile.Of(pair.Left, pair.Right));
        var imports = found.Combine(context.MetadataReferencesProvider.Collect()).Combine(context.ParseOptionsProvider)
            .Select(static (input, cancellation) => input.Left.Left.Import(input.Left.Right, input.Right, cancellation))
            .WithTrackingName(Steps.ImportedModels);
        context.Write(imports, static import => import.Code is { } code ? [new GeneratedFile($"{import.Half.Type.HintName}.Imported.g.cs", code)] : []);
        return halves.Combine(imports.Collect()).Select(static (pair, _) => pair.Left.With(pair.Right));
    }

    /// <summary>Returns the additional files that the build has made for us, with the path of the file that each was made from.</summary>
    private static IncrementalValuesProvider<(AdditionalText File, string Path)> Texts(
        IncrementalGeneratorInitializationContext context, string key) =>
        context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => (File: pair.Left, Path: pair.Right.GetOptions(pair.Left).TryGetValue(key, out var path) ? path : ""))
            .Where(static file => file.Path.Length > 0);

    /// <summary>Reads the headers of the project's weights files. A file is read again only when the compiler sees a new text.</summary>
    private static IncrementalValueProvider<EquatableArray<WeightsFile>> WeightsFiles(IncrementalGeneratorInitializationContext context) =>
        Texts(context, WeightsFileReader.PathKey)
            .Select(static (file, cancellation) => WeightsFileReader.Read(file.File, file.Path, cancellation)).NotNull()
            .WithTrackingName(Steps.Weights)
            .Collect().Select(static (files, _) => files.OrderBy(file => file.Path, StringComparer.Ordinal).ToEquatableArray());

    /// <summary>Reads and writes the records with [Block].</summary>
    private static void Blocks(IncrementalGeneratorInitializationContext context)
    {
        var blocks = context.Marked(MetadataNames.Block, CanBeModel, BlockReader.Read).NotNull();
        var outputs = blocks.Select(static (block, _) => block.Output).NotNull().WithTrackingName(Steps.Blocks);

        context.Report(blocks.SelectMany(static (block, _) => block.Diagnostics));
        context.Write(outputs, static block => [BlockEmitter.Emit(block)]);
    }

    /// <summary>Reads and writes the records with [Features].</summary>
    private static void Features(IncrementalGeneratorInitializationContext context)
    {
        var rows = context.Marked(MetadataNames.Features, CanBeModel, FeaturesReader.Read).NotNull();
        var outputs = rows.Select(static (row, _) => row.Output).NotNull().WithTrackingName(Steps.Features);

        context.Report(rows.SelectMany(static (row, _) => row.Diagnostics));
        context.Write(outputs, static row => [FeaturesEmitter.Emit(row)]);
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
        foreach (var attribute in attributes.Concat([MetadataNames.Input, MetadataNames.Weights, MetadataNames.Onnx]))
            context.Report(context.Marked(attribute, StrayAttributes.MayBe, StrayAttributes.Read).NotNull());
    }

    /// <summary>Reports feature attributes in a record whose author forgot [Features], and names of columns that no table has.</summary>
    private static void StrayFeatureAttributes(IncrementalGeneratorInitializationContext context)
    {
        foreach (var feature in EncodingTable.All)
            context.Report(context.Marked(feature.AttributeName, StrayFeatures.MayBe, StrayFeatures.Read).NotNull());
        context.Report(context.Marked(MetadataNames.Column, StrayFeatures.MayBeNoColumn, StrayFeatures.ReadColumn).NotNull());
        context.Report(context.Marked(MetadataNames.Items, StrayFeatures.MayBeNoColumn, StrayFeatures.ReadColumn).NotNull());
    }

    /// <summary>Reports methods with [Forward] or [Migration] in a record whose author forgot [Model].</summary>
    private static void StrayMethods(IncrementalGeneratorInitializationContext context)
    {
        context.Report(context.Marked(MetadataNames.Forward, IsMethod, StrayForward.Read).NotNull());
        context.Report(context.Marked(MetadataNames.Migration, IsMethod, StrayAttributes.ReadMigration).NotNull());
    }

    private static bool IsMethod(SyntaxNode node) => node is MethodDeclarationSyntax;

    /// <summary>Returns true for a type declaration with a name. The compiler itself reports the attribute on other declarations.</summary>
    private static bool CanBeModel(SyntaxNode node) =>
        node is TypeDeclarationSyntax { Identifier.IsMissing: false } and not InterfaceDeclarationSyntax;
}
