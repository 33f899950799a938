using System.Text;

namespace ModelDsl.Pictures.Folders;

/// <summary>Says what went wrong with a file.</summary>
internal static class Fault
{
    private const int LongestName = 200;

    /// <summary>Returns why a file can't be read; null if an exception does not tell of the file.</summary>
    internal static string? Of(Exception fault) => fault switch
    {
        UnreadablePicture => fault.Message,
        IOException or UnauthorizedAccessException or NotSupportedException => $"it can't be opened: {fault.Message.TrimEnd('.')}",
        OutOfMemoryException => "there is not enough memory to decode it",
        DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException } =>
            "SkiaSharp's native library is missing for this system (docs/pictures.md)",
        _ => null,
    };

    /// <summary>Returns a name for a message: not too long, and without commands for a terminal.</summary>
    internal static string Clip(string name)
    {
        var text = new StringBuilder();
        // A half of a pair of UTF-16 comes out as the replacement character.
        foreach (var rune in (name.Length > LongestName ? $"…{name[^LongestName..]}" : name).EnumerateRunes())
            text.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune);
        return text.ToString();
    }
}
