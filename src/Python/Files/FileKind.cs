using System.Buffers.Binary;

namespace ModelDsl.Files;

/// <summary>What a file is, by its first bytes: the name may say anything.</summary>
internal enum FileKind
{
    Unknown,
    Zip,
    Pickle,
    Hdf5,
    Safetensors,
}

/// <summary>Looks at the beginning of a file.</summary>
internal static class FileKinds
{
    private const int Looked = 9;

    /// <summary>Returns what a stream holds; it stands at its beginning afterwards.</summary>
    public static FileKind Of(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Looked];
        var count = stream.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false);
        stream.Position = 0;
        bytes = bytes[..count];
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return FileKind.Zip;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a])) return FileKind.Hdf5;
        if (count == Looked && bytes[8] == '{' && BinaryPrimitives.ReadInt64LittleEndian(bytes) is > 0 and < 1 << 30)
            return FileKind.Safetensors;
        return bytes is [0x80, >= 2 and <= 5, ..] ? FileKind.Pickle : FileKind.Unknown;
    }
}
