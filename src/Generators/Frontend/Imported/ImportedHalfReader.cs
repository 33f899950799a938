using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>
/// Reads the author's half of a model that comes from a file: <c>[Onnx("resnet18.onnx")] public partial record ResNet18;</c>.
/// </summary>
internal static class ImportedHalfReader
{
    /// <summary>The traits that are known before the file is: the generated half has <c>LoadWeights</c>.</summary>
    private static readonly ModelTraits Traits = new(0, 0, Derivatives.None, HasWeights: true);

    /// <summary>Returns the attribute that names the file of a model; null when the type is no model from a file.</summary>
    public static AttributeData? AttributeOf(ITypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Onnx) && OnnxReader.IsOfFile(a));

    /// <summary>Reads a type with [Onnx]. It returns null when the attribute names no file, and for a second part of a type.</summary>
    public static ImportedCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var (symbol, node) = ((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode);
        if (AttributeOf(symbol) is not { } attribute || attribute.ApplicationSyntaxReference is not { } reference
            || !ModelSpecReader.IsWithin(node, reference)) return null;

        var (findings, sites) = (new List<Finding>(), new Sites());
        var members = MemberReader.Of(symbol);
        var compilation = context.SemanticModel.Compilation;
        var (losses, attributes) = LossReader.Declared(symbol,
            new NamedFunctions(symbol, compilation, sites, findings, cancellation), findings);
        var weights = WeightsReader.AttributeOf(symbol);
        var map = DeclarationMap.OfImported(node, attribute, attributes, members, sites, weights);
        // If the compiler reports the argument, nothing more is said.
        var file = attribute.ConstructorArguments[0] is { Kind: not TypedConstantKind.Error, Value: var value } ? value as string ?? "" : null;
        var declaration = DeclarationReader.Read(symbol, node, findings);
        if (EmittedFiles.Find(symbol, node) is { } emitted) return new ImportedCandidate(null, null, null, [emitted], map);
        CheckHalf(symbol, members, file ?? "", findings, cancellation);
        MemberReader.Check(symbol, members, [], Traits, findings);
        var isRight = declaration is not null && file is not null && losses is not null && findings.All(finding => !finding.IsError);
        var half = isRight ? new ImportedHalf(declaration!, file!, attributes.Length > 0, weights is not null) : null;
        // With an own [Model] or [Block], the other half is written there.
        var skeleton = declaration is null || RecordReader.IsModel(symbol) || RecordReader.IsBlock(symbol) ? null
            : new ModelOutput(declaration, null,
                members.Where(member => MemberReader.IsTaken(symbol, member, Traits)).Select(member => member.MetadataName)
                .Distinct().ToEquatableArray())
            { HasWeights = true };
        return new ImportedCandidate(skeleton, half, losses, findings, map)
        {
            Weights = WeightsReader.Read(weights, members, findings),
            HasText = members.Any(MemberReader.IsText),
            HasJson = symbol.GetAttributes().Any(MemberReader.IsJson),
        };
    }

    /// <summary>Reports what only a model that declares its own layers can have.</summary>
    private static void CheckHalf(
        INamedTypeSymbol symbol, IReadOnlyList<ISymbol> members, string file, List<Finding> findings, CancellationToken cancellation)
    {
        const string Tool = "'modeldsl import' writes the whole source, which you can change";
        if (RecordReader.IsModel(symbol))
        {
            Report(ImportedModel.Attribute, "it can't have [Model] too: remove one of the two attributes");
            return;
        }
        if (RecordReader.IsBlock(symbol)) Report(ImportedModel.Attribute, "it can't be a [Block]: remove that attribute");
        if (RecordReader.Has(symbol, MetadataNames.Input)) Report(new Anchor(Place.Model), "it can't name inputs: remove [Input]");
        if (LayerReader.ParametersOf(symbol, cancellation).Length > 0)
            Report(new Anchor(Place.Model), $"it can't declare layers: write 'partial record {symbol.Name};', or {Tool}");
        for (var i = 0; i < members.Count; i++)
        {
            if (ForwardReader.IsForward(members[i]))
                Report(new Anchor(Place.Member, i), $"it can't have a [Forward] method: remove '{members[i].Name}', or {Tool}");
        }

        void Report(Anchor anchor, string what) => findings.Add(Finding.Of(Rules.OnnxRecord, anchor, symbol.Name, file, what));
    }
}
