namespace ModelDsl;

/// <summary>The directions in which images are flipped.</summary>
public enum FlipMode
{
    /// <summary>Left and right, and top and bottom, both at once: a flipped image is turned by half a circle.</summary>
    HorizontalAndVertical,

    /// <summary>Left and right.</summary>
    Horizontal,

    /// <summary>Top and bottom.</summary>
    Vertical,
}

/// <summary>The numbers of places outside an image, for the row <c>a b c d</c>.</summary>
public enum FillMode
{
    /// <summary>The image reflected at its edge: <c>d c b a | a b c d | d c b a</c>.</summary>
    Reflect,

    /// <summary>One number: <c>k k k k | a b c d | k k k k</c>.</summary>
    Constant,

    /// <summary>The nearest pixel: <c>a a a a | a b c d | d d d d</c>.</summary>
    Nearest,

    /// <summary>The image again: <c>a b c d | a b c d | a b c d</c>.</summary>
    Wrap,
}

/// <summary>
/// In training, flips each image with probability ½: <c>[N, h, w, c]</c>, unchanged. In prediction it does nothing. Keras:
/// <c>layers.RandomFlip</c>.
/// </summary>
/// <param name="mode">The directions.</param>
public sealed class RandomFlipAttribute(FlipMode mode = FlipMode.HorizontalAndVertical) : LayerAttribute
{
    /// <summary>The directions.</summary>
    public FlipMode Mode { get; } = mode;
}

/// <summary>Flips images in training. It has no parameters.</summary>
public sealed record RandomFlip : Layer;

/// <summary>
/// In training, adds one random number to each image, a share of the value range, and limits the result to the value range:
/// <c>[N, h, w, c]</c>, unchanged. In prediction it does nothing, and with the factor 0 in training, too. Keras:
/// <c>layers.RandomBrightness</c>.
/// </summary>
public sealed class RandomBrightnessAttribute : LayerAttribute
{
    /// <summary>Draws the share from ±factor.</summary>
    /// <param name="factor">The largest share; in [−1, 1].</param>
    public RandomBrightnessAttribute(double factor) => Factor = [-Math.Abs(factor), Math.Abs(factor)];

    /// <summary>Draws the share from a range.</summary>
    /// <param name="factor">The least and the largest share; both in [−1, 1].</param>
    public RandomBrightnessAttribute(double[] factor) => Factor = factor;

    /// <summary>The least and the largest share.</summary>
    public IReadOnlyList<double> Factor { get; }

    /// <summary>The least and the largest number of a pixel; <c>[0, 255]</c> by default.</summary>
    public double[] ValueRange { get; set; } = [0, 255];
}

/// <summary>Changes the brightness of images in training. It has no parameters.</summary>
public sealed record RandomBrightness : Layer;

/// <summary>
/// In training, computes <c>(x − mean)·f + mean</c> with one random f for each image and the mean of each of its channels, and limits the
/// result to the value range: <c>[N, h, w, c]</c>, unchanged. In prediction it does nothing, and with the factor 0 in training, too. Keras:
/// <c>layers.RandomContrast</c>.
/// </summary>
public sealed class RandomContrastAttribute : LayerAttribute
{
    /// <summary>Draws f from <c>[1 − factor, 1 + factor]</c>.</summary>
    /// <param name="factor">The largest difference from 1; in [0, 1].</param>
    public RandomContrastAttribute(double factor) => Factor = [factor, factor];

    /// <summary>Draws f from <c>[1 − lower, 1 + upper]</c>.</summary>
    /// <param name="factor">Lower and upper; both in [0, 1].</param>
    public RandomContrastAttribute(double[] factor) => Factor = factor;

    /// <summary>The largest differences from 1, below and above.</summary>
    public IReadOnlyList<double> Factor { get; }

    /// <summary>The least and the largest number of a pixel; <c>[0, 255]</c> by default.</summary>
    public double[] ValueRange { get; set; } = [0, 255];
}

/// <summary>Changes the contrast of images in training. It has no parameters.</summary>
public sealed record RandomContrast : Layer;

/// <summary>
/// In training, takes each pixel of an image from another place of it, which random numbers decide: <c>[N, h, w, c]</c>, unchanged. In
/// prediction it does nothing.
/// </summary>
public abstract class RandomPlacesAttribute : LayerAttribute
{
    private protected RandomPlacesAttribute()
    {
    }

    /// <summary>The numbers of places outside the image; the reflected image by default.</summary>
    public FillMode FillMode { get; set; }

    /// <summary>The way to a number between pixels; bilinear by default.</summary>
    public Interpolation Interpolation { get; set; }

    /// <summary>The number of all places outside the image with <see cref="FillMode.Constant"/>; 0 by default.</summary>
    public double FillValue { get; set; }
}

/// <summary>
/// In training, moves each image by a random part of its height and of its width. In prediction it does nothing. Keras:
/// <c>layers.RandomTranslation</c>.
/// </summary>
public sealed class RandomTranslationAttribute : RandomPlacesAttribute
{
    /// <summary>Draws the parts from ±factor.</summary>
    /// <param name="heightFactor">The largest part of the height; in [−1, 1].</param>
    /// <param name="widthFactor">The largest part of the width; in [−1, 1].</param>
    public RandomTranslationAttribute(double heightFactor, double widthFactor) => (HeightFactor, WidthFactor) =
        ([-Math.Abs(heightFactor), Math.Abs(heightFactor)], [-Math.Abs(widthFactor), Math.Abs(widthFactor)]);

    /// <summary>Draws the parts from ranges.</summary>
    /// <param name="heightFactor">The least and the largest part of the height; in [−1, 1], positive for downwards.</param>
    /// <param name="widthFactor">The least and the largest part of the width; in [−1, 1], positive for to the right.</param>
    public RandomTranslationAttribute(double[] heightFactor, double[] widthFactor) =>
        (HeightFactor, WidthFactor) = (heightFactor, widthFactor);

    /// <summary>The least and the largest part of the height.</summary>
    public IReadOnlyList<double> HeightFactor { get; }

    /// <summary>The least and the largest part of the width.</summary>
    public IReadOnlyList<double> WidthFactor { get; }
}

/// <summary>Moves images in training. It has no parameters.</summary>
public sealed record RandomTranslation : Layer;

/// <summary>
/// In training, zooms each image around its centre: with the factor f a pixel is taken from a place <c>1 + f</c> times as far from the
/// centre, so a positive factor makes the content smaller. In prediction it does nothing. Keras: <c>layers.RandomZoom</c>.
/// </summary>
public sealed class RandomZoomAttribute : RandomPlacesAttribute
{
    /// <summary>Draws one factor for both directions from ±heightFactor.</summary>
    /// <param name="heightFactor">The largest factor; above −1 and at most 1.</param>
    public RandomZoomAttribute(double heightFactor) => HeightFactor = [-Math.Abs(heightFactor), Math.Abs(heightFactor)];

    /// <summary>Draws one factor for both directions from a range.</summary>
    /// <param name="heightFactor">The least and the largest factor; above −1 and at most 1.</param>
    public RandomZoomAttribute(double[] heightFactor) => HeightFactor = heightFactor;

    /// <summary>Draws a factor for each direction from ±factor.</summary>
    /// <param name="heightFactor">The largest factor of the height; above −1 and at most 1.</param>
    /// <param name="widthFactor">The largest factor of the width; above −1 and at most 1.</param>
    public RandomZoomAttribute(double heightFactor, double widthFactor) => (HeightFactor, WidthFactor) =
        ([-Math.Abs(heightFactor), Math.Abs(heightFactor)], [-Math.Abs(widthFactor), Math.Abs(widthFactor)]);

    /// <summary>Draws a factor for each direction from a range.</summary>
    /// <param name="heightFactor">The least and the largest factor of the height; above −1 and at most 1.</param>
    /// <param name="widthFactor">The least and the largest factor of the width; above −1 and at most 1.</param>
    public RandomZoomAttribute(double[] heightFactor, double[] widthFactor) => (HeightFactor, WidthFactor) = (heightFactor, widthFactor);

    /// <summary>The least and the largest factor of the height.</summary>
    public IReadOnlyList<double> HeightFactor { get; }

    /// <summary>The least and the largest factor of the width; null when both directions have the same factor.</summary>
    public IReadOnlyList<double>? WidthFactor { get; }
}

/// <summary>Zooms images in training. It has no parameters.</summary>
public sealed record RandomZoom : Layer;

/// <summary>
/// In training, turns each image around its centre by a random part of a circle. In prediction it does nothing. Keras:
/// <c>layers.RandomRotation</c>.
/// </summary>
public sealed class RandomRotationAttribute : RandomPlacesAttribute
{
    /// <summary>Draws the part from ±factor.</summary>
    /// <param name="factor">The largest part of a circle; in [−1, 1].</param>
    public RandomRotationAttribute(double factor) => Factor = [-Math.Abs(factor), Math.Abs(factor)];

    /// <summary>Draws the part from a range.</summary>
    /// <param name="factor">The least and the largest part of a circle; in [−1, 1], positive for counter-clockwise.</param>
    public RandomRotationAttribute(double[] factor) => Factor = factor;

    /// <summary>The least and the largest part of a circle.</summary>
    public IReadOnlyList<double> Factor { get; }
}

/// <summary>Turns images in training. It has no parameters.</summary>
public sealed record RandomRotation : Layer;
