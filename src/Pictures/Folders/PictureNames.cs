namespace ModelDsl.Pictures.Folders;

/// <summary>
/// Endings of names that say: this is a picture. A file with such a name that is no picture is an error, and one with another name is
/// ignored.
/// </summary>
internal static class PictureNames
{
    private static readonly System.Collections.Generic.HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".webp", ".gif", ".tif", ".tiff", ".avif", ".heic",
    };

    internal static bool Fits(string path) => Endings.Contains(Path.GetExtension(path));
}
