namespace ModelDsl.Engines.Reference;

/// <summary>The positions of each window's cells in the images, and of the windows' results.</summary>
internal readonly struct WindowWalk(Shape images, Shape results, Window window)
{
    /// <summary>Rows of results per image.</summary>
    public int Rows { get; } = results[1];

    /// <summary>Columns of results per image.</summary>
    public int Columns { get; } = results[2];

    /// <summary>Numbers per pixel.</summary>
    public int Channels { get; } = images[3];

    /// <summary>Cells per window.</summary>
    public int Cells => window.Height * window.Width;

    /// <summary>The window of a result. Results are counted through all images.</summary>
    public WindowPlace this[int result] => new(
        result / (Rows * Columns),
        result / Columns % Rows * window.StrideHeight - window.Top,
        result % Columns * window.StrideWidth - window.Left);

    /// <summary>Returns the position of a cell's first number in the images; −1 if the cell lies outside.</summary>
    public int Offset(WindowPlace place, int cell)
    {
        var row = place.Row + cell / window.Width * window.DilationHeight;
        var column = place.Column + cell % window.Width * window.DilationWidth;
        return (uint)row < (uint)images[1] && (uint)column < (uint)images[2]
            ? ((place.Sample * images[1] + row) * images[2] + column) * Channels
            : -1;
    }
}

/// <summary>The first cell of a window: its image, and its row and column there, which may lie outside.</summary>
internal readonly record struct WindowPlace(int Sample, int Row, int Column);
