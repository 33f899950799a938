using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>The front end's result for a record with [Features].</summary>
internal sealed record FeaturesCandidate(FeaturesOutput? Output, EquatableArray<Diagnostic> Diagnostics);

/// <summary>Reads records with [Features]: rows of tables.</summary>
internal static class FeaturesReader
{
    /// <summary>Reads a type. It returns null for a second part of a type that was already read.</summary>
    public static FeaturesCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var (row, node) = ((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode);
        var first = row.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Features));
        if (first?.ApplicationSyntaxReference is { } reference && !ModelSpecReader.IsWithin(node, reference)) return null;

        var reading = FeaturesReading.Of(row, node, new NestedRows(row, context.SemanticModel.Compilation, cancellation));
        return new FeaturesCandidate(Output(row, reading), reading.Faults.ToEquatableArray());
    }

    /// <summary>
    /// Returns true when a type has the generated half of a row, right or wrong. It does not when the half can't be written, when the type
    /// has another generated half, or when another project was compiled without the generator.
    /// </summary>
    public static bool HasHalf(INamedTypeSymbol row) => NestedRows.IsRow(row) && DeclarationReader.IfReachable(row) is not null
        && (!row.DeclaringSyntaxReferences.IsEmpty || row.AllInterfaces.Any(i => MetadataNames.Is(i, MetadataNames.IFeatures)))
        && !(RecordReader.IsModel(row) || RecordReader.IsBlock(row) || RecordReader.Has(row, MetadataNames.OptimizerMark));

    private static FeaturesOutput? Output(INamedTypeSymbol row, FeaturesReading reading)
    {
        if (reading.Declaration is not { } type || !HasHalf(row)) return null;
        const string Schema = nameof(Schema);
        var isTaken = row.Name == Schema || row.GetMembers(Schema).Any(member => member.DeclaringSyntaxReferences.Length > 0);
        return new FeaturesOutput(type, reading.Spec, !isTaken);
    }
}
