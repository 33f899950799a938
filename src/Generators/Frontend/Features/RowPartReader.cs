using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Reads a parameter of a row: a value, an array, or another row.</summary>
/// <param name="row">The row.</param>
/// <param name="faults">The list to which faults are added.</param>
/// <param name="nested">Reads another row that is a parameter.</param>
internal sealed class RowPartReader(INamedTypeSymbol row, FeatureFaults faults, NestedRows nested)
{
    /// <summary>An array of more items would make a table that no file has.</summary>
    private const int MostItems = 1 << 16;

    /// <summary>Returns the part; null when something is wrong, which is reported here, at another row, or by the compiler.</summary>
    public RowPart? Read(LayerReader.Parameter declared)
    {
        var parameter = declared.Symbol;
        if (parameter.Name.Length == 0 || parameter.Type.TypeKind == TypeKind.Error) return null;
        if (ObsoleteParts.IsForbidden(CellReader.Plain(CellReader.ItemOf(parameter.Type) ?? parameter.Type), row)) return null;
        var attributes = parameter.GetAttributes();
        var features = attributes.Where(a => Definition(a) is not null).ToArray();
        var header = HeaderOf(parameter);
        if (header is null) return null;
        if (features.Length > 1)
        {
            faults.Add(Rules.OneFeature, AttributeSite.Of(features[1])!.Syntax?.GetLocation(), parameter.Name, row.Name,
                $"the feature attributes {string.Join(" and ", features.Select(a => $"[{Definition(a)!.Name}]"))}: keep one, or give each a parameter of its own");
            return null;
        }
        var hasOwnHeader = Find(parameter, MetadataNames.Column) is not null;
        if (features.Length == 1)
        {
            var column = ReadColumn(declared, features[0], Definition(features[0])!, header);
            if (column is { IsLeftOut: true }) ReportMeaningless(parameter, $"no cell of a table becomes a '{CellReader.Text(parameter.Type)}', so every row has the default value");
            return column is null ? null : column with { HasOwnHeader = hasOwnHeader };
        }
        if (NestedRows.IsRow(parameter.Type))
        {
            ReportMeaningless(parameter, "a row inside a row is no array", MetadataNames.Items);
            return nested.Read(declared, header, faults) is { } inner ? inner with { HasOwnHeader = hasOwnHeader } : null;
        }
        if (AttributeReader.AnyUnknown(attributes)) return null;
        var (kind, type) = (CellReader.Of(CellReader.ItemOf(parameter.Type) ?? parameter.Type).Kind, CellReader.Text(parameter.Type));
        if (kind == CellKind.Other && parameter.Type is INamedTypeSymbol { IsRecord: true })
            faults.Add(Rules.NestedRow, declared.Syntax?.Type?.GetLocation(), parameter.Name, type, "a record that is not a row: write [Features] before it, or [Ignore] before the parameter");
        else
            faults.Add(Rules.OneFeature, declared.Syntax?.Identifier.GetLocation(), parameter.Name, row.Name,
                $"no feature attribute: write for instance '{EncodingTable.Usual(kind)} {type} {parameter.Name}'{(kind == CellKind.Other ? "" : ", or [Ignore] if it is no feature")}");
        return null;
    }

    private static AttributeData? Find(IParameterSymbol parameter, string attribute) =>
        parameter.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, attribute));

    /// <summary>Reports attributes that describe the column of a parameter which has none.</summary>
    private void ReportMeaningless(IParameterSymbol parameter, string why, params string[] attributes)
    {
        foreach (var name in attributes.Length > 0 ? attributes : [MetadataNames.Column, MetadataNames.Items])
        {
            if (Find(parameter, name) is not { } attribute) continue;
            var at = AttributeSite.Of(attribute)!.Syntax?.GetLocation();
            faults.Add(Rules.StrayColumn, at, StrayFeatures.KindOf(attribute), parameter.Name, why);
        }
    }

    private static FeatureDefinition? Definition(AttributeData attribute) =>
        EncodingTable.ByAttribute(MetadataNames.Ours(attribute.AttributeClass));

    private ColumnPart? ReadColumn(LayerReader.Parameter declared, AttributeData attribute, FeatureDefinition definition, string header)
    {
        var (parameter, ignored) = (declared.Symbol, definition.Name == "Ignore");
        var (items, isRight) = ReadItems(declared, ignored);
        if (!isRight) return null;
        var type = items is null ? parameter.Type : CellReader.ItemOf(parameter.Type)!;
        var cell = CellReader.Of(type);
        if (!ignored && WrongType(parameter, type, cell, items is not null, definition) is { } instead)
        {
            faults.Add(Rules.FeatureType, declared.Syntax?.Type?.GetLocation(),
                definition.Name, parameter.Name, CellReader.Text(parameter.Type), definition.Takes, instead);
            return null;
        }
        var arguments = new FeatureArguments(attribute, definition.Name, parameter.Name, cell, faults);
        if (arguments.Reader.HasErrors || definition.Read(arguments) is not { } encoding) return null;
        var part = new ColumnPart(parameter.Name, header, cell, encoding) { Items = items, Default = DefaultOf(parameter, cell) };
        var isReadable = cell.Kind != CellKind.Other && (items is null || cell is { Kind: CellKind.Number, IsOptional: false });
        if (!ignored || (isReadable && !(items is not null && parameter.HasExplicitDefaultValue))) return part;
        if (parameter.HasExplicitDefaultValue) return part with { IsLeftOut = true, Default = null, Items = null };
        faults.Add(Rules.IgnoredValue, declared.Syntax?.Type?.GetLocation(), parameter.Name, CellReader.Text(parameter.Type),
            $"{CellReader.Text(parameter.Type)} {parameter.Name} = {(parameter.Type.IsValueType ? "default" : "null!")}");
        return null;
    }

    /// <summary>Returns what to write instead of a type that the encoding can't take; null for a type that it takes.</summary>
    private static string? WrongType(
        IParameterSymbol parameter, ITypeSymbol type, CellSpec cell, bool isArray, FeatureDefinition definition)
    {
        var usual = $"write for instance '{EncodingTable.Usual(cell.Kind)} {CellReader.Text(parameter.Type)} {parameter.Name}'";
        if (!definition.Kinds.Contains(cell.Kind)) return usual;
        if (cell.Kind == CellKind.Enumeration && CellReader.IsFlags(type))
            return "a value of an enum with [Flags] may have several members at once, so give each member a bool parameter";
        if (!isArray) return null;
        return cell.Kind != CellKind.Number || definition.Name is "Label" or "SampleWeight" ? "only features that are numbers can be arrays"
            : cell.IsOptional ? "items of arrays can't be null, so write a parameter for each item" : null;
    }

    /// <summary>Returns the number of an array's items, and false when something is wrong, which is reported.</summary>
    private (int? Items, bool IsRight) ReadItems(LayerReader.Parameter declared, bool ignored)
    {
        var (parameter, item) = (declared.Symbol, CellReader.ItemOf(declared.Symbol.Type));
        var attribute = Find(parameter, MetadataNames.Items);
        if (attribute is null)
        {
            if (item is null || ignored) return (null, true);
            if (item.TypeKind == TypeKind.Error) return (null, false);
            return Wrong(declared.Syntax?.Type?.GetLocation(), "is an array without a length: write [Items(n)] before it, with the number of items for n");
        }
        var site = AttributeSite.Of(attribute)!;
        var reader = new AttributeReader(attribute, Place.LayerAttribute, 0, []);
        if (reader.HasErrors || reader.Int("count") is not { } count || item?.TypeKind == TypeKind.Error) return (null, false);
        if (item is null) return Wrong(site.Syntax?.GetLocation(), $"has [Items], but its type '{CellReader.Text(parameter.Type)}' is no array: remove [Items], or write '{CellReader.Text(parameter.Type)}[]'");
        if (count is < 1 or > MostItems)
            return Wrong(site.Argument("count")?.GetLocation(), $"has {Literal.Of(count)} items, but an array has 1 to {Literal.Of(MostItems)}");
        if (!ignored && parameter.Type.NullableAnnotation == NullableAnnotation.Annotated)
            return Wrong(declared.Syntax?.Type?.GetLocation(), "is an array that may be null, but every row has all items: remove the question mark");
        return (count, true);

        (int?, bool) Wrong(Location? at, string what)
        {
            faults.Add(Rules.FeatureItems, at, parameter.Name, row.Name, what);
            return (null, false);
        }
    }

    /// <summary>Returns the parameter's name in tables; null when something is wrong with it.</summary>
    private string? HeaderOf(IParameterSymbol parameter)
    {
        var attribute = Find(parameter, MetadataNames.Column);
        if (attribute is null) return parameter.Name;
        var reader = new AttributeReader(attribute, Place.LayerAttribute, 0, []);
        if (reader.HasErrors) return null;
        if (reader.String("name") is { } name && name.Trim().Length > 0) return name.Trim();
        var site = AttributeSite.Of(attribute)!;
        faults.Add(Rules.ColumnHeader, site.Argument("name")?.GetLocation() ?? site.Syntax?.GetLocation(), parameter.Name, row.Name,
            "has an empty name in tables: write the name in the header, or remove [Column]");
        return null;
    }

    /// <summary>Returns a default value, as C#; null when there is none, or when it is null.</summary>
    private static string? DefaultOf(IParameterSymbol parameter, CellSpec cell)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        if (parameter.ExplicitDefaultValue is not { } value) return cell.IsOptional || !parameter.Type.IsValueType ? null : $"default({cell.Source})";
        return value switch
        {
            string text => Literal.Of(text),
            bool flag => Literal.Of(flag),
            double number when double.IsNaN(number) => "double.NaN",
            double number => Literal.OfBound(number),
            float number when float.IsNaN(number) => "float.NaN",
            float number when float.IsInfinity(number) => number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            int number when cell.Kind == CellKind.Number => Literal.Of(number),
            _ => $"({cell.Source})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }
}
