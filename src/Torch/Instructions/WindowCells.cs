using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// The cells of windows as tensors. A frame around the images makes room for all windows. Then the pixels under one cell of every window
/// are a strided part of the images. Nothing is copied except for the frame, and only if windows reach outside.
/// </summary>
internal readonly struct WindowCells
{
    private readonly Window window;
    private readonly (long Height, long Width) images;
    private readonly (long Height, long Width) frame;

    /// <summary>Describes windows that move over images, with a result at each place.</summary>
    public WindowCells(Shape images, Shape places, Window window)
    {
        this.window = window;
        (Samples, Channels, Rows, Columns) = (images[0], images[3], places[1], places[2]);
        this.images = (images[1], images[2]);
        frame = (
            Math.Max(images[1] + window.Top, (Rows - 1) * window.StrideHeight + (Height - 1) * window.DilationHeight + 1),
            Math.Max(images[2] + window.Left, (Columns - 1) * window.StrideWidth + (Width - 1) * window.DilationWidth + 1));
    }

    public int Samples { get; }

    public int Channels { get; }

    /// <summary>Rows of places.</summary>
    public int Rows { get; }

    /// <summary>Columns of places.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Height => window.Height;

    /// <summary>Columns of cells.</summary>
    public int Width => window.Width;

    /// <summary>Number of cells.</summary>
    public int Count => Height * Width;

    /// <summary>True if no window reaches outside: the images need no frame.</summary>
    public bool NeedsNoFrame => frame == images;

    public long[] FramedShape => [Samples, frame.Height, frame.Width, Channels];

    /// <summary>Returns the images in their frame, filled with one number; the images themselves if they need no frame.</summary>
    public TorchTensor Framed(TorchTensor x, double outside) => NeedsNoFrame
        ? x
        : torch.nn.functional.pad(
            x, [0, 0, window.Left, frame.Width - images.Width - window.Left, window.Top, frame.Height - images.Height - window.Top],
            TorchSharp.PaddingModes.Constant, outside);

    /// <summary>Returns the images without their frame.</summary>
    public TorchTensor Inside(TorchTensor framed) => framed.as_strided(
        [Samples, images.Height, images.Width, Channels], [SampleStride, RowStride, Channels, 1],
        framed.storage_offset() + window.Top * RowStride + window.Left * Channels);

    /// <summary>Returns the pixels under a cell of every window: [samples, rows, columns, channels].</summary>
    public TorchTensor Of(TorchTensor framed, int cell) => framed.as_strided(
        [Samples, Rows, Columns, Channels], [SampleStride, window.StrideHeight * RowStride, window.StrideWidth * Channels, 1],
        framed.storage_offset() + cell / Width * window.DilationHeight * RowStride + cell % Width * window.DilationWidth * Channels);

    /// <summary>Returns the pixels under all cells of every window: [samples, rows, columns, height, width, channels].</summary>
    public TorchTensor All(TorchTensor framed) => framed.as_strided(
        [Samples, Rows, Columns, Height, Width, Channels],
        [
            SampleStride, window.StrideHeight * RowStride, window.StrideWidth * Channels, window.DilationHeight * RowStride,
            window.DilationWidth * Channels, 1,
        ],
        framed.storage_offset());

    /// <summary>Returns patches as [samples, rows, columns, cells, channels].</summary>
    public TorchTensor Patches(TorchTensor flat) => flat.view(Samples, Rows, Columns, Count, Channels);

    /// <summary>
    /// Returns the largest number in each window, and the index of its pixel (the first one if several are equal). Pixels of the framed
    /// image are counted row by row. Both are [samples, rows, columns, channels].
    /// </summary>
    public (TorchTensor Values, TorchTensor Pixels) Maxima(TorchTensor framed)
    {
        // libtorch expects channels second. In this view they still lie last in memory, and libtorch has kernels for that.
        using var channelsSecond = framed.permute(0, 3, 1, 2);
        var (values, pixels) = torch.nn.functional.max_pool2d_with_indices(
            channelsSecond, [Height, Width], [window.StrideHeight, window.StrideWidth], [0, 0], [window.DilationHeight,
                window.DilationWidth]);
        return (AtPlaces(values), AtPlaces(pixels));
    }

    /// <summary>Returns framed images as [samples, pixels, channels].</summary>
    public TorchTensor PixelsInARow(TorchTensor framed) => framed.view(Samples, frame.Height * frame.Width, Channels);

    /// <summary>Returns the numbers of each place as [samples, places, channels].</summary>
    public TorchTensor PlacesInARow(TorchTensor places) => places.reshape(Samples, Rows * Columns, Channels);

    /// <summary>Writes, for each place, 1 divided by the number of its cells inside the image.</summary>
    public void WriteSharesInside(Span<float> shares)
    {
        for (var row = 0; row < Rows; row++)
        {
            var rows = Inside(row * window.StrideHeight - window.Top, Height, window.DilationHeight, images.Height);
            for (var column = 0; column < Columns; column++)
                shares[row * Columns + column] =
                    1f / (rows * Inside(column * window.StrideWidth - window.Left, Width, window.DilationWidth, images.Width));
        }

        static int Inside(int first, int cells, int dilation, long length)
        {
            var count = 0;
            for (var cell = 0; cell < cells; cell++)
                if (first + cell * dilation is >= 0 and var at && at < length) count++;
            return count;
        }
    }

    /// <summary>
    /// Returns libtorch's results with channels last, without those that we do not need: libtorch's windows move to the end of the frame.
    /// </summary>
    public TorchTensor AtPlaces(TorchTensor results) => results.permute(0, 2, 3, 1).narrow(1, 0, Rows).narrow(2, 0, Columns);

    private long RowStride => frame.Width * Channels;

    private long SampleStride => frame.Height * RowStride;
}
