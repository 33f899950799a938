namespace ModelDsl.Engines.Reference;

/// <summary>Where the cells of each window lie in images, and in the results of the windows.</summary>
internal readonly struct WindowWalk(Shape images, Shape results, Window window)
{
    /// <summary>Rows of results of an image.</summary>
    public int Rows { get; } = results[1];

    /// <summary>Columns of results of an image.</summary>
    public int Columns { get; } = results[2];

    /// <summary>Numbers of a pixel.</summary>
    public int Channels { get; } = images[3];

    /// <summary>Cells of a window.</summary>
    public int Cells => window.Height * window.Width;

    /// <summary>The window of a result, counted through all images.</summary>
    public WindowPlace this[int result] => new(
        result / (Rows * Columns),
        result / Columns % Rows * window.StrideHeight - window.Top,
        result % Columns * window.StrideWidth - window.Left);

    /// <summary>Where a cell of a window begins in the images; −1 where it lies outside.</summary>
    public int Offset(WindowPlace place, int cell)
    {
        var row = place.Row + cell / window.Width * window.DilationHeight;
        var column = place.Column + cell % window.Width * window.DilationWidth;
        return (uint)row < (uint)images[1] && (uint)column < (uint)images[2]
            ? ((place.Sample * images[1] + row) * images[2] + column) * Channels
            : -1;
    }
}

/// <summary>The first cell of a window: which image, and which row and column of it, perhaps outside.</summary>
internal readonly record struct WindowPlace(int Sample, int Row, int Column);
