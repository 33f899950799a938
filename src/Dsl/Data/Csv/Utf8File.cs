using System.Buffers;
using System.Globalization;
using System.Text;

namespace ModelDsl.Data;

/// <summary>Reads text files in UTF-8 only: bytes that are not valid UTF-8 are an error, not a replacement character.</summary>
internal static class Utf8File
{
    private const int Block = 1 << 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens a file. A byte order mark becomes its first character; code that trims white space removes it.</summary>
    internal static StreamReader Open(string path) => new(path, Strict, detectEncodingFromByteOrderMarks: false);

    /// <summary>
    /// Returns where and why a file is not UTF-8, and how to correct it. Reading it threw a <see cref="DecoderFallbackException"/>.
    /// </summary>
    internal static string Fault(string path)
    {
        using var file = File.OpenRead(path);
        if (FirstInvalid(file) is not var (line, position, wrong)) return $"{path}: the file changed while it was read.";
        var begin = Begin(file);
        if (begin is (0x1F, 0x8B)) return $"{path}: it is compressed by gzip. Decompress it first: `gunzip` does that.";
        var (encoding, name) = begin is (0xFF, 0xFE) or (0xFE, 0xFF) ? ("UTF-16", "UTF-16") : ("WINDOWS-1252", "Latin-1 and Windows-1252");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{path}, line {line}: the byte 0x{wrong:X2} at position {position} is not UTF-8. Save the file as UTF-8; " +
            $"`iconv -f {encoding} -t UTF-8` does that for {name}.");
    }

    /// <summary>
    /// Returns the first byte that belongs to no character: its line, from 1, its position, from 0, and the byte; null if there is none.
    /// </summary>
    private static (int Line, long Position, byte Wrong)? FirstInvalid(Stream stream)
    {
        var buffer = new byte[Block];
        var (line, position, kept, last) = (1, 0L, 0, default(Rune));
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, kept + read);
            var isLast = bytes.Length < buffer.Length;
            while (!bytes.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
                if (status == OperationStatus.NeedMoreData && !isLast) break;
                if (status != OperationStatus.Done) return (line, position, bytes[0]);
                if (rune.Value == '\r' || (rune.Value == '\n' && last.Value != '\r')) line++;
                (last, position) = (rune, position + length);
                bytes = bytes[length..];
            }
            if (isLast) return null;
            kept = bytes.Length;
            bytes.CopyTo(buffer);
        }
    }

    private static (int, int) Begin(FileStream file)
    {
        file.Position = 0;
        return (file.ReadByte(), file.ReadByte());
    }
}
