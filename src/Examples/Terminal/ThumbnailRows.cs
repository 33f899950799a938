using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelDsl.Examples;

/// <summary>
/// Pictures side by side, drawn with half blocks: a character cell is two pixels, one above the other. If five pictures do not fit side by
/// side, they are drawn at half their size.
/// </summary>
internal sealed class ThumbnailRows(IReadOnlyList<CaptionedImage> pictures) : IRenderable
{
    private const int Wanted = 5;
    private const int Gap = 2;

    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var full = pictures.Max(p => p.Picture.Width);
        var shrink = Fitting(full, maxWidth) < Wanted;
        var width = shrink ? (full + 1) / 2 : full;
        var drawn = pictures.Select(p => p with { Picture = shrink ? p.Picture.Halved() : p.Picture }).ToArray();
        foreach (var row in drawn.Chunk(Math.Clamp(Fitting(width, maxWidth), 1, Wanted)))
        {
            foreach (var segment in Pixels(row, width)) yield return segment;
            foreach (var segment in Captions(row, width)) yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private static int Fitting(int width, int maxWidth) => (maxWidth + Gap) / (width + Gap);

    private static IEnumerable<Segment> Pixels(CaptionedImage[] row, int width)
    {
        for (var y = 0; y < row.Max(i => i.Picture.Height); y += 2)
        {
            foreach (var picture in row.Select(i => i.Picture))
            {
                for (var x = 0; x < width; x++)
                    yield return new Segment("▀", new Style(ColorAt(picture, x, y), ColorAt(picture, x, y + 1)));
                yield return new Segment(new string(' ', Gap));
            }
            yield return Segment.LineBreak;
        }
    }

    private static IEnumerable<Segment> Captions(CaptionedImage[] row, int width)
    {
        for (var line = 0; line < row.Max(i => i.Caption.Count); line++)
        {
            foreach (var image in row)
            {
                var text = line < image.Caption.Count ? image.Caption[line] : "";
                yield return new Segment((text.Length > width ? text[..width] : text.PadRight(width)) + new string(' ', Gap));
            }
            yield return Segment.LineBreak;
        }
    }

    private static Color ColorAt(PixelImage picture, int x, int y)
    {
        if (x >= picture.Width || y >= picture.Height) return Color.Default;
        var (red, green, blue) = picture[x, y];
        return new Color(red, green, blue);
    }
}
