using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>The documentation of a row's generated half: the table of its encoded columns, which editors show.</summary>
internal static class FeaturesDocumentation
{
    /// <summary>More kinds of columns than this are told by their number.</summary>
    private const int MostListed = 8;

    public static IEnumerable<string> Of(FeaturesSpec spec)
    {
        var inputs = spec.Indices.Count();
        yield return "<summary>";
        yield return $"A row of a table. Encoded, it has {Count(spec.Numbers, "number")}{(inputs > 0 ? " and " + Count(inputs, "input") + " of indices" : "")}:";
        yield return "<code>";
        var first = 0L;
        foreach (var column in spec.Columns)
        {
            yield return Escape($"{column.Path}: {Text(column, first)}");
            if (!column.Part.Encoding.IsIndex) first += column.Part.Width;
        }
        yield return "</code>";
        yield return "</summary>";
    }

    private static string Text(PlacedColumn column, long first)
    {
        var part = column.Part;
        var items = part.Items is { } count ? Count(count, "item") + ", each " : "";
        return part.Encoding switch
        {
            IgnoredEncoding => "ignored",
            SampleWeightEncoding => "weight",
            NumberLabelEncoding label => label.Normalize ? "label, normalized" : "label",
            ClassLabelEncoding label => "label: " + Listed(label.Names.Select(name => new EncodedColumns(name))),
            { IsIndex: true } index => $"{items}{(index.IndexCount > 1 ? $"{Literal.Of(index.IndexCount)} indices" : "index")} 0 … {part.Encoding.Width(part.Cell.IsOptional) - 1} of {Listed(index.Columns(part.Cell.IsOptional))}",
            var encoding when items.Length > 0 => $"{items}{Listed(encoding.Columns(part.Cell.IsOptional))} {Range(first, part.Width)}",
            var encoding => Placed([.. encoding.Columns(part.Cell.IsOptional)], first, part.Width),
        };
    }

    private static string Placed(EncodedColumns[] columns, long first, long width)
    {
        if (columns.Length > MostListed) return $"{Listed(columns)} {Range(first, width)}";
        var texts = new List<string>();
        foreach (var one in columns)
        {
            texts.Add($"{one.Text} {Range(first, one.Count)}");
            first += one.Count;
        }
        return string.Join(", ", texts);
    }

    /// <summary>Returns kinds of columns; when there are many, the first ones and their number.</summary>
    private static string Listed(IEnumerable<EncodedColumns> columns)
    {
        var all = columns.Select(one => one.Text).ToArray();
        return string.Join(", ", all.Take(MostListed)) + (all.Length > MostListed ? $" … ({Literal.Of(all.Length)} in all)" : "");
    }

    private static string Range(long first, long count) => count == 1 ? $"[{Number(first)}]" : $"[{Number(first)}..{Number(first + count - 1)}]";

    private static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns a text that is one line of XML.</summary>
    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' => " ",
        _ => c.ToString(),
    }));
}
