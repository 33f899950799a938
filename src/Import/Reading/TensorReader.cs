using System.Runtime.InteropServices;
using Onnx;
using Kind = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import;

/// <summary>Makes a <see cref="Tensor"/> of a tensor's message. Sizes are checked against the bytes that are present.</summary>
internal static class TensorReader
{
    // One row for each element type: its bytes in raw_data, and how a number is made of them and of the typed field.
    private sealed record Row(
        int Size, ElementType Type, Func<TensorProto, int> Count, Func<TensorProto, Array> Typed, Func<byte[], Array> Raw,
        string? Loss = null);

    private static readonly Dictionary<Kind, Row> Rows = new()
    {
        [Kind.Float] = new(4, ElementType.Float, t => t.FloatData.Count, t => t.FloatData.ToArray(), b => Cast<float>(b)),
        [Kind.Double] = new(8, ElementType.Float, t => t.DoubleData.Count, t => Convert(t.DoubleData, x => (float)x),
            b => Convert(Cast<double>(b), x => (float)x), "float64 became float32: digits after the seventh are lost"),
        [Kind.Float16] = new(2, ElementType.Float, t => t.Int32Data.Count, t => Convert(t.Int32Data, x => Half((ushort)x)),
            b => Convert(Cast<ushort>(b), Half), "float16 became float32, which loses nothing"),
        [Kind.Bfloat16] = new(2, ElementType.Float, t => t.Int32Data.Count, t => Convert(t.Int32Data, x => Brain((ushort)x)),
            b => Convert(Cast<ushort>(b), Brain), "bfloat16 became float32, which loses nothing"),
        [Kind.Int64] = new(8, ElementType.Integer, t => t.Int64Data.Count, t => t.Int64Data.ToArray(), b => Cast<long>(b)),
        [Kind.Int32] = Narrow<int>(4, x => x),
        [Kind.Int16] = Narrow<short>(2, x => x),
        [Kind.Int8] = Narrow<sbyte>(1, x => x),
        [Kind.Uint16] = Narrow<ushort>(2, x => x),
        [Kind.Uint8] = Narrow<byte>(1, x => x),
        [Kind.Uint32] = new(4, ElementType.Integer, t => t.Uint64Data.Count, t => Convert(t.Uint64Data, x => (long)x),
            b => Convert(Cast<uint>(b), x => (long)x)),
        [Kind.Bool] = Narrow<byte>(1, x => x == 0 ? 0 : 1) with
        {
            Type = ElementType.Boolean,
            Typed = t => Convert(t.Int32Data, x => x == 0 ? 0L : 1L),
        },
    };

    /// <summary>What the element type of a value becomes, or null if values of it are not offered.</summary>
    public static ElementType? ElementTypeOf(int kind) => Rows.TryGetValue((Kind)kind, out var row) ? row.Type : null;

    /// <summary>The numbers that a type of few bits holds, or null for a type that holds all indices.</summary>
    public static (long Least, long Most)? RangeOf(int kind) => (Kind)kind switch
    {
        Kind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        Kind.Uint8 => (byte.MinValue, byte.MaxValue),
        Kind.Int16 => (short.MinValue, short.MaxValue),
        Kind.Uint16 => (ushort.MinValue, ushort.MaxValue),
        _ => null,
    };

    /// <summary>The name of an element type in messages.</summary>
    public static string NameOf(int kind) => Enum.IsDefined(typeof(Kind), kind) ? ((Kind)kind).ToString().ToLowerInvariant()
        : $"type {kind}";

    /// <summary>Makes a tensor. Its numbers are read later.</summary>
    /// <param name="tensor">The message.</param>
    /// <param name="name">The name for messages, if the message has none.</param>
    /// <param name="folder">The folder of external data.</param>
    /// <param name="note">Takes a sentence about numbers that are lost.</param>
    public static Tensor Read(TensorProto tensor, string name, string folder, Action<string> note)
    {
        if (!Rows.TryGetValue((Kind)tensor.DataType, out var row))
            throw new ImportException(
                $"tensor '{name}' holds numbers of {NameOf(tensor.DataType)}, which are not offered. Export the model with float32"
                    + " weights.");
        if (tensor.Segment is not null)
            throw new ImportException($"tensor '{name}' is stored in segments, which nothing writes any more. Export the model again.");
        var (shape, length) = Sizes(tensor, name);
        if (row.Loss is { } loss && length > 0)
            note(loss);
        var bytes = (long)length * row.Size;
        Func<Array> read;
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            var load = ExternalData.Locate(tensor, folder, bytes);
            read = () => row.Raw(load());
        }
        else if (tensor.RawData.Length > 0 || row.Count(tensor) == 0)
        {
            if (tensor.RawData.Length != bytes)
                throw Wrong(name, shape, $"{bytes} bytes", $"{tensor.RawData.Length}");
            read = () => row.Raw(tensor.RawData.ToByteArray());
        }
        else
        {
            if (row.Count(tensor) != length)
                throw Wrong(name, shape, $"{length} numbers", $"{row.Count(tensor)}");
            read = () => row.Typed(tensor);
        }
        return row.Type == ElementType.Float
            ? Tensor.Floats(name, shape, () => (float[])read())
            : Tensor.Integers(name, shape, () => (long[])read(), row.Type);
    }

    private static ImportException Wrong(string name, int[] shape, string needed, string present) => new(
        $"tensor '{name}' has the shape [{string.Join(", ", shape)}], which needs {needed}, and there are {present}. The file is damaged;"
            + " export"
        + " the model again.");

    private static (int[] Shape, int Length) Sizes(TensorProto tensor, string name)
    {
        long length = 1;
        foreach (var size in tensor.Dims)
        {
            if (size < 0)
                throw new ImportException($"tensor '{name}' has a negative size, {size}. The file is damaged; export the model again.");
            if (size > int.MaxValue || (length *= size) > int.MaxValue)
                throw new ImportException($"tensor '{name}' would have more than 2³¹ numbers: [{string.Join(", ", tensor.Dims)}].");
        }
        return ([.. tensor.Dims.Select(size => (int)size)], (int)length);
    }

    private static Row Narrow<T>(int size, Func<T, long> widen) where T : unmanaged => new(
        size, ElementType.Integer, t => t.Int32Data.Count, t => Convert(t.Int32Data, x => (long)x), b => Convert(Cast<T>(b), widen));

    // ONNX stores the lower byte first, as all processors that .NET 10 runs on do.
    private static T[] Cast<T>(byte[] bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private static TTo[] Convert<TFrom, TTo>(IReadOnlyList<TFrom> numbers, Func<TFrom, TTo> convert)
    {
        var result = new TTo[numbers.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = convert(numbers[i]);
        return result;
    }

    private static float Brain(ushort bits) => FromBits((uint)bits << 16);

    private static float Half(ushort bits)
    {
        var (sign, exponent, fraction) = (bits >> 15 == 0 ? 1f : -1f, bits >> 10 & 31, bits & 1023);
        return sign * exponent switch
        {
            0 => fraction * 5.9604645e-8f, // 2⁻²⁴
            31 => fraction == 0 ? float.PositiveInfinity : float.NaN,
            _ => FromBits((uint)(exponent + 112 << 23 | fraction << 13)),
        };
    }

    private static float FromBits(uint bits) => MemoryMarshal.Cast<uint, float>([bits])[0];
}
