using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Frontend.Forward;
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
        if (FirstModelAttribute(symbol)?.ApplicationSyntaxReference is { } first && !IsWithin(context.TargetNode, first)) return null;

        var reading = RecordReading.Of(symbol, context.TargetNode, new RecordReader(symbol, context.SemanticModel.Compilation, cancellation));
        var (spec, lossAttribute) = Specify(reading, model);
        var map = new DeclarationMap(
            (TypeDeclarationSyntax)context.TargetNode, model, lossAttribute, [.. reading.Parameters.Select(p => p.Syntax)], reading.Layers, reading.Members, reading.Places);
        var diagnostics = reading.Findings.Select(f => Diagnostic.Create(f.Rule, map.Locate(f.Anchor), [.. f.Arguments])).ToEquatableArray();
        var output = reading.Declaration is not { } declaration
            ? null
            : new ModelOutput(declaration, spec, spec is null ? Taken(symbol, reading.Parameters, reading.Members) : []);
        return new ModelCandidate(output, diagnostics);
    }

    /// <summary>The model, null where something is wrong, which the findings tell; and the attribute of its loss.</summary>
    public static (ModelSpec? Spec, AttributeData? Loss) Specify(RecordReading reading, AttributeData model)
    {
        var findings = reading.Findings;
        var input = ReadInput(reading.Symbol.Name, model, findings);
        var (loss, lossAttribute) = LossReader.Read(reading.Symbol, findings);
        if (RecordReader.IsBlock(reading.Symbol)) findings.Add(Finding.Of(Rules.ModelAndBlock, new Anchor(Place.Model), reading.Symbol.Name));
        if (!reading.IsRight || input is not { } shape || loss is null) return (null, lossAttribute);

        var layers = reading.Parts.SelectMany(part => part.Layers).ToEquatableArray();
        var spec = new ModelSpec(reading.Declaration!, shape, layers, loss) { Parts = reading.Parts, Forward = reading.Does };
        var checks = ModelLowering.Check(spec);
        findings.AddRange(checks.Findings.Select(finding => PartAnchors.Move(finding, reading.Parts)).Distinct());
        return (checks.Model is null ? null : spec, lossAttribute);
    }

    /// <summary>The generated members for which the author's own leave no room.</summary>
    private static EquatableArray<string> Taken(
        INamedTypeSymbol symbol, ImmutableArray<LayerReader.Parameter> parameters, ImmutableArray<ISymbol> members) => parameters
        .Select(p => p.Symbol.Name)
        .Where(GeneratedMembers.IsGenerated)
        .Concat(members.Where(member => MemberReader.IsTaken(symbol, member)).Select(member => member.MetadataName))
        .Distinct()
        .ToEquatableArray();

    private static bool IsWithin(SyntaxNode node, SyntaxReference reference) =>
        node.SyntaxTree == reference.SyntaxTree && node.FullSpan.Contains(reference.Span);

    public static AttributeData? FirstModelAttribute(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == MetadataNames.Model);

    private static EquatableArray<int>? ReadInput(string name, AttributeData model, List<Finding> findings)
    {
        var reader = new AttributeReader(model, Place.Input, -1, findings);
        if (reader.HasErrors) return null;
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
}
