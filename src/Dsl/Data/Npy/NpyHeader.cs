using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Data;

/// <summary>
/// The header of an <c>.npy</c> file: a magic text, a version, a length, and a dictionary in Python's notation with the keys <c>descr</c>,
/// <c>fortran_order</c> and <c>shape</c> (NumPy's documentation, numpy.lib.format).
/// </summary>
/// <param name="Type">Type of the numbers that follow.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is its highest.</param>
/// <param name="IsFortranOrder">Whether the first index changes fastest.</param>
/// <param name="Dimensions">The dimensions that it announces, outermost first. The file may hold fewer numbers.</param>
/// <param name="Length">Bytes of the header; the numbers follow it.</param>
internal sealed record NpyHeader(NpyType Type, bool IsBigEndian, bool IsFortranOrder, long[] Dimensions, int Length)
{
    /// <summary>NumPy writes less than 200 bytes; a header of named columns, which is refused, may be longer.</summary>
    private const int MostText = 1 << 16;

    /// <summary>NumPy's largest number of dimensions.</summary>
    private const int MostDimensions = 64;

    /// <summary>Reads the header at the beginning of a stream, or returns an error that begins with the path.</summary>
    internal static Fin<NpyHeader> Read(string path, Stream stream)
    {
        var start = new byte[8];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read < start.Length || start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            return Error.New($"{path}: not an .npy file: it begins with {Convert.ToHexString(start, 0, read)}, but such a file begins with 934E554D5059.");
        var (version, lengthBytes) = ((int)start[6], start[6] == 1 ? 2 : 4);
        if (version is < 1 or > 3) return Error.New($"{path}: an .npy file of version {version}.{start[7]}; the versions 1.0 to 3.0 can be read.");
        var lengthOf = new byte[4];
        if (stream.ReadAtLeast(lengthOf.AsSpan(0, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            return Incomplete(path);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(lengthOf);
        if (length > MostText) return Error.New($"{path}: its header has {length} bytes, but that of an array of numbers has less than {MostText}.");
        var text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) return Incomplete(path);
        return Parse(path, Encoding.UTF8.GetString(text), start.Length + lengthBytes + text.Length);
    }

    private static Error Incomplete(string path) => ArraySource.Truncated(path, "the header is not complete");

    private static Fin<NpyHeader> Parse(string path, string text, int length)
    {
        if (PythonDictionary.Parse(text) is not { Count: 3 } entries || !entries.TryGetValue("descr", out var type) ||
            !entries.TryGetValue("fortran_order", out var order) || order is not ("True" or "False") ||
            !entries.TryGetValue("shape", out var shape) || DimensionsOf(shape) is not { } dimensions)
            return Error.New($"{path}: its header is not that of an array: {FaultText.Clip(text.Trim())}.");
        if (TypeOf(type) is not { } known)
            return Error.New($"{path}: its numbers are of the type {FaultText.Clip(type)}, {Remedy(type)}");
        return new NpyHeader(known, type[1] == '>', order == "True", dimensions, length);
    }

    /// <summary>Returns the type of <c>'&lt;f4'</c>; null if it is not one of numbers.</summary>
    private static NpyType? TypeOf(string type) => type is not [('\'' or '"'), ..] ? null : type.Trim('\'', '"') switch
    {
        "|b1" or "?" => NpyType.Bool,
        "|i1" => NpyType.Int8,
        "|u1" => NpyType.UInt8,
        "<i2" or ">i2" => NpyType.Int16,
        "<u2" or ">u2" => NpyType.UInt16,
        "<i4" or ">i4" => NpyType.Int32,
        "<u4" or ">u4" => NpyType.UInt32,
        "<i8" or ">i8" => NpyType.Int64,
        "<u8" or ">u8" => NpyType.UInt64,
        "<f2" or ">f2" => NpyType.Float16,
        "<f4" or ">f4" => NpyType.Float32,
        "<f8" or ">f8" => NpyType.Float64,
        _ => null,
    };

    private static string Remedy(string type) => type.Contains('O', StringComparison.Ordinal)
        ? "objects of Python, which only Python can read: save an array of numbers, array.astype('float32')."
        : "which can't be read: integers, float16, float32, float64 and bool can; convert it, array.astype('float32').";

    /// <summary>Returns the numbers of <c>(60000, 28, 28)</c>, <c>(3,)</c> and <c>()</c>; null if it is something else.</summary>
    private static long[]? DimensionsOf(string shape)
    {
        if (shape is not ['(', .., ')']) return null;
        var inside = shape[1..^1].Trim();
        if (inside.Length == 0) return [];
        var parts = inside.Split(',');
        // One number in brackets is a number in Python; a tuple of one ends in a comma.
        if (parts.Length == 1) return null;
        if (parts[^1].Trim().Length == 0) parts = parts[..^1];
        if (parts.Length > MostDimensions) return null;
        var dimensions = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            // Python 2 wrote long integers with an L.
            var number = parts[i].Trim().TrimEnd('L');
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i])) return null;
        }
        return dimensions;
    }
}
