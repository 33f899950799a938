namespace ModelDsl.Pictures.Formats;

/// <summary>The formats of pictures that are read.</summary>
internal enum ImageFormat
{
    Png,
    Jpeg,
    Bmp,
    Webp,
}

/// <summary>What the first bytes of a file say about its picture.</summary>
/// <param name="Format">The format.</param>
/// <param name="Width">Pixels in a row, as they are stored.</param>
/// <param name="Height">Rows, as they are stored.</param>
internal readonly record struct ImageHeader(ImageFormat Format, int Width, int Height)
{
    /// <summary>
    /// The longest side. JPEG can't have a longer one, and in PNG it would be an attack: weights of a side need memory, too.
    /// </summary>
    private const int LongestSide = 65_535;

    /// <summary>Pixels of the picture.</summary>
    internal long Pixels => (long)Width * Height;

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The file, or its beginning.</param>
    /// <param name="isWhole">Whether this is the whole file.</param>
    /// <returns>The header; null if the beginning is too short, and there is more of the file.</returns>
    /// <exception cref="UnreadablePicture">The file is not a picture, or has no size.</exception>
    internal static ImageHeader? Read(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (bytes.IsEmpty && isWhole) throw new UnreadablePicture("it is empty") { IsNoPicture = true };
        if (bytes.Length < Signature.Longest && !isWhole) return null;
        var format = Signature.Of(bytes) ?? throw new UnreadablePicture($"it is not a PNG, JPEG, BMP or WebP file: {Signature.Describe(bytes)}")
        {
            IsNoPicture = true,
        };
        var size = format switch
        {
            ImageFormat.Png => PngHeader.Size(bytes),
            ImageFormat.Jpeg => JpegHeader.Size(bytes),
            ImageFormat.Bmp => BmpHeader.Size(bytes),
            _ => WebpHeader.Size(bytes),
        };
        if (size is not var (width, height))
            return isWhole ? throw new UnreadablePicture($"it ends inside the header of {Signature.NameOf(format)}") : null;
        if (width < 1 || height < 1) throw new UnreadablePicture($"it is damaged: its size is {width} × {height} pixels");
        if (Math.Max(width, height) > LongestSide)
            throw new UnreadablePicture($"its size is {width} × {height} pixels, but a side has at most {LongestSide}");
        return new ImageHeader(format, (int)width, (int)height);
    }

    /// <summary>Refuses a picture that is too large to decode.</summary>
    /// <exception cref="UnreadablePicture">It is too large.</exception>
    internal void Check(long mostPixels)
    {
        if (Pixels > mostPixels)
            throw new UnreadablePicture(FormattableString.Invariant($"its size is {Width} × {Height} pixels, more than MostPixels = {mostPixels:N0}"));
    }
}
