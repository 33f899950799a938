namespace ModelDsl.Gpu;

/// <summary>Where the sums of a group go, once it has added up one part of the inner dimension.</summary>
internal struct ProductPlace
{
    /// <summary>Place of the product's first element, and the distance of its rows.</summary>
    public int First, Row;

    /// <summary>1 if the parts before this one lie at the place already, otherwise 0; and the same if this is the last one.</summary>
    public int Continues, Ends;

    /// <summary>Writes a block.</summary>
    public readonly void Write<TEpilogue>(in ProductArguments a, in Block block, int row, int column)
        where TEpilogue : struct, IProductEpilogue
    {
        Write<TEpilogue>(a, block.Row0, row, column);
        Write<TEpilogue>(a, block.Row1, row + 1, column);
        Write<TEpilogue>(a, block.Row2, row + 2, column);
        Write<TEpilogue>(a, block.Row3, row + 3, column);
    }

    private readonly void Write<TEpilogue>(in ProductArguments a, in Four sums, int row, int column)
        where TEpilogue : struct, IProductEpilogue
    {
        Write<TEpilogue>(a, sums.X, row, column);
        Write<TEpilogue>(a, sums.Y, row, column + 1);
        Write<TEpilogue>(a, sums.Z, row, column + 2);
        Write<TEpilogue>(a, sums.W, row, column + 3);
    }

    /// <summary>Adds a sum to the parts before it, finishes it if this is the last, and writes it if it lies in the product.</summary>
    public readonly void Write<TEpilogue>(in ProductArguments a, float sum, int row, int column)
        where TEpilogue : struct, IProductEpilogue
    {
        if (row >= a.Rows || column >= a.Columns) return;
        var place = First + row * Row + column;
        if (Continues != 0) sum = a.Destination[place] + sum;
        if (Ends != 0) sum = TEpilogue.Finish(a, sum, row, column);
        a.Destination[place] = sum;
    }
}
