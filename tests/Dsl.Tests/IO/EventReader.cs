using System.Buffers.Binary;
using System.Text;

namespace ModelDsl.Tests.IO;

/// <summary>
/// Reads event files without the code and the library that write them. The checksum is computed bit by bit from its polynomial; protobuf is
/// read from the description of its wire format.
/// </summary>
internal static class EventReader
{
    /// <param name="Step">The step.</param>
    /// <param name="Tag">The value's tag; for the first event, the version.</param>
    /// <param name="Plugin">The plug-in that shows the value.</param>
    /// <param name="Shape">Shape of its tensor.</param>
    /// <param name="Values">Its numbers.</param>
    public sealed record Event(double WallTime, long Step, string Tag, string Plugin, long[] Shape, double[] Values);

    /// <summary>Returns the events of a file. Throws if a checksum is wrong, and leaves out a last record that was cut off.</summary>
    public static Event[] Read(byte[] file)
    {
        var events = new List<Event>();
        for (var at = 0; at + 12 <= file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)), Masked(file.AsSpan(at, 8)));
            if (at + 16 + length > file.Length) break;
            var data = file.AsSpan(at + 12, length);
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)), Masked(data));
            events.Add(ReadEvent(data));
            at += 16 + length;
        }
        return [.. events];
    }

    public static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Check(data);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }

    /// <summary>CRC-32C, polynomial 1EDC6F41 reflected.</summary>
    public static uint Check(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
        }
        return ~crc;
    }

    private static Event ReadEvent(ReadOnlySpan<byte> data)
    {
        var message = Fields(data);
        var (time, step) = (BitConverter.Int64BitsToDouble((long)message[1].Number),
            message.TryGetValue(2, out var s) ? (long)s.Number : 0);
        if (message.TryGetValue(3, out var version)) return new Event(time, step, Text(version), "", [], []);
        var value = Fields(Fields(message[5].Bytes)[1].Bytes);
        var tensor = Fields(value[8].Bytes);
        var shape = All(tensor[2].Bytes).Select(d => (long)Fields(d.Bytes)[1].Number).ToArray();
        var numbers = tensor[1].Number == 1
            ? tensor[5].Bytes.Chunk(4).Select(b => (double)BitConverter.ToSingle(b)).ToArray()
            : tensor[4].Bytes.Chunk(8).Select(b => BitConverter.ToDouble(b)).ToArray();
        return new Event(time, step, Text(value[1]), Text(Fields(Fields(value[9].Bytes)[1].Bytes)[1]), shape, numbers);
    }

    private static string Text((int, ulong, byte[] Bytes) field) => Encoding.UTF8.GetString(field.Bytes);

    private static Dictionary<int, (int Field, ulong Number, byte[] Bytes)> Fields(ReadOnlySpan<byte> message) =>
        All(message).ToDictionary(f => f.Field);

    private static List<(int Field, ulong Number, byte[] Bytes)> All(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var (number, bytes) = (0ul, System.Array.Empty<byte>());
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref message);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(message);
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    bytes = message[..length].ToArray();
                    message = message[length..];
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
            fields.Add(((int)(tag >> 3), number, bytes));
        }
        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var (value, shift) = (0ul, 0);
        while (true)
        {
            var b = message[0];
            message = message[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
            shift += 7;
        }
    }
}
