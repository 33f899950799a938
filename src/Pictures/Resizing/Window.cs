namespace ModelDsl.Pictures.Resizing;

/// <summary>
/// The part of a picture's side that fills a side of a sample. It lies inside the side for a cut, and around it for borders.
/// </summary>
/// <param name="Start">The first pixel; negative if there is a border.</param>
/// <param name="Length">Number of pixels, with borders.</param>
/// <param name="Side">Number of pixels that the picture has.</param>
internal readonly record struct Window(long Start, long Length, int Side)
{
    /// <summary>
    /// Returns the windows of both sides. They are those of Keras's <c>smart_resize</c> and of <c>pad_to_aspect_ratio</c>: lengths and
    /// starts are rounded down.
    /// </summary>
    internal static (Window Height, Window Width) Of(int height, int width, ImageSize size, AspectRatio ratio)
    {
        var fitHeight = (long)width * size.Height / size.Width;
        var fitWidth = (long)height * size.Width / size.Height;
        return ratio switch
        {
            AspectRatio.Crop => (Cut(height, fitHeight), Cut(width, fitWidth)),
            AspectRatio.Pad => (Surround(height, fitHeight), Surround(width, fitWidth)),
            _ => (new(0, height, height), new(0, width, width)),
        };
    }

    private static Window Cut(int side, long fit)
    {
        var length = Math.Max(Math.Min(side, fit), 1);
        return new Window((side - length) / 2, length, side);
    }

    private static Window Surround(int side, long fit)
    {
        var length = Math.Max(side, fit);
        return new Window(-((length - side) / 2), length, side);
    }
}
