using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Finds types with feature attributes whose author forgot [Features]. Without it nothing would happen, silently.</summary>
internal static class StrayFeatures
{
    /// <summary>Returns true when a node may lack [Features], judged by its own text. For most nodes this is false.</summary>
    public static bool MayBe(SyntaxNode node) => node.Parent?.Parent is TypeDeclarationSyntax type
        && !type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => StrayAttributes.NameOf(attribute.Name) is "Features" or "FeaturesAttribute");

    /// <summary>
    /// Reads a parameter with a feature attribute. It returns null when all is right, or when another parameter of the type reports it.
    /// </summary>
    public static Diagnostic? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IParameterSymbol parameter
            || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } method
            || context.TargetNode.Parent?.Parent is not TypeDeclarationSyntax { Identifier.IsMissing: false } node) return null;
        var first = method.Parameters.First(p => p.GetAttributes().Any(IsFeature));
        if (!SymbolEqualityComparer.Default.Equals(parameter, first)
            || !parameter.GetAttributes().First(IsFeature).Equals(context.Attributes[0])) return null;
        var type = method.ContainingType;
        return NestedRows.IsRow(type) || AttributeReader.AnyUnknown(type.GetAttributes()) ? null
            : Diagnostic.Create(Rules.StrayFeature, node.Identifier.GetLocation(), type.Name);
    }

    private static bool IsFeature(AttributeData attribute) =>
        EncodingTable.ByAttribute(MetadataNames.Ours(attribute.AttributeClass)) is not null;
}
