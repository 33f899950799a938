using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Windows over images, and the buffers of an instruction on them.</summary>
internal struct WindowArguments
{
    public ArrayView<float> X, Kernel, Maxima, Gradient, Destination;
    public Window Window;

    /// <summary>Size of the images, and rows and columns of results.</summary>
    public Divisor Height, Width, Channels, Rows, Columns;

    public Divisor Cells, CellColumns, StrideHeight, StrideWidth, DilationHeight, DilationWidth;
    public int Count;

    /// <summary>For sums over all places: how many of them, how many a part has, and the channels that a group has side by side.</summary>
    public int Places, PlacesOfPart, Side;

    /// <summary>Returns the place and the channel of a result.</summary>
    public readonly ImagePlace Result(int index) => ImagePlace.Of(index, Rows, Columns, Channels);

    /// <summary>Returns the place and the channel of a number of the images.</summary>
    public readonly ImagePlace Pixel(int index) => ImagePlace.Of(index, Height, Width, Channels);

    /// <summary>Returns the row of the image at a row of a result's window; it may be outside.</summary>
    public readonly int RowOf(ImagePlace result, int cell) => result.Row * Window.StrideHeight - Window.Top + cell * Window.DilationHeight;

    /// <summary>Returns the column of the image at a column of a result's window; it may be outside.</summary>
    public readonly int ColumnOf(ImagePlace result, int cell) =>
        result.Column * Window.StrideWidth - Window.Left + cell * Window.DilationWidth;

    /// <summary>Returns the row of the results whose windows have a pixel's row as one of theirs; −1 if there is none.</summary>
    public readonly int ResultRow(ImagePlace pixel, int cell) =>
        Step(pixel.Row + Window.Top - cell * Window.DilationHeight, StrideHeight, Rows.Value);

    /// <summary>Returns the column of the results whose windows have a pixel's column as one of theirs; −1 if there is none.</summary>
    public readonly int ResultColumn(ImagePlace pixel, int cell) =>
        Step(pixel.Column + Window.Left - cell * Window.DilationWidth, StrideWidth, Columns.Value);

    /// <summary>Returns the position of a number of the images.</summary>
    public readonly int PixelAt(ImagePlace place, int row, int column) =>
        ((place.Image * Height.Value + row) * Width.Value + column) * Channels.Value + place.Channel;

    /// <summary>Returns the position of a result.</summary>
    public readonly int ResultAt(ImagePlace place, int row, int column) =>
        ((place.Image * Rows.Value + row) * Columns.Value + column) * Channels.Value + place.Channel;

    /// <summary>Returns how many cells of the window at a place are inside the image.</summary>
    public readonly int CellsInside(int row, int column) =>
        Inside(row * Window.StrideHeight - Window.Top, Height.Value, Window.Height, DilationHeight)
        * Inside(column * Window.StrideWidth - Window.Left, Width.Value, Window.Width, DilationWidth);

    private static int Step(int distance, Divisor stride, int results)
    {
        if (distance < 0) return -1;
        var result = stride.Quotient(distance);
        return result < results && result * stride.Value == distance ? result : -1;
    }

    private static int Inside(int start, int size, int cells, Divisor dilation)
    {
        if (start >= size) return 0;
        var first = start < 0 ? dilation.Quotient(dilation.Value - 1 - start) : 0;
        var end = dilation.Quotient(size - start + dilation.Value - 1);
        if (end > cells) end = cells;
        return end > first ? end - first : 0;
    }
}

/// <summary>An image, and a place and a channel of it.</summary>
internal struct ImagePlace
{
    public int Image, Row, Column, Channel;

    public static ImagePlace Of(int index, Divisor rows, Divisor columns, Divisor channels)
    {
        var place = channels.Quotient(index);
        var row = columns.Quotient(place);
        var image = rows.Quotient(row);
        return new()
        {
            Image = image,
            Row = row - image * rows.Value,
            Column = place - row * columns.Value,
            Channel = index - place * channels.Value,
        };
    }
}
