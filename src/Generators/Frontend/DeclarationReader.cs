using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads where a model stands, and checks that another part of it may be written there.</summary>
internal static class DeclarationReader
{
    /// <returns>Null where no other part can be written.</returns>
    public static TypeSpec? Read(INamedTypeSymbol symbol, SyntaxNode node, List<Finding> findings)
    {
        var before = findings.Count;
        CheckModel(symbol, node, findings);
        for (var container = symbol.ContainingType; container is not null; container = container.ContainingType)
        {
            if (!IsPartial(container)) Report(Rules.ContainerNotPartial, symbol.Name, container.Name);
        }
        var around = Around(symbol).ToArray();
        if (around.Any(t => t.IsGenericType)) Report(Rules.Generic, symbol.Name);
        if (around.Any(t => t.IsFileLocal)) Report(Rules.FileLocal, symbol.Name);

        if (findings.Count > before) return null;
        var space = symbol.ContainingNamespace.IsGlobalNamespace ? "" : symbol.ContainingNamespace.ToDisplayString();
        var containers = around.Skip(1).Reverse().Select(t => new ContainerSpec(Keyword(t), t.Name));
        return new TypeSpec(space, containers.ToEquatableArray(), symbol.Name);

        void Report(DiagnosticDescriptor rule, params string[] arguments) => findings.Add(Finding.Of(rule, new Anchor(Place.Model), arguments));
    }

    private static void CheckModel(INamedTypeSymbol symbol, SyntaxNode node, List<Finding> findings)
    {
        var anchor = new Anchor(Place.Model);
        if (!symbol.IsRecord || symbol.TypeKind != TypeKind.Class)
        {
            findings.Add(Finding.Of(Rules.NotRecord, anchor, symbol.Name, Keyword(symbol)));
            return;
        }
        if (!((TypeDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PartialKeyword)) findings.Add(Finding.Of(Rules.NotPartial, anchor, symbol.Name));
        if (symbol.IsAbstract) findings.Add(Finding.Of(Rules.Abstract, anchor, symbol.Name, "is abstract"));
        if (symbol.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent)
            findings.Add(Finding.Of(Rules.Abstract, anchor, symbol.Name, $"is derived from '{parent.Name}'"));
    }

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType) yield return type;
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };
}
