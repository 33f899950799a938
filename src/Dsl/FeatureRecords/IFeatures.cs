namespace ModelDsl;

/// <summary>
/// A row of a table. The generator implements it for every record with <see cref="FeaturesAttribute"/>; everything else works through it,
/// without reflection.
/// </summary>
/// <typeparam name="TSelf">The row's own type.</typeparam>
public interface IFeatures<TSelf> where TSelf : IFeatures<TSelf>
{
    /// <summary>The columns of a row, in the order of its parameters, and how each becomes numbers.</summary>
    static abstract FeatureSchema Schema { get; }

    /// <summary>Shows every value of a row to a visitor, in the order of the columns.</summary>
    /// <param name="row">The row.</param>
    /// <param name="visitor">The visitor; its own state changes.</param>
    static abstract void Visit<TVisitor>(TSelf row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct;

    /// <summary>Makes a row of the cells of a table.</summary>
    /// <param name="cells">The cells of a row, by the numbers of the columns. It collects what is wrong with them.</param>
    static abstract TSelf Create(RowCells cells);
}

/// <summary>Receives the values of a row, column by column. Null is a missing value.</summary>
public interface IFeatureVisitor
{
    /// <summary>Receives a number.</summary>
    void Number(int column, double? value);

    /// <summary>Receives the number of a category or class among those of its type; −1 for a value that is none of them.</summary>
    void Category(int column, int? index);

    /// <summary>Receives a text.</summary>
    void Text(int column, string? value);

    /// <summary>Receives a date or time.</summary>
    void Date(int column, DateTime? value);

    /// <summary>Receives the items of an array, each a column of numbers; the first is <paramref name="column"/>.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="count">Number of items that a row must have.</param>
    /// <param name="values">The items; null is an error, as any other number of items is.</param>
    void Numbers<TNumber>(int column, int count, TNumber[]? values) where TNumber : struct, System.Numerics.INumber<TNumber>;
}
