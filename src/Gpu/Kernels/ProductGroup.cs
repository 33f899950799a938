namespace ModelDsl.Gpu;

/// <summary>What a group has to do, by its number.</summary>
internal readonly struct ProductGroup
{
    /// <summary>The tile's first row and column.</summary>
    public readonly int Row, Column;

    /// <summary>Places of the tile's first numbers in the factors.</summary>
    public readonly int Left, Right;

    /// <summary>The group's first part of the inner dimension, and the one after its last.</summary>
    public readonly int FirstPart, EndPart;

    private readonly int product;

    /// <summary>Finds the work of a group.</summary>
    /// <param name="a">The arguments.</param>
    /// <param name="number">The group's number: tiles of a row are neighbours, then rows of tiles, parts and products.</param>
    /// <param name="height">Rows of a tile.</param>
    /// <param name="width">Columns of a tile.</param>
    public ProductGroup(in ProductArguments a, int number, int height, int width)
    {
        var tiles = a.TilesDown * a.TilesAcross;
        var (tile, rest) = (number % tiles, number / tiles);
        Row = tile / a.TilesAcross * height;
        Column = tile % a.TilesAcross * width;
        FirstPart = a.Splits == 0 ? 0 : rest % a.Parts;
        EndPart = a.Splits == 0 ? a.Parts : FirstPart + 1;
        product = a.Splits == 0 ? rest : rest / a.Parts;
        Left = product * a.LeftNext + Row * a.LeftRow;
        Right = product * a.RightNext + Column * a.RightColumn;
    }

    /// <summary>Returns where the sums of a part go: to the product, or to the memory of the part.</summary>
    public ProductPlace Place(in ProductArguments a, int part) => new()
    {
        First = a.Splits == 0 ? product * a.DestinationNext : (product * a.Parts + part) * a.Rows * a.Columns,
        Row = a.Splits == 0 ? a.DestinationRow : a.Columns,
        Continues = a.Splits == 0 && part > 0 ? 1 : 0,
        Ends = a.Splits == 0 && part == a.Parts - 1 ? 1 : 0,
    };
}
