namespace ModelDsl.Engines;

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
/// Goes through the windows over images in the order of their results, and tells which cells of each lie inside its image and where:
/// kernels ask nothing of a single cell.
/// </summary>
internal struct WindowCursor(Shape images, Shape results, Window window)
{
    private readonly (int Rows, int Columns) image = (images[1], images[2]);
    private readonly (int Rows, int Columns) places = (results[1], results[2]);
    private int left = results[0] * results[1] * results[2];
    private int sample;
    private int row = -1;
    private int column = results[2] - 1;

    /// <summary>Numbers of a pixel.</summary>
    public int Channels { get; } = images[3];

    /// <summary>From a row of cells to the next, in numbers of the image.</summary>
    public readonly nuint RowStep => (nuint)(window.DilationHeight * image.Columns * Channels);

    /// <summary>From a cell to the next one of its row.</summary>
    public readonly nuint ColumnStep => (nuint)(window.DilationWidth * Channels);

    /// <summary>Which rows of cells lie inside the image.</summary>
    public InsideCells Rows { get; private set; }

    /// <summary>Which columns of cells lie inside the image.</summary>
    public InsideCells Columns { get; private set; }

    /// <summary>Where the first cell inside begins in the images.</summary>
    public readonly nuint Offset => (nuint)(((sample * image.Rows + Rows.Position) * image.Columns + Columns.Position) * Channels);

    /// <summary>In how many pieces a row of cells lies in the image: in one, unless the window has holes.</summary>
    public readonly int Pieces => window.DilationWidth == 1 ? 1 : Columns.Count;

    /// <summary>Numbers of such a piece.</summary>
    public readonly nuint PieceLength => (nuint)(window.DilationWidth == 1 ? Columns.Count * Channels : Channels);

    /// <summary>Moves on to the next window, at the beginning to the first; false where there is none.</summary>
    public bool Next()
    {
        if (left-- == 0) return false;
        if (++column == places.Columns)
        {
            column = 0;
            if (++row == places.Rows) (row, sample) = (0, sample + 1);
            Rows = InsideCells.Of(row * window.StrideHeight - window.Top, window.Height, window.DilationHeight, image.Rows);
        }
        Columns = InsideCells.Of(column * window.StrideWidth - window.Left, window.Width, window.DilationWidth, image.Columns);
        return true;
    }
}
