namespace ModelDsl.FeatureRecords;

/// <summary>
/// Writes the numbers of one column's value into a sample. Each method returns null, or what is wrong with the value as the end of a
/// sentence: <c>is not finite</c>. It allocates nothing when the value is right.
/// </summary>
internal abstract class ColumnEncoder
{
    /// <summary>The end of the sentence for a value that the column may not lack.</summary>
    protected const string IsMissing = "is missing, but the column is not nullable";

    /// <summary>The end of the sentence for NaN or an infinite number.</summary>
    internal const string IsNotFinite = "is not finite; write null for a missing number";

    /// <summary>Encodes a number.</summary>
    internal virtual string? Number(double value, Span<float> to) => "is a number, which the encoding can't take";

    /// <summary>Encodes a member of an enum, or a yes or no; −1 for what is no member.</summary>
    internal virtual string? Category(int index, Span<float> to) => "is a category, which the encoding can't take";

    /// <summary>Encodes a text.</summary>
    internal virtual string? Text(string value, Span<float> to) => "is a text, which the encoding can't take";

    /// <summary>Encodes a date or time.</summary>
    internal virtual string? Date(DateTime value, Span<float> to) => "is a date, which the encoding can't take";

    /// <summary>Encodes a missing value.</summary>
    internal virtual string? Missing(Span<float> to) => IsMissing;
}
