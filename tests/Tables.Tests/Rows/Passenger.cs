namespace ModelDsl.Tables.Tests;

/// <summary>A row as a user's record has it.</summary>
public sealed record Passenger(float? Age, float Fare, Port Embarked, string Ticket, int Years, bool Survived) : IFeatures<Passenger>
{
    private static readonly string[] Ports = ["S", "C", "Q"];

    /// <inheritdoc/>
    public static FeatureSchema Schema { get; } = new("Passenger",
        new("Age", "Age", FeatureEncoding.Normalize(), IsOptional: true), new("Fare", "Fare", FeatureEncoding.Normalize(log: true)),
        new("Embarked", "Embarked", FeatureEncoding.Category(Ports)), new("Ticket", "Ticket", FeatureEncoding.Vocabulary(500)),
        new("Years", "Years", FeatureEncoding.Bucket([0, 18, 65])), new("Survived", "Survived", FeatureEncoding.ClassLabel("False", "True")));

    /// <inheritdoc/>
    public static Passenger Create(RowCells cells) => new(cells.NumberOrNull<float>(0), cells.Number<float>(1),
        cells.Member(2, Ports, [Port.S, Port.C, Port.Q]), cells.Text(3), cells.Number<int>(4), cells.Boolean(5));

    /// <inheritdoc/>
    public static void Visit<TVisitor>(Passenger row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct
    {
        visitor.Number(0, row.Age);
        visitor.Number(1, row.Fare);
        visitor.Category(2, (int)row.Embarked);
        visitor.Text(3, row.Ticket);
        visitor.Number(4, row.Years);
        visitor.Category(5, row.Survived ? 1 : 0);
    }
}

/// <summary>A category.</summary>
public enum Port
{
    /// <summary>Southampton.</summary>
    S,

    /// <summary>Cherbourg.</summary>
    C,

    /// <summary>Queenstown.</summary>
    Q,
}
