using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Finds types with feature attributes whose author forgot [Features]. Without it nothing would happen, silently.</summary>
internal static class StrayFeatures
{
    /// <summary>Returns true when a node may lack [Features], judged by its own text. For most nodes this is false.</summary>
    public static bool MayBe(SyntaxNode node) => node.Parent?.Parent is TypeDeclarationSyntax type && !HasFeatures(type);

    /// <summary>Returns true when a node with [Column] or [Items] may be no parameter of a row, judged by its own text.</summary>
    public static bool MayBeNoColumn(SyntaxNode node) => !(node.Parent?.Parent is TypeDeclarationSyntax type && HasFeatures(type));

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

    /// <summary>Reads a parameter with [Column] or [Items]. It returns null when all is right, or when another message says more.</summary>
    public static Diagnostic? ReadColumn(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol method, Name.Length: > 0 } parameter)
            return null;
        var type = context.TargetNode.Parent?.Parent is TypeDeclarationSyntax ? method.ContainingType : null;
        if (type is not null && (NestedRows.IsRow(type) || AttributeReader.AnyUnknown(type.GetAttributes())
            || method.Parameters.Any(p => p.GetAttributes().Any(IsFeature)))) return null;
        var attribute = context.Attributes[0];
        var at = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
        return Diagnostic.Create(Rules.StrayColumn, at, KindOf(attribute), parameter.Name,
            type is null ? "it is no parameter of a row's declaration" : $"'{type.Name}' is no row; write [Features] before it, and give each parameter an encoding");
    }

    /// <summary>Returns the name of an attribute without its suffix.</summary>
    public static string KindOf(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", "");

    private static bool HasFeatures(TypeDeclarationSyntax type) => type.AttributeLists.SelectMany(list => list.Attributes)
        .Any(attribute => StrayAttributes.NameOf(attribute.Name) is "Features" or "FeaturesAttribute");

    private static bool IsFeature(AttributeData attribute) =>
        EncodingTable.ByAttribute(MetadataNames.Ours(attribute.AttributeClass)) is not null;
}
