using Microsoft.Win32.SafeHandles;
using ModelDsl.Pictures.Decoding;
using ModelDsl.Pictures.Formats;
using ModelDsl.Pictures.Resizing;

namespace ModelDsl.Pictures.Folders;

/// <summary>Reads pictures from files.</summary>
internal static class PictureFile
{
    /// <summary>Enough for nearly every header; JPEG with a preview in front needs more.</summary>
    private const int FirstBytes = 4096;

    /// <summary>Bytes of a file beside its pixels: profiles, previews, texts.</summary>
    private const long Extras = 32L << 20;

    /// <summary>The most bytes that a format needs for a pixel: PNG with four channels of 16 bits, not compressed.</summary>
    private const int MostBytesOfPixel = 8;

    /// <summary>Reads and checks the header of a file.</summary>
    /// <exception cref="IOException">It is not a picture, or can't be read.</exception>
    internal static ImageHeader ReadHeader(string path, long mostPixels)
    {
        using var file = Open(path, mostPixels, out var length);
        for (long count = FirstBytes; ; count *= 16)
        {
            var bytes = new byte[Math.Min(count, length)];
            Fill(file, bytes);
            if (ImageHeader.Read(bytes, isWhole: bytes.Length == length) is not { } header) continue;
            header.Check(mostPixels);
            return header;
        }
    }

    /// <summary>Reads and decodes a file, and writes it as a sample.</summary>
    /// <exception cref="IOException">It is not a picture, or can't be read.</exception>
    internal static void ReadSample(string path, ImageSize size, ImageOptions options, Span<byte> sample)
    {
        using var file = Open(path, options.MostPixels, out var length);
        using var bytes = new Pooled((int)length);
        Fill(file, bytes.Span);
        WriteSample(bytes.Span, size, options, sample);
    }

    /// <summary>Decodes the bytes of a file, and writes them as a sample.</summary>
    /// <exception cref="UnreadablePicture">They are not a picture.</exception>
    internal static void WriteSample(ReadOnlySpan<byte> file, ImageSize size, ImageOptions options, Span<byte> sample)
    {
        using var pixels = Colors.Convert(Decoder.Decode(file, options.MostPixels), options);
        Resizer.Write(pixels, size, options, sample);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="IOException">It has more bytes than a picture may have, or can't be read.</exception>
    internal static byte[] ReadAll(Stream stream, long mostPixels)
    {
        var memory = new MemoryStream();
        var block = new byte[1 << 16];
        for (int count; (count = stream.Read(block)) > 0;)
        {
            memory.Write(block, 0, count);
            if (memory.Length > MostBytes(mostPixels)) throw TooLong(memory.Length, mostPixels);
        }
        return memory.ToArray();
    }

    /// <summary>Returns the largest file that is read.</summary>
    private static long MostBytes(long mostPixels) =>
        Math.Min(Extras + MostBytesOfPixel * Math.Min(mostPixels, Array.MaxLength), Array.MaxLength);

    /// <summary>Opens a file. Named pipes and devices have no length, and are not opened: the call could wait for ever.</summary>
    private static SafeFileHandle Open(string path, long mostPixels, out long length)
    {
        if (LengthOf(path) == 0) throw new UnreadablePicture("it is empty") { IsNoPicture = true };
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        length = RandomAccess.GetLength(file);
        if (length <= MostBytes(mostPixels)) return file;
        file.Dispose();
        throw TooLong(length, mostPixels);
    }

    private static UnreadablePicture TooLong(long length, long mostPixels) =>
        new(FormattableString.Invariant($"it has {length:N0} bytes or more, and a picture of MostPixels = {mostPixels:N0} needs fewer"));

    private static long LengthOf(string path)
    {
        if (path.Length == 0 || path.Contains('\0')) throw new UnreadablePicture("it is not the path of a file");
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return target is { Exists: true } ? target.Length : throw new UnreadablePicture(Directory.Exists(path) ? "it is a folder" : "it does not exist");
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(file, bytes[done..], done);
            if (count == 0) throw new UnreadablePicture("it was cut while it was read");
            done += count;
        }
    }
}
