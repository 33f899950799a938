using System.Buffers.Binary;
using System.Numerics;
using ModelDsl.Data;

namespace ModelDsl.IO;

/// <summary>
/// A file of records that grows: each the length of its data (8 bytes), that length's check, the data, the data's check. Source: TensorFlow,
/// <c>record_writer.cc</c>.
/// </summary>
/// <remarks>A record is written in one piece. Readers leave out one that a killed process cut off.</remarks>
internal sealed class RecordFile : IDisposable
{
    private const int Head = 12;
    private const int Foot = 4;
    private readonly FileStream stream;

    /// <summary>Makes the file and its folder; there must be none of that name.</summary>
    public RecordFile(string path)
    {
        RunFiles.MakeFolderOf(path);
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Adds a record.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        var record = new byte[Head + data.Length + Foot];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCheck(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Head + data.Length), MaskedCheck(data));
        stream.Write(record);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>CRC-32C, turned by 15 bits and added to, so that a check of data that hold checks is a good one too.</summary>
    internal static uint MaskedCheck(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C.Of(data), 15) + 0xa282ead8;
}
