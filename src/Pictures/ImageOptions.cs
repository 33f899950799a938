using System.Globalization;

namespace ModelDsl.Pictures;

/// <summary>Numbers of a pixel: Keras's <c>color_mode</c>.</summary>
public enum ImageChannels
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>
    /// One number, the brightness: (19595 red + 38470 green + 7471 blue + 2¹⁵) / 2¹⁶ without the fraction, as Pillow's <c>L</c>.
    /// </summary>
    Grey,

    /// <summary>Red, green, blue, and alpha: 255 if a picture has none.</summary>
    Rgba,
}

/// <summary>How a picture gets its new size.</summary>
public enum ImageResize
{
    /// <summary>
    /// Linear weights of the pixels around a place. To shrink, the weights reach over all pixels that become one, so no pixel is left out.
    /// Pillow's <c>BILINEAR</c>, bit for bit.
    /// </summary>
    Bilinear,

    /// <summary>The nearest pixel. Pillow's <c>NEAREST</c>, bit for bit.</summary>
    Nearest,

    /// <summary>
    /// The mean of the pixels that become one. Pillow's <c>BOX</c>, bit for bit; Keras's <c>area</c> if sizes are divided by whole numbers.
    /// </summary>
    Area,

    /// <summary>
    /// Linear weights of the four pixels around a place, also to shrink: other pixels are left out. This is what Keras's
    /// <c>image_dataset_from_directory</c> does (<c>bilinear</c>, <c>antialias=False</c>); its numbers are rounded here.
    /// </summary>
    KerasBilinear,
}

/// <summary>What happens to a picture whose sides have another ratio than those of the samples.</summary>
public enum AspectRatio
{
    /// <summary>It is stretched.</summary>
    Stretch,

    /// <summary>Its middle is cut out: the largest part with the right ratio. Keras's <c>crop_to_aspect_ratio</c>.</summary>
    Crop,

    /// <summary>It gets black borders (0, and with alpha 0) on two sides. Keras's <c>pad_to_aspect_ratio</c>.</summary>
    Pad,
}

/// <summary>A colour without transparency.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct ImageColor(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static ImageColor Black => new(0, 0, 0);

    /// <summary>White.</summary>
    public static ImageColor White => new(255, 255, 255);

    /// <summary>Returns the colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}

/// <summary>How pictures become samples.</summary>
public sealed record ImageOptions
{
    /// <summary>The largest data set that is kept in memory unless <see cref="KeepInMemory"/> says otherwise, in bytes.</summary>
    internal const long KeptBytes = 256L << 20;

    /// <summary>Numbers of a pixel.</summary>
    public ImageChannels Channels { get; init; } = ImageChannels.Rgb;

    /// <summary>How a picture gets its new size.</summary>
    public ImageResize Resize { get; init; } = ImageResize.Bilinear;

    /// <summary>What happens to a picture whose sides have another ratio than those of the samples.</summary>
    public AspectRatio AspectRatio { get; init; } = AspectRatio.Stretch;

    /// <summary>
    /// The colour behind transparent pixels. Without one alpha is dropped, as Pillow and Keras do: a pixel then shows the colour that the
    /// file has for it, even if it is transparent. Not with <see cref="ImageChannels.Rgba"/>.
    /// </summary>
    public ImageColor? Background { get; init; }

    /// <summary>
    /// The largest picture that is decoded, in pixels. A larger one is an error before it is decoded. Decoding takes 4 bytes for each
    /// pixel, and up to 12 for progressive JPEG.
    /// </summary>
    public long MostPixels { get; init; } = 50_000_000;

    /// <summary>Whether each picture is decoded once when files are loaded. Otherwise only its header is read, unless it is kept.</summary>
    public bool Verify { get; init; }

    /// <summary>
    /// Whether pictures are decoded once and kept as bytes. By default they are if the whole set takes at most 256 MiB. Otherwise they are
    /// decoded again whenever a batch needs them.
    /// </summary>
    public bool? KeepInMemory { get; init; }

    /// <summary>Numbers of a pixel in a sample.</summary>
    internal int Depth => Channels switch { ImageChannels.Grey => 1, ImageChannels.Rgb => 3, _ => 4 };
}
