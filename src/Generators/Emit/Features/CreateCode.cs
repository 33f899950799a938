using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>The expression that makes a row of the cells of a table.</summary>
internal static class CreateCode
{
    public static string Of(FeaturesSpec spec, Enumerations enumerations) => "new" + Arguments(spec.Parts, 0, "    ", enumerations);

    private static string Arguments(IEnumerable<RowPart> parts, int number, string indent, Enumerations enumerations)
    {
        var lines = new List<string>();
        foreach (var part in parts)
        {
            if (part is NestedPart nested) lines.Add($"{Naming.Escape(part.Name)}: new {nested.Type}{Arguments(nested.Parts, number, indent + "    ", enumerations)}");
            else if (part is ColumnPart { IsLeftOut: false } column) lines.Add($"{Naming.Escape(part.Name)}: {Cell(column, number, enumerations)}");
            number += part.Count;
        }
        return $"(\n{indent}{string.Join($",\n{indent}", lines)})";
    }

    private static string Cell(ColumnPart column, int number, Enumerations enumerations)
    {
        var (cell, at) = (column.Cell, Literal.Of(number));
        if (column.Items is { } items) return $"cells.Numbers<{cell.Source}>({at}, {Literal.Of(items)})";
        var orNull = cell.IsOptional && column.Default is null ? "OrNull" : "";
        var read = cell.Kind switch
        {
            CellKind.Number => $"cells.Number{orNull}<{cell.Source}>({at})",
            CellKind.Enumeration => $"cells.Member{orNull}({at}, {enumerations.Arguments(cell)})",
            _ => $"cells.{cell.Kind}{orNull}({at})",
        };
        return column.Default is null ? read : $"cells.IsMissing({at}) ? {column.Default} : {read}";
    }
}
