using System.Buffers.Binary;
using System.Numerics;

namespace ModelDsl.Events;

/// <summary>
/// A file of records that grows. Each record has the length of its data (8 bytes), the check of that length, the data, and the check of the
/// data. Source: TensorFlow, <c>record_writer.cc</c>.
/// </summary>
/// <remarks>A record is written in one piece. Readers skip a record that a killed process left incomplete.</remarks>
internal sealed class RecordFile : IDisposable
{
    private const int Head = 12;
    private const int Foot = 4;
    private readonly FileStream stream;

    /// <summary>Makes the file and its folder; the file must not exist.</summary>
    public RecordFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
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

    /// <summary>
    /// Returns the CRC-32C, rotated by 15 bits and with a constant added. The check therefore also works for data that contain checks.
    /// </summary>
    internal static uint MaskedCheck(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Check(data), 15) + 0xa282ead8;

    private static uint Check(ReadOnlySpan<byte> data)
    {
        var check = ~0u;
        foreach (var b in data) check = BitOperations.Crc32C(check, b);
        return ~check;
    }
}
