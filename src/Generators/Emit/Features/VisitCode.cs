using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>The statement that shows a value of a row to a visitor.</summary>
internal static class VisitCode
{
    public static void Write(SourceWriter writer, PlacedColumn column)
    {
        var (number, part, value) = (Literal.Of(column.Number), column.Part, "row" + column.Access);
        if (part.Encoding is IgnoredEncoding) return;
        var mayBeNull = part.Cell.IsOptional || column.IsBehindNull;
        if (part.Items is { } items)
        {
            writer.Line($"visitor.Numbers({number}, {Literal.Of(items)}, {value});");
            return;
        }
        switch (part.Cell.Kind)
        {
            case CellKind.Number:
                writer.Line($"visitor.Number({number}, {(part.Cell.NeedsCast ? mayBeNull ? "(double?)" : "(double)" : "")}{value});");
                break;
            case CellKind.Boolean:
                writer.Line($"visitor.Category({number}, {value} {(mayBeNull ? "switch { true => 1, false => 0, null => null }" : "? 1 : 0")});");
                break;
            case CellKind.Enumeration:
                writer.Line($"visitor.Category({number}, {value} switch").Line("{");
                for (var i = 0; i < part.Cell.Members.Count; i++) writer.Line($"    {part.Cell.Members[i].Source} => {Literal.Of(i)},");
                if (mayBeNull) writer.Line("    null => null,");
                writer.Line("    _ => -1,").Line("});");
                break;
            case CellKind.Text:
                writer.Line($"visitor.Text({number}, {value});");
                break;
            default:
                writer.Line($"visitor.Date({number}, {Date(part.Cell.Kind, value, part.Cell.IsOptional ? "?" : "")});");
                break;
        }
    }

    /// <summary>Returns a date or time as <c>DateTime</c>.</summary>
    private static string Date(CellKind kind, string value, string orNull) => kind switch
    {
        CellKind.DateTimeOffset => $"{value}{orNull}.DateTime",
        CellKind.DateOnly => $"{value}{orNull}.ToDateTime(default)",
        CellKind.TimeOnly => $"global::System.DateTime.MinValue + {value}{orNull}.ToTimeSpan()",
        _ => value,
    };
}
