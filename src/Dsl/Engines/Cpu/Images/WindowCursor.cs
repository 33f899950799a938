namespace ModelDsl.Engines.Cpu;

/// <summary>The cells of a window in one direction that lie inside the image.</summary>
/// <param name="First">Number of the first of them.</param>
/// <param name="End">Number of the cell behind the last.</param>
/// <param name="Position">Row or column of the image in which the first lies.</param>
internal readonly record struct InsideCells(int First, int End, int Position)
{
    public int Count => End - First;

    /// <param name="start">Row or column of the window's first cell, perhaps outside.</param>
    /// <param name="size">Cells of the window.</param>
    /// <param name="dilation">From one to the next.</param>
    /// <param name="length">Rows or columns of the image.</param>
    public static InsideCells Of(int start, int size, int dilation, int length)
    {
        var first = start >= 0 ? 0 : Math.Min((dilation - 1 - start) / dilation, size);
        var end = start + (size - 1) * dilation < length ? size : Math.Max((length - start + dilation - 1) / dilation, first);
        return new InsideCells(first, end, start + first * dilation);
    }
}

/// <summary>
/// Goes through the windows over images in the order of their results, by runs: neighbours in a row that lie wholly inside their image, or a
/// single one at its edge. It tells which cells of a run's windows lie inside and where, so that kernels ask nothing of a single cell, and little
/// of a window.
/// </summary>
/// <param name="images">Shape of the images.</param>
/// <param name="results">Shape that counts the windows.</param>
/// <param name="window">How they lie.</param>
/// <param name="first">The first window, counted through all samples.</param>
/// <param name="end">The window behind the last.</param>
internal struct WindowCursor(Shape images, Shape results, Window window, nuint first, nuint end)
{
    private readonly (int Rows, int Columns) image = (images[1], images[2]);
    private readonly (int Rows, int Columns) places = (results[1], results[2]);
    private nuint sample = first == end ? 0 : first / Places(results);
    private int row = first == end ? 0 : (int)(first % Places(results)) / results[2];
    private int column = first == end ? 0 : (int)(first % Places(results)) % results[2];
    private nuint left = end - first;

    /// <summary>The windows of some samples.</summary>
    public static WindowCursor OfSamples(Shape images, Shape results, Window window, nuint first, nuint end) =>
        new(images, results, window, first * Places(results), end * Places(results));

    /// <summary>Number of a sample's windows.</summary>
    public static nuint Places(Shape results) => (nuint)results[1] * (nuint)results[2];

    /// <summary>Numbers of a pixel.</summary>
    public nuint Channels { get; } = (nuint)images[3];

    /// <summary>From a row of cells to the next, in numbers of the image.</summary>
    public readonly nuint RowStep => (nuint)(window.DilationHeight * image.Columns) * Channels;

    /// <summary>From a cell to the next one of its row.</summary>
    public readonly nuint ColumnStep => (nuint)window.DilationWidth * Channels;

    /// <summary>From a window to the next one of its run.</summary>
    public readonly nuint WindowStep => (nuint)window.StrideWidth * Channels;

    /// <summary>Number of windows in the run.</summary>
    public int Windows { get; private set; }

    /// <summary>Which rows of cells lie inside the image.</summary>
    public InsideCells Rows { get; private set; }

    /// <summary>Which columns of cells lie inside the image.</summary>
    public InsideCells Columns { get; private set; }

    /// <summary>Where the first cell inside begins in the images.</summary>
    public readonly nuint Offset => ((sample * (nuint)image.Rows + (nuint)Rows.Position) * (nuint)image.Columns + (nuint)Columns.Position) * Channels;

    /// <summary>In how many pieces a row of cells lies in the image: in one, unless the window has holes.</summary>
    public readonly int Pieces => window.DilationWidth == 1 ? 1 : Columns.Count;

    /// <summary>Numbers of such a piece.</summary>
    public readonly nuint PieceLength => window.DilationWidth == 1 ? (nuint)Columns.Count * Channels : Channels;

    /// <summary>The window behind the last of a row that lies inside wholly.</summary>
    private readonly int WholeEnd =>
        Math.Min(places.Columns, (image.Columns - 1 - (window.Width - 1) * window.DilationWidth + window.Left) / window.StrideWidth + 1);

    /// <summary>Moves on to the next run, at the beginning to the first; false where there is none.</summary>
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
