using System.Numerics;

namespace ModelDsl.FeatureRecords;

/// <summary>A column with its encoder, and its place in an encoded row.</summary>
/// <param name="First">The position of its first number.</param>
/// <param name="Width">Count of its numbers.</param>
/// <param name="Encoder">Writes its numbers; null for a column that is not looked at.</param>
internal readonly record struct EncodedColumn(int First, int Width, ColumnEncoder? Encoder);

/// <summary>Writes the numbers of a row. The list of faults is made with the first fault.</summary>
internal readonly ref struct EncodingVisitor : IFeatureVisitor
{
    private readonly EncodedColumn[] columns;
    private readonly Span<float> numbers;
    private readonly ref FeatureFaults? faults;
    private readonly FeatureSchema schema;

    internal EncodingVisitor(FeatureSchema schema, EncodedColumn[] columns, Span<float> numbers, ref FeatureFaults? faults)
    {
        (this.schema, this.columns) = (schema, columns);
        this.numbers = numbers;
        this.faults = ref faults;
    }

    public void Number(int column, double? value)
    {
        if (columns[column].Encoder is not { } encoder) return;
        if ((value is { } number ? encoder.Number(number, To(column)) : encoder.Missing(To(column))) is { } wrong)
            Add(column, value, wrong);
    }

    public void Category(int column, int? index)
    {
        if (columns[column].Encoder is not { } encoder) return;
        if ((index is { } category ? encoder.Category(category, To(column)) : encoder.Missing(To(column))) is { } wrong)
            Add(column, null, wrong);
    }

    public void Text(int column, string? value)
    {
        if (columns[column].Encoder is not { } encoder) return;
        if ((value is null ? encoder.Missing(To(column)) : encoder.Text(value, To(column))) is { } wrong) Add(column, value, wrong);
    }

    public void Date(int column, DateTime? value)
    {
        if (columns[column].Encoder is not { } encoder) return;
        if ((value is { } date ? encoder.Date(date, To(column)) : encoder.Missing(To(column))) is { } wrong) Add(column, value, wrong);
    }

    public void Numbers<TNumber>(int column, int count, TNumber[]? values) where TNumber : struct, INumber<TNumber>
    {
        if (values?.Length != count) Add(column, null, ArrayFault(count, values?.Length));
        else for (var i = 0; i < count; i++) Number(column + i, double.CreateTruncating(values[i]));
    }

    private Span<float> To(int column) => numbers.Slice(columns[column].First, columns[column].Width);

    private void Add(int column, object? value, string wrong) => (faults ??= new FeatureFaults(schema)).Add(column, value, wrong);

    /// <summary>Returns the end of a sentence about an array of the wrong length.</summary>
    internal static string ArrayFault(int count, int? length) => length is null
        ? FormattableString.Invariant($"is the first of {count} items, but the array is null")
        : FormattableString.Invariant($"is the first of {count} items, but the array has {length}");
}

/// <summary>Collects the values of training rows, column by column.</summary>
internal readonly struct LearningVisitor(FeatureSchema schema, ColumnSample?[] samples, FeatureFaults faults) : IFeatureVisitor
{
    public void Number(int column, double? value)
    {
        if (samples[column] is not { } sample) return;
        if (value is not { } number) sample.AddMissing();
        else if (schema.Columns[column].Encoding.Refused(number) is { } wrong) faults.Add(column, value, wrong);
        else sample.Add(number);
    }

    public void Category(int column, int? index)
    {
    }

    public void Text(int column, string? value)
    {
        if (samples[column] is not { } sample) return;
        if (value is null) sample.AddMissing();
        else sample.AddText(value);
    }

    public void Date(int column, DateTime? value)
    {
        if (samples[column] is not { } sample) return;
        if (value is { } date) sample.Add(DateEncoding.Days(date));
        else sample.AddMissing();
    }

    public void Numbers<TNumber>(int column, int count, TNumber[]? values) where TNumber : struct, INumber<TNumber>
    {
        if (values?.Length != count) faults.Add(column, null, EncodingVisitor.ArrayFault(count, values?.Length));
        else for (var i = 0; i < count; i++) Number(column + i, double.CreateTruncating(values[i]));
    }
}
