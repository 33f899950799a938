using System.Buffers.Binary;

namespace ModelDsl.Tables;

/// <summary>
/// Checks that the directory at the end of a Parquet file is a whole structure of Thrift's compact protocol, with fields of the right
/// types, before Parquet.Net reads it: a damaged directory can make it read for ever. Source: thrift-compact-protocol.md of Apache Thrift.
/// </summary>
internal ref struct ParquetDirectory
{
    /// <summary>Length of what follows the directory: its length, and the file's mark.</summary>
    private const int TailLength = 8;

    private const int MostNested = 64;

    private ReadOnlySpan<byte> rest;

    /// <summary>Checks the directory of a file.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    internal static void Check(Stream stream)
    {
        if (stream.Length < TailLength) throw Broken();
        Span<byte> tail = stackalloc byte[TailLength];
        stream.Seek(-TailLength, SeekOrigin.End);
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > stream.Length - TailLength || length > Array.MaxLength) throw Broken();
        var bytes = new byte[length];
        stream.Seek(-TailLength - length, SeekOrigin.End);
        stream.ReadExactly(bytes);
        new ParquetDirectory { rest = bytes }.Struct(ThriftStruct.FileMetaData, 0);
        stream.Position = 0;
    }

    private void Struct(ThriftStruct known, int depth)
    {
        if (depth > MostNested) throw Broken();
        long field = 0;
        for (var header = Byte(); header != 0; header = Byte())
        {
            // The number of the field follows the header, if it does not follow from the last one's.
            field = header >> 4 == 0 ? Signed(Varint()) : field + (header >> 4);
            var type = header & 15;
            if (!known.Allows(field, type)) throw Broken();
            // The header holds the value of a flag.
            if (type is not (1 or 2)) Value(type, known, field, depth);
        }
    }

    private void Value(int type, ThriftStruct known, long field, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3: Skip(1); break;
            case 4 or 5 or 6: Varint(); break;
            case 7: Skip(8); break;
            case 8: Skip(Varint()); break;
            case 9 or 10: List(known, field, depth + 1); break;
            case 11: Map(depth + 1); break;
            case 12: Struct(known.Of(field), depth + 1); break;
            case 13: Skip(16); break;
            default: throw Broken();
        }
    }

    private void List(ThriftStruct known, long field, int depth)
    {
        if (depth > MostNested) throw Broken();
        var header = Byte();
        var (type, count) = (header & 15, header >> 4 == 15 ? Varint() : (ulong)header >> 4);
        if (count > 0 && !known.AllowsItems(field, type)) throw Broken();
        for (; count > 0; count--) Value(type, known, field, depth);
    }

    private void Map(int depth)
    {
        if (depth > MostNested) throw Broken();
        var count = Varint();
        if (count == 0) return;
        for (var types = Byte(); count > 0; count--)
        {
            Value(types >> 4, ThriftStruct.Any, 0, depth);
            Value(types & 15, ThriftStruct.Any, 0, depth);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
        throw Broken();
    }

    private static long Signed(ulong zigzag) => (long)(zigzag >> 1) ^ -(long)(zigzag & 1);

    private byte Byte()
    {
        var first = rest.IsEmpty ? throw Broken() : rest[0];
        rest = rest[1..];
        return first;
    }

    private void Skip(ulong count) => rest = count <= (ulong)rest.Length ? rest[(int)count..] : throw Broken();

    private static IOException Broken() => new($"{Reading.Damaged}: its directory is no whole structure");
}
