namespace ModelDsl;

/// <summary>The way to a number between pixels.</summary>
public enum Interpolation
{
    /// <summary>The mean of the four pixels around the place, weighted by their nearness.</summary>
    Bilinear,

    /// <summary>The nearest pixel.</summary>
    Nearest,
}

/// <summary>
/// Resizes images: <c>[N, h, w, c] → [N, height, width, c]</c>. Pixel i of a side is taken from the place <c>(i + ½)·h/height − ½</c>;
/// places outside the image are moved to its edge. It acts in training and in prediction. Keras: <c>layers.Resizing</c> without antialias.
/// </summary>
/// <param name="height">Rows of the output; positive.</param>
/// <param name="width">Columns of the output; positive.</param>
public sealed class ResizingAttribute(int height, int width) : LayerAttribute
{
    /// <summary>Rows of the output.</summary>
    public int Height { get; } = height;

    /// <summary>Columns of the output.</summary>
    public int Width { get; } = width;

    /// <summary>The way to a number between pixels; bilinear by default.</summary>
    public Interpolation Interpolation { get; set; }

    /// <summary>Whether the largest centred part with the aspect ratio of the output is taken first; false by default.</summary>
    public bool CropToAspectRatio { get; set; }

    /// <summary>
    /// Whether the image is padded first, equally at both sides, until it has the aspect ratio of the output; false by default.
    /// </summary>
    public bool PadToAspectRatio { get; set; }

    /// <summary>The number of the pixels that <see cref="PadToAspectRatio"/> adds; 0 by default.</summary>
    public double FillValue { get; set; }
}

/// <summary>Resizes images. It has no parameters.</summary>
public sealed record Resizing : Layer;

/// <summary>
/// Takes the centre of images: <c>[N, h, w, c] → [N, height, width, c]</c>. The first row is <c>(h − height)/2</c>, rounded down. From a
/// smaller image it takes the largest centred part with the aspect ratio of the output, and resizes it bilinearly. It acts in training and
/// in prediction. Keras: <c>layers.CenterCrop</c>.
/// </summary>
/// <param name="height">Rows of the output; positive.</param>
/// <param name="width">Columns of the output; positive.</param>
public sealed class CenterCropAttribute(int height, int width) : LayerAttribute
{
    /// <summary>Rows of the output.</summary>
    public int Height { get; } = height;

    /// <summary>Columns of the output.</summary>
    public int Width { get; } = width;
}

/// <summary>Takes the centre of images. It has no parameters.</summary>
public sealed record CenterCrop : Layer;

/// <summary>
/// In training, takes a part of each image at a random place: <c>[N, h, w, c] → [N, height, width, c]</c>. All places are equally likely,
/// and each image has its own (Keras draws one place for the whole batch). In prediction, and from a smaller image, it takes the largest
/// centred part with the aspect ratio of the output, and resizes it bilinearly. Keras: <c>layers.RandomCrop</c>.
/// </summary>
/// <param name="height">Rows of the output; positive.</param>
/// <param name="width">Columns of the output; positive.</param>
public sealed class RandomCropAttribute(int height, int width) : LayerAttribute
{
    /// <summary>Rows of the output.</summary>
    public int Height { get; } = height;

    /// <summary>Columns of the output.</summary>
    public int Width { get; } = width;
}

/// <summary>Takes parts of images at random places in training. It has no parameters.</summary>
public sealed record RandomCrop : Layer;
