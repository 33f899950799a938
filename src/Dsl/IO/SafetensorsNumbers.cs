using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using ModelDsl.Engines;
using ModelDsl.Printing;

namespace ModelDsl.IO;

/// <summary>
/// Reads and writes numbers of tensors as bytes, little-endian, in pieces. No tensor is too large, and none is in memory twice.
/// </summary>
internal static class SafetensorsNumbers
{
    private const int Piece = 1 << 18;

    /// <summary>Writes all numbers of a tensor.</summary>
    /// <exception cref="IOException">A number is too large for the type, or a class index is not exact in it.</exception>
    public static void Write(Stream stream, string name, Tensor tensor, SafetensorsType type)
    {
        if (type == SafetensorsType.F64)
            WritePieces<long>(stream, MemoryMarshal.Cast<double, long>(tensor.ToDoubles()), BinaryPrimitives.ReverseEndianness);
        else WritePieces<int>(stream, MemoryMarshal.Cast<float, int>(Singles(name, tensor)), BinaryPrimitives.ReverseEndianness);
    }

    /// <summary>Returns whether float32 holds every number of a tensor, to the bit.</summary>
    public static bool AreSingle(Tensor tensor) => TryGetSingles(tensor, out _) || Array.TrueForAll(
        tensor.ToDoubles(), number => BitConverter.DoubleToInt64Bits((float)number) == BitConverter.DoubleToInt64Bits(number));

    /// <summary>Reads a tensor's numbers in float32, on the CPU engine.</summary>
    /// <exception cref="IOException">A number is too large for float32.</exception>
    public static Tensor ReadSingles(Stream stream, SafetensorsHeader.Entry entry)
    {
        var tensor = Tensor.Zeros(entry.Shape);
        if (!TryGetSingles(tensor, out var numbers)) throw new InvalidOperationException("The memory of the CPU engine must be readable.");
        // A conversion through double precision would change a signalling NaN: its payload would lose the first bit.
        if (entry.Type == SafetensorsType.F32) ReadPieces(stream, MemoryMarshal.Cast<float, int>(numbers));
        else
        {
            var destination = 0;
            foreach (var number in Numbers(stream, entry)) numbers[destination++] = Single(entry.Name, number);
        }
        return tensor;
    }

    /// <summary>Reads a tensor's numbers in double precision, on the reference engine.</summary>
    public static Tensor ReadDoubles(Stream stream, SafetensorsHeader.Entry entry)
    {
        var numbers = new double[entry.Shape.Size];
        var destination = 0;
        foreach (var number in Numbers(stream, entry)) numbers[destination++] = number;
        return Tensor.Create(entry.Shape, numbers, Engine.Reference);
    }

    private static ReadOnlySpan<float> Singles(string name, Tensor tensor)
    {
        if (TryGetSingles(tensor, out var numbers)) return numbers;
        var isExact = tensor.Element == Engines.ElementType.Int32;
        return Array.ConvertAll(tensor.ToDoubles(),
            number => isExact && (float)number != number ? throw Unheld(name, number) : Single(name, number));
    }

    /// <summary>Returns a number rounded to float32. A finite number must not become infinite.</summary>
    private static float Single(string name, double number) =>
        float.IsInfinity((float)number) && double.IsFinite(number) ? throw Unheld(name, number) : (float)number;

    private static IOException Unheld(string name, double number) => new(string.Create(
        CultureInfo.InvariantCulture, $"{FaultText.Clip(name)} holds the number {number:R}, which does not fit into float32."));

    /// <summary>Returns the numbers themselves if they are float32 in visible memory.</summary>
    private static bool TryGetSingles(Tensor tensor, out Span<float> numbers)
    {
        numbers = default;
        return tensor.Element == Engines.ElementType.Float && tensor.Engine.TryGetSpan(tensor.Buffer, out numbers);
    }

    private static IEnumerable<double> Numbers(Stream stream, SafetensorsHeader.Entry entry)
    {
        var (count, size) = (entry.Shape.Size, entry.Type.Bytes);
        var bytes = new byte[(long)Math.Min(count, Piece) * size];
        for (var begin = 0; begin < count; begin += Math.Min(Piece, count - begin))
        {
            var length = Math.Min(Piece, count - begin);
            stream.ReadExactly(bytes, 0, length * size);
            for (var i = 0; i < length; i++) yield return entry.Type.Number!(bytes, i * size);
        }
    }

    private static void WritePieces<T>(Stream stream, ReadOnlySpan<T> numbers, Action<ReadOnlySpan<T>, Span<T>> reverse) where T : unmanaged
    {
        var turned = BitConverter.IsLittleEndian ? [] : new T[Math.Min(numbers.Length, Piece)];
        for (; !numbers.IsEmpty; numbers = numbers[Math.Min(Piece, numbers.Length)..])
        {
            var piece = numbers[..Math.Min(Piece, numbers.Length)];
            if (!BitConverter.IsLittleEndian)
            {
                reverse(piece, turned);
                piece = turned.AsSpan(0, piece.Length);
            }
            stream.Write(MemoryMarshal.AsBytes(piece));
        }
    }

    private static void ReadPieces(Stream stream, Span<int> numbers)
    {
        for (; !numbers.IsEmpty; numbers = numbers[Math.Min(Piece, numbers.Length)..])
        {
            var piece = numbers[..Math.Min(Piece, numbers.Length)];
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(piece, piece);
        }
    }
}
