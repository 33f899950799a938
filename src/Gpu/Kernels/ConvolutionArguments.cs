using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// A convolution as a product: a matrix that is read from images, times a matrix of factors. A row or a step of the first matrix is a place
/// of the window or a cell of it; both together are a pixel.
/// </summary>
internal struct ConvolutionArguments
{
    public ArrayView<float> X, Factors, Bias, Destination;

    /// <summary>Rows, columns and inner dimension of the product, and how many of its steps a part has.</summary>
    public int Rows, Columns, Steps, StepsOfPart;

    /// <summary>Size of the images that are read.</summary>
    public int Height, Width, Channels;

    /// <summary>The way of the window.</summary>
    public int StrideHeight, StrideWidth, DilationHeight, DilationWidth, Top, Left;

    /// <summary>Rows and columns of places, columns of the window, and channels of the images.</summary>
    public Divisor PlaceRows, PlaceColumns, CellColumns, CellChannels;

    /// <summary>For the gradient of images, the strides that the layer had, and its places.</summary>
    public Divisor SkippedRows, SkippedColumns;

    /// <summary>Distance from a factor to the next in its row, and from the factors of a cell to the next cell's.</summary>
    public int FactorColumn, FactorCell;

    public int HasBias;

    /// <summary>Returns the place of a row of the image at which a window begins.</summary>
    public readonly Spot Place(int place)
    {
        var rows = PlaceColumns.Quotient(place);
        var image = PlaceRows.Quotient(rows);
        var row = (rows - image * PlaceRows.Value) * StrideHeight - Top;
        var column = (place - rows * PlaceColumns.Value) * StrideWidth - Left;
        return new() { Row = row, Column = column, Offset = ((image * Height + row) * Width + column) * Channels };
    }

    /// <summary>Returns what a cell and a channel add to the place of their window.</summary>
    public readonly Spot Cell(int index)
    {
        var cell = CellChannels.Quotient(index);
        var cellRow = CellColumns.Quotient(cell);
        var (row, column) = (cellRow * DilationHeight, (cell - cellRow * CellColumns.Value) * DilationWidth);
        return new() { Row = row, Column = column, Offset = (row * Width + column) * Channels + index - cell * CellChannels.Value };
    }
}

/// <summary>A place in images: its row and column, and its position in memory. The sum of two is a pixel's channel.</summary>
internal struct Spot
{
    /// <summary>A row that stays outside every image when another is added to it.</summary>
    private const int Outside = int.MinValue / 2;

    public int Row, Column, Offset;

    /// <summary>Returns this place, or one outside if an index is past the end.</summary>
    public readonly Spot If(bool isInside) => new() { Row = isInside ? Row : Outside, Column = Column, Offset = Offset };
}

/// <summary>The two matrices of a product that is a convolution.</summary>
internal interface IConvolution
{
    /// <summary>Whether neighbours in memory are steps of a row of the first matrix; otherwise they are rows of a step.</summary>
    static abstract bool StepsAreNeighbours { get; }

    /// <summary>Whether neighbours in memory are steps of a column of the factors; otherwise they are columns of a step.</summary>
    static abstract bool FactorStepsAreNeighbours { get; }

    /// <summary>Returns the place of a row of the first matrix.</summary>
    static abstract Spot Row(ConvolutionArguments a, int row);

    /// <summary>Returns the place of a step.</summary>
    static abstract Spot Step(ConvolutionArguments a, int step);

    /// <summary>Returns a number of the first matrix: 0 outside the image.</summary>
    static abstract float Read(ConvolutionArguments a, Spot row, Spot step);

    /// <summary>Returns the position of the first factor of a step.</summary>
    static abstract int Factor(ConvolutionArguments a, int step);
}

/// <summary>The forward direction: rows are places, steps are cells, factors are the kernel, and columns are filters.</summary>
internal readonly struct Forward : IConvolution
{
    public static bool StepsAreNeighbours => true;

    public static bool FactorStepsAreNeighbours => false;

    public static Spot Row(ConvolutionArguments a, int row) => a.Place(row);

    public static Spot Step(ConvolutionArguments a, int step) => a.Cell(step);

    public static float Read(ConvolutionArguments a, Spot row, Spot step) =>
        (uint)(row.Row + step.Row) < (uint)a.Height && (uint)(row.Column + step.Column) < (uint)a.Width
            ? a.X[row.Offset + step.Offset]
            : 0f;

    public static int Factor(ConvolutionArguments a, int step) => step * a.Columns;
}

/// <summary>
/// The gradient of the images, if the stride is 1: a convolution of the results' gradient, with the window's cells in the other direction.
/// Rows are pixels, steps are cells and filters, factors are the kernel, and columns are channels.
/// </summary>
internal readonly struct Backward : IConvolution
{
    public static bool StepsAreNeighbours => true;

    public static bool FactorStepsAreNeighbours => true;

    public static Spot Row(ConvolutionArguments a, int row) => a.Place(row);

    public static Spot Step(ConvolutionArguments a, int step) => a.Cell(step);

    public static float Read(ConvolutionArguments a, Spot row, Spot step) => Forward.Read(a, row, step);

    public static int Factor(ConvolutionArguments a, int step)
    {
        var cell = a.CellChannels.Quotient(step);
        return cell * a.FactorCell + step - cell * a.CellChannels.Value;
    }
}

/// <summary>The gradient of the images for any stride: a pixel belongs to those cells only that the stride leads to it.</summary>
internal readonly struct BackwardWithStride : IConvolution
{
    public static bool StepsAreNeighbours => true;

    public static bool FactorStepsAreNeighbours => true;

    public static Spot Row(ConvolutionArguments a, int row)
    {
        var place = a.Place(row);
        return place with { Offset = place.Offset - (place.Row * a.Width + place.Column) * a.Channels };
    }

    public static Spot Step(ConvolutionArguments a, int step)
    {
        var cell = a.Cell(step);
        return cell with { Offset = cell.Offset - (cell.Row * a.Width + cell.Column) * a.Channels };
    }

    public static float Read(ConvolutionArguments a, Spot row, Spot step)
    {
        var (y, x) = (row.Row + step.Row, row.Column + step.Column);
        if (y < 0 || x < 0) return 0f;
        var (top, left) = (a.SkippedRows.Quotient(y), a.SkippedColumns.Quotient(x));
        return top < a.Height && left < a.Width && top * a.SkippedRows.Value == y && left * a.SkippedColumns.Value == x
            ? a.X[row.Offset + step.Offset + (top * a.Width + left) * a.Channels]
            : 0f;
    }

    public static int Factor(ConvolutionArguments a, int step) => Backward.Factor(a, step);
}

/// <summary>
/// The gradient of the kernel: rows are cells and channels, steps are places, factors are the results' gradient, and columns are filters.
/// </summary>
internal readonly struct OfKernel : IConvolution
{
    public static bool StepsAreNeighbours => false;

    public static bool FactorStepsAreNeighbours => false;

    public static Spot Row(ConvolutionArguments a, int row) => a.Cell(row);

    public static Spot Step(ConvolutionArguments a, int step) => a.Place(step);

    public static float Read(ConvolutionArguments a, Spot row, Spot step) => Forward.Read(a, row, step);

    public static int Factor(ConvolutionArguments a, int step) => step * a.Columns;
}
