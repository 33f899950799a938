using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Names generated files after the full metadata name of their type: <c>Shop.Models+Classifier</c>. Roslyn and many file systems ignore
/// case. So when the names of two types differ only in case, the second gets a number: <c>Shop.net-1</c>.
/// </summary>
internal static class HintNames
{
    public static string Of(INamedTypeSymbol type)
    {
        var name = Distinct(type);
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            name = $"{Distinct(container)}+{name}";
        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
            name = $"{Distinct(space)}.{name}";
        return name;
    }

    private static string Distinct(INamespaceOrTypeSymbol symbol)
    {
        var name = symbol.MetadataName;
        var before = ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .Select(member => member.MetadataName)
            .Where(other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(other, name) < 0)
            .Distinct()
            .Count();
        return before == 0 ? name : $"{name}-{Literal.Of(before)}";
    }
}
