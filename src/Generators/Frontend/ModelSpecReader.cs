using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>From a declaration to its spec: the only stage that sees symbols and syntax.</summary>
internal static class ModelSpecReader
{
    /// <summary>Reads a type with [Model]; null for a second part of a type that was read already.</summary>
    public static ModelCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var model = context.Attributes[0];
        if (FirstModelAttribute(symbol)?.ApplicationSyntaxReference is { } first && !context.TargetNode.FullSpan.Contains(first.Span)) return null;

        var findings = new List<Finding>();
        var declaration = DeclarationReader.Read(symbol, context.TargetNode, findings);
        var parameters = LayerReader.ParametersOf(symbol, cancellation);
        var layers = LayerReader.Read(symbol, parameters, findings);
        var input = ReadInput(symbol.Name, model, findings);
        var (loss, lossAttribute) = ReadLoss(symbol, findings);

        ModelSpec? spec = null;
        if (findings.Count == 0 && declaration is { } type && input is { } shape && loss is not null && layers.All(l => l.Spec is not null))
        {
            spec = new ModelSpec(type, shape, layers.Select(l => l.Spec!).ToEquatableArray(), loss);
            var lowered = ModelLowering.Lower(spec, ProgramKind.Loss);
            findings.AddRange(lowered.Findings);
            if (lowered.Model is null) spec = null;
        }

        var map = new DeclarationMap(
            (TypeDeclarationSyntax)context.TargetNode, model, lossAttribute, [.. parameters.Select(p => p.Syntax)], [.. layers.Select(l => l.Attribute)]);
        return new ModelCandidate(declaration, spec, findings
            .Select(f => Diagnostic.Create(f.Rule, map.Locate(f.Anchor), [.. f.Arguments]))
            .ToEquatableArray());
    }

    private static AttributeData? FirstModelAttribute(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == MetadataNames.Model);

    private static EquatableArray<int>? ReadInput(string name, AttributeData model, List<Finding> findings)
    {
        var reader = new AttributeReader(model, Place.Input, -1, findings);
        var shape = reader.Ints("inputShape") ?? [];
        if (shape.Count == 0)
        {
            findings.Add(Finding.Of(Rules.NoInputShape, new Anchor(Place.Input), name));
            return null;
        }
        for (var i = 0; i < shape.Count; i++)
        {
            if (shape[i] <= 0)
                findings.Add(Finding.Of(Rules.InputNotPositive, new Anchor(Place.Input, i), Literal.Of(i + 1), name, Literal.Of(shape[i])));
        }
        return shape;
    }

    private static (LossSpec?, AttributeData?) ReadLoss(INamedTypeSymbol symbol, List<Finding> findings)
    {
        var losses = symbol.GetAttributes()
            .Select(a => (Attribute: a, Loss: LossTable.ByAttribute(a.AttributeClass?.ToDisplayString() ?? "")))
            .Where(l => l.Loss is not null)
            .ToImmutableArray();
        if (losses.Length == 0)
        {
            findings.Add(Finding.Of(Rules.NoLoss, new Anchor(Place.Model), symbol.Name));
            return default;
        }
        var last = losses[losses.Length - 1];
        if (losses.Length > 1)
            findings.Add(Finding.Of(Rules.SeveralLosses, new Anchor(Place.Loss), symbol.Name, string.Join(", ", losses.Select(l => $"[{l.Loss!.Name}]"))));
        var reader = new AttributeReader(last.Attribute, Place.Loss, -1, findings);
        var smoothing = reader.Double("LabelSmoothing", 0) ?? 0;
        if (!(smoothing >= 0 && smoothing < 1)) reader.Report(Rules.LabelSmoothing, "LabelSmoothing", last.Loss!.Name, Literal.Of(smoothing));
        return (new LossSpec(last.Loss!.Name, reader.Ints("Labels"), smoothing), last.Attribute);
    }
}
