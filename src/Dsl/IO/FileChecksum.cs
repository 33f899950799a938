using System.Globalization;
using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.IO;

/// <summary>
/// The checksum of a safetensors file: the CRC-32C of all its bytes, as eight hexadecimal digits in its metadata. These digits count as
/// zeros themselves. A flipped bit is found wherever it is.
/// </summary>
internal static class FileChecksum
{
    /// <summary>Its name in the metadata, where it is the first entry.</summary>
    public const string Key = "crc32c";

    /// <summary>The placeholder while the checksum is not known.</summary>
    public const string Unknown = "00000000";

    private const int Piece = 1 << 20;

    /// <summary>The bytes that follow the length of the header in every file with a checksum.</summary>
    private static readonly byte[] Begin = Encoding.UTF8.GetBytes($"{{\"{SafetensorsHeader.MetadataKey}\":{{\"{Key}\":\"");

    private static int Place => sizeof(long) + Begin.Length;

    private static int End => Place + Unknown.Length;

    /// <summary>Writes the checksum of the written bytes to its place.</summary>
    public static void Write(Stream file, uint check)
    {
        file.Position = Place;
        file.Write(Encoding.UTF8.GetBytes(Text(check)));
    }

    /// <summary>Checks whether a file agrees with its checksum; leaves the stream at its beginning.</summary>
    public static Fin<Unit> Check(Stream file)
    {
        var piece = new byte[Math.Min(file.Length, Piece)];
        var count = file.ReadAtLeast(piece, piece.Length);
        if (count < End || !piece.AsSpan(sizeof(long), Begin.Length).SequenceEqual(Begin))
            return Error.New("it does not begin with a checksum: an older version of ModelDsl wrote it, or it is damaged");
        var told = Encoding.UTF8.GetString(piece.AsSpan(Place..End));
        Encoding.UTF8.GetBytes(Unknown).CopyTo(piece.AsSpan(Place));
        var check = ~0u;
        for (; count > 0; count = file.Read(piece)) check = Crc32C.Add(check, piece.AsSpan(0, count));
        file.Position = 0;
        return told == Text(~check) ? Unit.Default : Error.New("it is damaged: it does not agree with its checksum");
    }

    private static string Text(uint check) => check.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>A stream that computes the checksum of the bytes written to another stream.</summary>
    public sealed class Writer(Stream file) : Stream
    {
        private uint check = ~0u;

        /// <summary>The checksum of the bytes written so far.</summary>
        public uint Sum => ~check;

        /// <inheritdoc/>
        public override bool CanWrite => true;

        /// <inheritdoc/>
        public override bool CanRead => false;

        /// <inheritdoc/>
        public override bool CanSeek => false;

        /// <inheritdoc/>
        public override long Length => throw new NotSupportedException();

        /// <inheritdoc/>
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        /// <inheritdoc/>
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            check = Crc32C.Add(check, buffer);
            file.Write(buffer);
        }

        /// <inheritdoc/>
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        /// <inheritdoc/>
        public override void Flush() { }

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        /// <inheritdoc/>
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        /// <inheritdoc/>
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
