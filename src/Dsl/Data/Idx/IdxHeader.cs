using System.Buffers.Binary;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>The header of an IDX file: two zero bytes, a type, the number of dimensions, each dimension in 32 bits, big-endian.</summary>
/// <param name="Type">Type of the numbers that follow.</param>
/// <param name="Dimensions">The dimensions that it announces, outermost first. The file may hold fewer numbers.</param>
/// <param name="Bytes">The header itself; the numbers follow it.</param>
internal sealed record IdxHeader(IdxType Type, long[] Dimensions, byte[] Bytes)
{
    /// <summary>Reads the header at the beginning of a stream, or returns an error that begins with the path.</summary>
    internal static Fin<IdxHeader> Read(string path, Stream stream)
    {
        var start = new byte[4];
        if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4) return ArraySource.Truncated(path, "the header is not complete");
        var (type, rank) = ((IdxType)start[2], (int)start[3]);
        if (start[0] != 0 || start[1] != 0 || IdxArray.SizeOf(type) == 0)
        {
            return Error.New($"{path}: not an IDX file: it begins with {Convert.ToHexString(start)}, " +
                "but an IDX file of bytes begins with 00000801 (labels) or 00000803 (images).");
        }
        var header = new byte[4 + 4 * rank];
        start.CopyTo(header, 0);
        if (stream.ReadAtLeast(header.AsSpan(4), 4 * rank, throwOnEndOfStream: false) < 4 * rank)
            return ArraySource.Truncated(path, $"the header is not complete: it announces {rank} dimensions");
        var dimensions = new long[rank];
        for (var i = 0; i < rank; i++) dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i));
        return new IdxHeader(type, dimensions, header);
    }
}
