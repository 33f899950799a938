using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace ModelDsl.Tables;

/// <summary>
/// The meaning of a column's stored values. It is taken out of the file's schema, so that Parquet.Net gives the stored values, and
/// conversions stand here in one place: Parquet.Net refuses whole files for one column of a type that it lacks, and shows unsigned numbers,
/// moments and large decimals in types that lose something.
/// </summary>
/// <param name="Physical">How a value is stored.</param>
/// <param name="Logical">What it means; null in older files.</param>
/// <param name="Converted">What it means, in older files.</param>
/// <param name="Scale">Number of digits behind a decimal's point.</param>
internal sealed record ParquetMeaning(Parquet.Meta.Type? Physical, LogicalType? Logical, ConvertedType? Converted, int Scale)
{
    /// <summary>Whether it is a text.</summary>
    internal bool IsText => Physical == Parquet.Meta.Type.BYTE_ARRAY
        && (Logical is { STRING: not null } or { ENUM: not null } or { JSON: not null }
            || Converted is ConvertedType.UTF8 or ConvertedType.ENUM or ConvertedType.JSON);

    /// <summary>Returns the columns of a file and the meaning of each that has no parts.</summary>
    internal static (Field Field, ParquetMeaning? Meaning)[] TakeFrom(ParquetReader reader)
    {
        var elements = reader.Metadata?.Schema ?? throw new IOException("the file has no schema");
        var meanings = new Dictionary<SchemaElement, ParquetMeaning>(ReferenceEqualityComparer.Instance);
        foreach (var element in elements)
        {
            if (element.NumChildren is > 0) continue;
            var scale = element.LogicalType?.DECIMAL?.Scale ?? element.Scale ?? 0;
            var meaning = new ParquetMeaning(element.Type, element.LogicalType, element.ConvertedType, scale);
            meanings[element] = meaning;
            element.LogicalType = null;
            element.ConvertedType = meaning.IsText ? ConvertedType.UTF8 : null;
        }
        return [.. reader.Schema.Fields.Select(field =>
            (field, field.SchemaElement is { } element ? meanings.GetValueOrDefault(element) : null))];
    }
}
