using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend.Weights;

/// <summary>Reads what a model's author says about its weights: [Weights], and the method with [Migration].</summary>
internal static class WeightsReader
{
    private const string File = "global::ModelDsl.SafetensorsFile";

    /// <summary>Returns the attribute [Weights] of a model; null when it has none.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol model) =>
        model.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Weights));

    /// <summary>Reads the attribute and the method, and adds what is wrong with them to the findings.</summary>
    public static WeightsSpec Read(AttributeData? attribute, ImmutableArray<ISymbol> members, List<Finding> findings)
    {
        string? migration = null;
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i] is not IMethodSymbol method || !method.GetAttributes().Any(IsMigration)) continue;
            var fault = migration is not null ? "is a second migration, but a model has one" : FaultOf(method);
            if (fault is not null) findings.Add(Finding.Of(Rules.Migration, new Anchor(Place.Member, i), method.Name, fault));
            migration ??= method.Name;
        }
        // If the compiler reports the argument, no file is known, and nothing more is said.
        var file = attribute?.ConstructorArguments is [{ Kind: not TypedConstantKind.Error, Value: var value }] ? value as string ?? "" : null;
        return new WeightsSpec(file, migration);
    }

    /// <summary>Returns true for the attribute [Migration].</summary>
    private static bool IsMigration(AttributeData attribute) => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Migration);

    private static string? FaultOf(IMethodSymbol method)
    {
        if (!method.IsStatic) return "is not static";
        if (method.Arity > 0) return "is generic";
        if (method.IsPartialDefinition && method.PartialImplementationPart is null) return "has no body";
        if (method.Parameters is not [{ RefKind: RefKind.None, Type: var taken }] || Name(taken) != File) return "does not take one SafetensorsFile";
        return Name(method.ReturnType) is File or $"global::LanguageExt.Fin<{File}>" && method.RefKind == RefKind.None
            ? null
            : $"returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'";
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
