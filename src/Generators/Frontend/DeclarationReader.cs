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
    /// <returns>
    /// Null where no other part can be written. A type that is only not partial gets its part all the same: one error of the compiler about
    /// it beside ours, instead of one at every place where the model is used.
    /// </returns>
    public static TypeSpec? Read(INamedTypeSymbol symbol, SyntaxNode node, List<Finding> findings)
    {
        CheckModel(symbol, node, findings);
        foreach (var container in Around(symbol.ContainingType).Where(container => !IsPartial(container)))
            Report(Rules.ContainerNotPartial, symbol.Name, container.Name);
        var around = Around(symbol).ToArray();
        if (around.Any(t => t.IsGenericType)) Report(Rules.Generic, symbol.Name);
        if (around.Any(t => t.IsFileLocal)) Report(Rules.FileLocal, symbol.Name);
        CheckLanguage(symbol.Name, node, findings);

        var named = around.Concat<ISymbol>(Spaces(symbol)).Concat(around.SelectMany(t => t.TypeParameters)).All(s => s.Name.Length > 0);
        var reachable = named && !around.Any(t => t.IsFileLocal) && !symbol.IsStatic && !symbol.IsRefLikeType;
        return reachable ? Spec(symbol, around) : null;

        void Report(DiagnosticDescriptor rule, params string[] arguments) => findings.Add(Finding.Of(rule, new Anchor(Place.Model), arguments));
    }

    /// <summary>Where a type stands that is right, or another's to judge.</summary>
    public static TypeSpec Of(INamedTypeSymbol symbol) => Spec(symbol, [.. Around(symbol)]);

    private static TypeSpec Spec(INamedTypeSymbol symbol, INamedTypeSymbol[] around)
    {
        var containers = around.Skip(1).Reverse().Select(t => new ContainerSpec(Keyword(t), t.Name, TypeParameters(t)));
        var space = string.Join(".", Spaces(symbol).Reverse().Select(s => s.Name));
        return new TypeSpec(space, containers.ToEquatableArray(), symbol.Name)
        {
            HintName = HintNames.Of(symbol),
            Keyword = Keyword(symbol),
            TypeParameters = TypeParameters(symbol),
            IsObsolete = around.Any(ObsoleteParts.IsObsolete),
        };
    }

    /// <summary>Generated code has <c>field</c> and extension operators: an older language can't read it.</summary>
    public static void CheckLanguage(string name, SyntaxNode node, List<Finding> findings)
    {
        if (node.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: var version } && version < LanguageVersion.CSharp14)
            findings.Add(Finding.Of(Rules.OldLanguage, new Anchor(Place.Model), name, version.ToDisplayString()));
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
        else if (symbol.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent
            && !(RecordReader.IsBlock(symbol) && parent.ToDisplayString() == MetadataNames.Layer))
            findings.Add(Finding.Of(Rules.Abstract, anchor, symbol.Name, $"is derived from '{parent.Name}'"));
    }

    /// <summary>A type and those that it stands in, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType) yield return type;
    }

    public static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>The namespaces around a type, innermost first. While something is typed, its name may be empty.</summary>
    private static IEnumerable<INamespaceSymbol> Spaces(INamedTypeSymbol type)
    {
        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace) yield return space;
    }

    private static string TypeParameters(INamedTypeSymbol type)
    {
        var parameters = type.TypeParameters.Select(p => p.Variance switch
        {
            VarianceKind.In => "in ",
            VarianceKind.Out => "out ",
            _ => "",
        } + Naming.Escape(p.Name)).ToArray();
        return parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters)}>";
    }

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };
}
