using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Turns a declaration into its spec. This is the only stage that sees symbols and syntax.</summary>
internal static class ModelSpecReader
{
    /// <summary>Reads a type with [Model]. It returns null for a second part of a type that was already read.</summary>
    public static ModelCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var model = context.Attributes[0];
        if (FirstModelAttribute(symbol)?.ApplicationSyntaxReference is { } first && !IsWithin(context.TargetNode, first)) return null;

        var reading = RecordReading.Of(symbol, context.TargetNode,
            new RecordReader(symbol, context.SemanticModel.Compilation, cancellation));
        var spec = Specify(reading);
        var map = DeclarationMap.Of(reading, (TypeDeclarationSyntax)context.TargetNode, model);
        var skeleton = reading.Declaration is not { } declaration ? null : new ModelOutput(declaration, null, Taken(reading))
        {
            Inputs = reading.Input.Inputs,
            Outputs = reading.Outputs.Any(TupleNames.IsReserved) ? [] : reading.Outputs,
            Rows = reading.Input.Outline,
            Derivatives = reading.Traits.Derivatives,
            HasWeights = reading.Traits.HasWeights,
            IsExported = OnnxReader.IsExported(symbol),
        };
        return new ModelCandidate(skeleton, spec, reading.Findings, map);
    }

    /// <summary>Returns the model, whose shapes are unchecked; null when something is wrong, which is reported.</summary>
    public static ModelSpec? Specify(RecordReading reading)
    {
        if (RecordReader.IsBlock(reading.Symbol))
            reading.Findings.Add(Finding.Of(Rules.ModelAndBlock, new Anchor(Place.Model), reading.Symbol.Name));
        return reading.IsRight && reading.Draft is { } draft ? draft with { Forward = reading.Does } : null;
    }

    /// <summary>Returns the generated members that are left out, because the author's own members have their names.</summary>
    private static EquatableArray<string> Taken(RecordReading reading) => reading.Parameters
        .Select(p => p.Symbol.Name)
        .Append(reading.Symbol.Name)
        .Where(name => GeneratedMembers.IsGenerated(name, reading.Traits))
        .Concat(reading.Members.Where(member => MemberReader.IsTaken(reading.Symbol, member, reading.Traits))
        .Select(member => member.MetadataName))
        .Distinct()
        .ToEquatableArray();

    /// <summary>Returns true when an attribute stands in a part of a type.</summary>
    public static bool IsWithin(SyntaxNode node, SyntaxReference reference) =>
        node.SyntaxTree == reference.SyntaxTree && node.FullSpan.Contains(reference.Span);

    public static AttributeData? FirstModelAttribute(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Model));
}
