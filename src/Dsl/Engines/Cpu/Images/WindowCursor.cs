namespace ModelDsl.Engines.Cpu;

/// <summary>The cells of a window that lie inside the image, in one direction.</summary>
/// <param name="First">Index of the first such cell.</param>
/// <param name="End">Index of the cell after the last.</param>
/// <param name="Position">The row or column of the image that holds the first cell.</param>
internal readonly record struct InsideCells(int First, int End, int Position)
{
    public int Count => End - First;

    /// <param name="start">Row or column of the window's first cell, which may lie outside.</param>
    /// <param name="size">Cells of the window.</param>
    /// <param name="dilation">Distance from one cell to the next.</param>
    /// <param name="length">Rows or columns of the image.</param>
    public static InsideCells Of(int start, int size, int dilation, int length)
    {
        var first = start >= 0 ? 0 : Math.Min((dilation - 1 - start) / dilation, size);
        var end = start + (size - 1) * dilation < length ? size : Math.Max((length - start + dilation - 1) / dilation, first);
        return new InsideCells(first, end, start + first * dilation);
    }
}

/// <summary>
/// Goes through the windows over images in the order of their results, by runs. A run is a row of neighbours that lie completely inside
/// their image, or a single window at the edge. It gives the cells of a run's windows that lie inside the image, and their position. So
/// kernels check nothing for a single cell, and little for a window.
/// </summary>
/// <param name="images">Shape of the images.</param>
/// <param name="results">Shape that counts the windows.</param>
/// <param name="window">The windows.</param>
/// <param name="first">The first window, counted through all samples.</param>
/// <param name="end">The window after the last.</param>
internal struct WindowCursor(Shape images, Shape results, Window window, nuint first, nuint end)
{
    private readonly (int Rows, int Columns) image = (images[1], images[2]);
    private readonly (int Rows, int Columns) places = (results[1], results[2]);
    private nuint sample = first == end ? 0 : first / Places(results);
    private int row = first == end ? 0 : (int)(first % Places(results)) / results[2];
    private int column = first == end ? 0 : (int)(first % Places(results)) % results[2];
    private nuint left = end - first;

    /// <summary>Returns a cursor over the windows of some samples.</summary>
    public static WindowCursor OfSamples(Shape images, Shape results, Window window, nuint first, nuint end) =>
        new(images, results, window, first * Places(results), end * Places(results));

    /// <summary>Returns the number of a sample's windows.</summary>
    public static nuint Places(Shape results) => (nuint)results[1] * (nuint)results[2];

    /// <summary>Numbers per pixel.</summary>
    public nuint Channels { get; } = (nuint)images[3];

    /// <summary>Distance from a row of cells to the next, in numbers of the image.</summary>
    public readonly nuint RowStep => (nuint)(window.DilationHeight * image.Columns) * Channels;

    /// <summary>Distance from a cell to the next one of its row.</summary>
    public readonly nuint ColumnStep => (nuint)window.DilationWidth * Channels;

    /// <summary>Distance from a window to the next one of its run.</summary>
    public readonly nuint WindowStep => (nuint)window.StrideWidth * Channels;

    /// <summary>Number of windows in the run.</summary>
    public int Windows { get; private set; }

    /// <summary>The rows of cells that lie inside the image.</summary>
    public InsideCells Rows { get; private set; }

    /// <summary>The columns of cells that lie inside the image.</summary>
    public InsideCells Columns { get; private set; }

    /// <summary>Index of the first number of the first cell inside.</summary>
    public readonly nuint Offset =>
        ((sample * (nuint)image.Rows + (nuint)Rows.Position) * (nuint)image.Columns + (nuint)Columns.Position) * Channels;

    /// <summary>Number of pieces that a row of cells makes in the image: one, unless the window has holes.</summary>
    public readonly int Pieces => window.DilationWidth == 1 ? 1 : Columns.Count;

    /// <summary>Numbers per piece.</summary>
    public readonly nuint PieceLength => window.DilationWidth == 1 ? (nuint)Columns.Count * Channels : Channels;

    /// <summary>The window after the last window of a row that lies completely inside.</summary>
    private readonly int WholeEnd =>
        Math.Min(places.Columns, (image.Columns - 1 - (window.Width - 1) * window.DilationWidth + window.Left) / window.StrideWidth + 1);

    /// <summary>Moves to the next run, at the start to the first. Returns false if there is none.</summary>
    public bool Next()
    {
        if (left == 0) return false;
        column += Windows;
        if (column == places.Columns)
        {
            column = 0;
            if (++row == places.Rows) (row, sample) = (0, sample + 1);
        }
        Rows = InsideCells.Of(row * window.StrideHeight - window.Top, window.Height, window.DilationHeight, image.Rows);
        Columns = InsideCells.Of(column * window.StrideWidth - window.Left, window.Width, window.DilationWidth, image.Columns);
        Windows = Columns.Count == window.Width ? (int)Math.Min((nuint)(WholeEnd - column), left) : 1;
        left -= (nuint)Windows;
        return true;
    }
}
