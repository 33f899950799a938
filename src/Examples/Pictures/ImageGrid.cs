using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>Small pictures in rows of five as PNG, with a title above and captions below. Each pixel is a sharp square.</summary>
internal static class ImageGrid
{
    private const int Columns = 5;
    private const int Magnification = 6;
    private const int Margin = 24;
    private const int Gap = 20;
    private const float TitleSize = 20;
    private const float CaptionSize = 15;
    private const int TitleHeight = 34;
    private const int LineHeight = 20;
    private const int ScaleHeight = 56;

    private static readonly SKColor Ink = new(32, 32, 32);
    private static readonly SKColor Frame = new(200, 200, 200);

    /// <summary>Draws a grid.</summary>
    /// <param name="title">The title above the grid.</param>
    /// <param name="images">The pictures; at least one.</param>
    /// <param name="scale">The meaning of the colours, drawn below; null if it needs no explanation.</param>
    public static byte[] ToPng(string title, IReadOnlyList<CaptionedImage> images, ColorScale? scale = null)
    {
        using var titleFont = CaptionFont.Of(TitleSize);
        using var captionFont = CaptionFont.Of(CaptionSize);
        var lines = images.Max(i => i.Caption.Count);
        var cellWidth = (int)Math.Ceiling(Math.Max(
            images.Max(i => i.Picture.Width) * Magnification,
            images.SelectMany(i => i.Caption).Max(line => captionFont.MeasureText(line))));
        var cellHeight = images.Max(i => i.Picture.Height) * Magnification + 6 + lines * LineHeight;
        var columns = Math.Min(Columns, images.Count);
        var rows = (images.Count - 1) / columns + 1;
        var contentWidth = Math.Max(columns * (cellWidth + Gap) - Gap, (int)Math.Ceiling(titleFont.MeasureText(title)));
        var width = contentWidth + 2 * Margin;
        var height = 2 * Margin + TitleHeight + rows * (cellHeight + Gap) - Gap + (scale is null ? 0 : ScaleHeight);

        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using var text = new SKPaint { Color = Ink, IsAntialias = true };
        canvas.DrawText(title, Margin, Margin + TitleSize, SKTextAlign.Left, titleFont, text);
        for (var i = 0; i < images.Count; i++)
        {
            var center = Margin + i % columns * (cellWidth + Gap) + cellWidth / 2;
            var top = Margin + TitleHeight + i / columns * (cellHeight + Gap);
            Draw(canvas, images[i].Picture, center, top);
            var below = top + images[i].Picture.Height * Magnification + 6 + CaptionSize;
            for (var line = 0; line < images[i].Caption.Count; line++)
                canvas.DrawText(images[i].Caption[line], center, below + line * LineHeight, SKTextAlign.Center, captionFont, text);
        }
        scale?.Draw(canvas, new SKRect(Margin, height - Margin - ScaleHeight, width - Margin, height - Margin), captionFont, text);
        return surface.ToPng();
    }

    private static void Draw(SKCanvas canvas, PixelImage picture, int center, int top)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var (red, green, blue) = picture[x, y];
                bitmap.SetPixel(x, y, new SKColor(red, green, blue));
            }
        }
        using var image = SKImage.FromBitmap(bitmap);
        var left = center - picture.Width * Magnification / 2;
        var area = SKRect.Create(left, top, picture.Width * Magnification, picture.Height * Magnification);
        canvas.DrawImage(image, area, new SKSamplingOptions(SKFilterMode.Nearest));
        using var line = new SKPaint { Color = Frame, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        area.Inflate(0.5f, 0.5f);
        canvas.DrawRect(area, line);
    }
}

/// <summary>
/// The meaning of a symmetric palette's colours: a bar from −limit to +limit with words at its ends. Numbers beyond the limit have the
/// colour of the end.
/// </summary>
internal sealed record ColorScale(double Limit, Func<double, Rgb> Palette, string Below, string Above)
{
    private const int BarWidth = 260;
    private const int BarHeight = 14;

    /// <summary>Draws the bar in the lower part of an area.</summary>
    public void Draw(SKCanvas canvas, SKRect area, SKFont font, SKPaint text)
    {
        var (left, top) = (area.MidX - BarWidth / 2, area.Bottom - 20 - BarHeight);
        using var paint = new SKPaint();
        for (var x = 0; x < BarWidth; x++)
        {
            var (red, green, blue) = Palette(Limit * (2.0 * x / (BarWidth - 1) - 1));
            paint.Color = new SKColor(red, green, blue);
            canvas.DrawRect(left + x, top, 1, BarHeight, paint);
        }
        var below = area.Bottom - 2;
        canvas.DrawText($"≤ −{Limit:F2}", left, below, SKTextAlign.Center, font, text);
        canvas.DrawText("0", area.MidX, below, SKTextAlign.Center, font, text);
        canvas.DrawText($"≥ {Limit:F2}", left + BarWidth, below, SKTextAlign.Center, font, text);
        canvas.DrawText(Below, left - 14, top + BarHeight - 1, SKTextAlign.Right, font, text);
        canvas.DrawText(Above, left + BarWidth + 14, top + BarHeight - 1, SKTextAlign.Left, font, text);
    }
}
