using System.Globalization;
using System.Text;

namespace ModelDsl.Build;

/// <summary>
/// The text that the generator reads instead of a weights file. Its first line is the number of bytes that follow the header,
/// <c>numbers: 76 bytes</c>; the header's JSON follows. If the file has no header, the text is one line, <c>fault: it has 3 bytes …</c>.
/// </summary>
internal static class HeaderText
{
    private const int LargestHeader = 100_000_000;

    /// <summary>Returns the text of a file.</summary>
    public static string OfFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Of(stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fault(File.Exists(path) ? "it can't be read" : "there is no such file");
        }
    }

    /// <summary>Returns the text of a file's content. Only the header is read.</summary>
    /// <param name="stream">The content. It knows its length.</param>
    public static string Of(Stream stream)
    {
        if (stream.Length < 8) return Fault($"it has {stream.Length} bytes, fewer than the 8 of the header's length");
        var size = Read(stream, 8);
        var length = 0UL;
        for (var i = 7; i >= 0; i--) length = length << 8 | size[i];
        var rest = stream.Length - 8;
        if (length > LargestHeader) return Fault($"its header would be {length} bytes long, but at most {LargestHeader} are allowed");
        if ((long)length > rest) return Fault($"its header would be {length} bytes long, but only {rest} follow");
        try
        {
            var header = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Read(stream, (int)length));
            return $"numbers: {(rest - (long)length).ToString(CultureInfo.InvariantCulture)} bytes\n{header}";
        }
        catch (DecoderFallbackException)
        {
            return Fault("its header is not valid UTF-8");
        }
    }

    private static string Fault(string what) => $"fault: {what}";

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        for (var begin = 0; begin < count;)
        {
            var read = stream.Read(bytes, begin, count - begin);
            begin += read > 0 ? read : throw new EndOfStreamException();
        }
        return bytes;
    }
}
