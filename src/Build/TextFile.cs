using System.Globalization;
using System.Text;

namespace ModelDsl.Build;

/// <summary>Text files in obj.</summary>
internal static class TextFile
{
    /// <summary>
    /// Returns a file name for what is made of a file. Two files of different folders may have one name, so it has a hash.
    /// </summary>
    /// <param name="path">The path, as the project writes it.</param>
    public static string NameOf(string path) => $"{Path.GetFileName(path)}.{Hash(path).ToString("x8", CultureInfo.InvariantCulture)}";

    /// <summary>Writes a text if the file has another one, so that the compiler does not run again for nothing.</summary>
    public static void Write(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text, new UTF8Encoding(false));
    }

    /// <summary>Returns a hash that is the same in every process (FNV-1a).</summary>
    private static uint Hash(string text) => text.Aggregate(2166136261, (hash, letter) => unchecked((hash ^ letter) * 16777619));
}
