using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>The font of all pictures: a sans-serif font that the machine has.</summary>
internal static class CaptionFont
{
    private static readonly string[] Preferred =
        ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Inter", "Segoe UI", "Helvetica Neue", "Helvetica", "Arial"];

    /// <summary>The typeface; an empty one if the machine has no font.</summary>
    public static SKTypeface Typeface { get; } =
        Preferred.Select(SKFontManager.Default.MatchFamily).FirstOrDefault(t => t is { GlyphCount: > 0 }) ?? SKTypeface.Default;

    /// <summary>True if there is a font. A bare server may have none: then pictures have no captions.</summary>
    public static bool Exists => Typeface.GlyphCount > 0;

    /// <summary>Returns the font at a size in pixels.</summary>
    public static SKFont Of(float size) => new(Typeface, size) { Edging = SKFontEdging.Antialias, Subpixel = true };
}
