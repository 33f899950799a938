using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

/// <summary>
/// The cells of windows as tensors. A frame around the images makes room for all windows. Then the pixels under one cell of every window
/// are a slice of the images, and DiffSharp's <c>undilate</c> keeps one pixel per stride.
/// </summary>
internal sealed class DiffWindows
{
    private readonly Window window;
    private readonly Shape images;
    private readonly int frameHeight;
    private readonly int frameWidth;
    private readonly int rows;
    private readonly int columns;

    /// <summary>Describes windows that move over images, with a result at each place.</summary>
    public DiffWindows(Shape images, Shape places, Window window)
    {
        (this.window, this.images, rows, columns) = (window, images, places[1], places[2]);
        frameHeight = Math.Max(images[1] + window.Top, (window.Height - 1) * window.DilationHeight + Reach(rows, window.StrideHeight));
        frameWidth = Math.Max(images[2] + window.Left, (window.Width - 1) * window.DilationWidth + Reach(columns, window.StrideWidth));
    }

    /// <summary>Number of cells.</summary>
    public int Count => window.Height * window.Width;

    private bool NeedsNoFrame => (frameHeight, frameWidth) == (images[1], images[2]);

    /// <summary>Returns the images in a frame of zeros.</summary>
    public DiffTensor Framed(DiffTensor x) =>
        NeedsNoFrame ? x : x.zerosLike(FramedShape, null, null, null).addSlice([0, window.Top, window.Left, 0], x);

    /// <summary>Returns the images in a frame that is below every number.</summary>
    public DiffTensor FramedBelow(DiffTensor x)
    {
        if (NeedsNoFrame) return x;
        var frame = new double[frameHeight * frameWidth];
        for (var i = 0; i < frame.Length; i++)
        {
            var (row, column) = (i / frameWidth - window.Top, i % frameWidth - window.Left);
            var isInside = row >= 0 && row < images[1] && column >= 0 && column < images[2];
            frame[i] = isInside ? 0.0 : double.NegativeInfinity;
        }
        return Framed(x) + x.like(frame, null, null, null).As(1, frameHeight, frameWidth, 1);
    }

    /// <summary>Returns the pixels under a cell of every window: [samples, rows, columns, channels].</summary>
    public DiffTensor Of(DiffTensor framed, int cell)
    {
        var pixels = framed.Slice(1, Top(cell), Reach(rows, window.StrideHeight)).Slice(2, Left(cell), Reach(columns, window.StrideWidth));
        return IsDense ? pixels : pixels.undilate(Strides);
    }

    /// <summary>Starts with images of zeros, and adds a number per place to the pixels under each cell.</summary>
    public DiffTensor AddUp(Func<int, DiffTensor> cell)
    {
        DiffTensor? sums = null;
        for (var k = 0; k < Count; k++)
        {
            var pixels = IsDense ? cell(k) : cell(k).dilate(Strides);
            sums = (sums ?? pixels.zerosLike(FramedShape, null, null, null)).addSlice([0, Top(k), Left(k), 0], pixels);
        }
        return sums!.Slice(1, window.Top, images[1]).Slice(2, window.Left, images[2]);
    }

    /// <summary>
    /// Returns, for each place, 1 divided by the number of its cells inside the image: [rows, columns, 1], in the type of another tensor.
    /// </summary>
    public DiffTensor SharesInside(DiffTensor like)
    {
        var shares = new double[rows * columns];
        for (var i = 0; i < shares.Length; i++)
        {
            var down = Inside(i / columns * window.StrideHeight - window.Top, window.Height, window.DilationHeight, images[1]);
            shares[i] =
                1.0 / (down * Inside(i % columns * window.StrideWidth - window.Left, window.Width, window.DilationWidth, images[2]));
        }
        return like.like(shares, null, null, null).As(rows, columns, 1);
    }

    private int[] FramedShape => [images[0], frameHeight, frameWidth, images[3]];

    private bool IsDense => (window.StrideHeight, window.StrideWidth) == (1, 1);

    private int[] Strides => [1, window.StrideHeight, window.StrideWidth, 1];

    private int Top(int cell) => cell / window.Width * window.DilationHeight;

    private int Left(int cell) => cell % window.Width * window.DilationWidth;

    /// <summary>Returns the distance from the first to the last place, both included.</summary>
    private static int Reach(int places, int stride) => (places - 1) * stride + 1;

    private static int Inside(int first, int cells, int dilation, int length)
    {
        var count = 0;
        for (var cell = 0; cell < cells; cell++)
            if (first + cell * dilation is >= 0 and var at && at < length) count++;
        return count;
    }
}
