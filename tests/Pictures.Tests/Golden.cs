using System.IO.Compression;

namespace ModelDsl.Pictures.Tests;

/// <summary>Pictures of other libraries, and what these make of them (Golden/make.py).</summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Names of the pictures.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Path.Combine(Folder, "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    /// <summary>Returns the path of a picture.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, "pictures", name);

    /// <summary>Returns the bytes of a picture.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Returns the rows of a file of golden values: words, and at the end the values.</summary>
    public static IEnumerable<(string[] Words, byte[] Values)> Rows(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Select(Row);

    private static (string[] Words, byte[] Values) Row(string line)
    {
        var words = line.Split(' ');
        var packed = new MemoryStream(Convert.FromBase64String(words[^1]));
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var values = new MemoryStream();
        unpacked.CopyTo(values);
        return (words[..^1], values.ToArray());
    }
}

/// <summary>Pictures of noise.</summary>
internal static class Noise
{
    /// <summary>Returns the same numbers as <c>noise</c> in Golden/make.py.</summary>
    public static byte[] Of(int width, int height, int channels)
    {
        var state = (long)(width * 31 + height) * 31 + channels;
        var numbers = new byte[width * height * channels];
        for (var i = 0; i < numbers.Length; i++)
        {
            state = (state * 1103515245 + 12345) % (1L << 31);
            numbers[i] = (byte)(state >> 16);
        }
        return numbers;
    }
}
