using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads an attribute beside that of a layer, and the record around the layer that belongs to it.</summary>
internal static class WrapperReader
{
    /// <param name="parameter">The parameter.</param>
    /// <param name="wrapper">The name of the record: <c>Bidirectional</c>.</param>
    /// <param name="type">The type of the parameter, or of one repetition; null when that is wrong.</param>
    /// <param name="index">The number of the parameter.</param>
    /// <param name="findings">The list to which findings are added.</param>
    /// <returns>The attribute, and the type inside; null for a type that is wrong, which is reported.</returns>
    public static (AttributeData? Attribute, ITypeSymbol? Type) Read(
        IParameterSymbol parameter, string wrapper, ITypeSymbol? type, int index, List<Finding> findings)
    {
        var attribute = parameter.GetAttributes().FirstOrDefault(a => MetadataNames.Ours(a.AttributeClass) == wrapper + "Attribute");
        if (type is null || type.TypeKind == TypeKind.Error) return (attribute, type);
        var layer = MetadataNames.Ours(type) == wrapper + "`1" ? ((INamedTypeSymbol)type).TypeArguments[0] : null;
        if (attribute is null && layer is null) return (null, type);
        if (attribute is not null && layer is not null && type.NullableAnnotation != NullableAnnotation.Annotated)
            return (attribute, layer);
        var text = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
        findings.Add(Finding.Of(Rules.WrapperType, new Anchor(Place.LayerType, index), parameter.Name, attribute is null
            ? $"has the type '{text}', but is not declared to: write [{wrapper}] before the attribute of its layer"
            : $"has [{wrapper}], but the type '{text}': write '{(layer is null ? $"{wrapper}<{text}>" : text.TrimEnd('?'))}'"));
        return (attribute, null);
    }
}
