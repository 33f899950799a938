using System.Numerics;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>A row as the generator would read it; written by hand, because these tests do not run the generator.</summary>
public sealed record FeatureRow(
    float? Age = 30, float Fare = 1, double Rooms = 1, string City = "Bern", string Size = "M", string Ticket = "a", string? Word = "a", DateTime? Date = null,
    bool? Yes = true, float[]? Spectrum = null, float Weight = 1, bool? Survived = null) : IFeatures<FeatureRow>
{
    public static FeatureSchema Schema { get; } = new("FeatureRow",
        new FeatureColumn("Age", "age", FeatureEncoding.Normalize(), IsOptional: true),
        new FeatureColumn("Mean", "age", FeatureEncoding.Normalize(missing: Missing.Mean, indicator: false), IsOptional: true),
        new FeatureColumn("Zero", "age", FeatureEncoding.MinMax(Missing.Zero, indicator: false), IsOptional: true),
        new FeatureColumn("Fare", "fare", FeatureEncoding.Normalize(log: true)),
        new FeatureColumn("Rooms", "rooms", FeatureEncoding.MinMax()),
        new FeatureColumn("City", "city", FeatureEncoding.Category(["Aarau", "Bern", "Chur"])),
        new FeatureColumn("Size", "size", FeatureEncoding.Category(["S", "M", "L", "XL"], asIndex: true)),
        new FeatureColumn("Quantile", "fare", FeatureEncoding.Bins(4)),
        new FeatureColumn("Uniform", "fare", FeatureEncoding.Bins(3, BinStrategy.Uniform, asIndex: true)),
        new FeatureColumn("Ticket", "ticket", FeatureEncoding.Vocabulary(4)),
        new FeatureColumn("Word", "word", FeatureEncoding.Vocabulary(5, oneHot: true), IsOptional: true),
        new FeatureColumn("Date", "date", FeatureEncoding.Date(DateParts.Trend | DateParts.DayOfWeek), IsOptional: true),
        new FeatureColumn("Yes", "yes", FeatureEncoding.Flag(), IsOptional: true),
        new FeatureColumn("Hour", "rooms", FeatureEncoding.Cyclic(24)),
        new FeatureColumn("Bucket", "rooms", FeatureEncoding.Bucket([0, 2.5])),
        new FeatureColumn("Own", "city", FeatureEncoding.Category(["Bern"], Unknown.Own)),
        new FeatureColumn("Rest", "city", FeatureEncoding.Category(["Bern"], Unknown.Zeros)),
        new FeatureColumn("Plain", "rooms", FeatureEncoding.Number()),
        new FeatureColumn("Weight", "weight", FeatureEncoding.SampleWeight()),
        new FeatureColumn("Survived", "survived", FeatureEncoding.ClassLabel("False", "True"), IsOptional: true));

    static void IFeatures<FeatureRow>.Visit<TVisitor>(FeatureRow row, ref TVisitor visitor)
    {
        visitor.Number(0, row.Age);
        visitor.Number(1, row.Age);
        visitor.Number(2, row.Age);
        visitor.Number(3, row.Fare);
        visitor.Number(4, row.Rooms);
        visitor.Text(5, row.City);
        visitor.Text(6, row.Size);
        visitor.Number(7, row.Fare);
        visitor.Number(8, row.Fare);
        visitor.Text(9, row.Ticket);
        visitor.Text(10, row.Word);
        visitor.Date(11, row.Date);
        visitor.Category(12, row.Yes is { } yes ? yes ? 1 : 0 : null);
        visitor.Number(13, row.Rooms);
        visitor.Number(14, row.Rooms);
        visitor.Text(15, row.City);
        visitor.Text(16, row.City);
        visitor.Number(17, row.Rooms);
        visitor.Number(18, row.Weight);
        visitor.Category(19, row.Survived is { } survived ? survived ? 1 : 0 : null);
    }

    static FeatureRow IFeatures<FeatureRow>.Create(RowCells cells) => new(
        Age: cells.NumberOrNull<float>(0), Fare: cells.Number<float>(3), Rooms: cells.Number<double>(4), City: cells.Text(5),
        Size: cells.Text(6),
        Ticket: cells.Text(9), Word: cells.TextOrNull(10), Date: cells.DateTimeOrNull(11), Yes: cells.BooleanOrNull(12),
        Weight: cells.Number<float>(18),
        Survived: cells.BooleanOrNull(19));

    /// <summary>The position of a column's first number in a sample.</summary>
    internal static int First(string column, int number = 0) =>
        Schema.Firsts[Schema.Columns.ToList().FindIndex(one => one.Name == column)] + number;
}
