using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads the namespace and containing types of a model, and checks that another part of the model may be written there.</summary>
internal static class DeclarationReader
{
    /// <returns>
    /// Null when no other part can be written. A type whose only fault is that it is not partial gets its part anyway. Then the compiler
    /// reports one error besides ours, and not one at every use of the model.
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
        return IfReachable(symbol);

        void Report(DiagnosticDescriptor rule, params string[] arguments) =>
            findings.Add(Finding.Of(rule, new Anchor(Place.Model), arguments));
    }

    /// <summary>Returns the place of a type that is right, or that is checked elsewhere.</summary>
    public static TypeSpec Of(INamedTypeSymbol symbol) => Spec(symbol, [.. Around(symbol)]);

    /// <summary>Returns the place of a type; null when no other part of it can be written there.</summary>
    public static TypeSpec? IfReachable(INamedTypeSymbol symbol)
    {
        var around = Around(symbol).ToArray();
        var named = around.Concat<ISymbol>(Spaces(symbol)).Concat(around.SelectMany(t => t.TypeParameters)).All(s => s.Name.Length > 0);
        return named && !around.Any(t => t.IsFileLocal) && !symbol.IsStatic && !symbol.IsRefLikeType ? Spec(symbol, around) : null;
    }

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

    /// <summary>
    /// Checks the language version. Generated code has <c>field</c> and extension operators, which an older language cannot read.
    /// </summary>
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
        if (!((TypeDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PartialKeyword))
            findings.Add(Finding.Of(Rules.NotPartial, anchor, symbol.Name));
        if (symbol.IsAbstract) findings.Add(Finding.Of(Rules.Abstract, anchor, symbol.Name, "is abstract"));
        else if (symbol.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent
            && !(RecordReader.IsBlock(symbol) && parent.ToDisplayString() == MetadataNames.Layer))
            findings.Add(Finding.Of(Rules.Abstract, anchor, symbol.Name, $"is derived from '{parent.Name}'"));
    }

    /// <summary>Returns a type and the types that contain it, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType) yield return type;
    }

    public static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Returns the namespaces around a type, innermost first. While the author types, a name may be empty.</summary>
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

    public static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };
}
