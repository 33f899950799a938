using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ModelDsl.Files;

/// <summary>A type of numbers in a file.</summary>
/// <param name="Name">Its name in Python: <c>float32</c>.</param>
/// <param name="Bytes">The size of a number.</param>
/// <param name="Read">Reads a number from its bytes, little-endian.</param>
internal sealed record NumberType(string Name, int Bytes, Func<ReadOnlySpan<byte>, double> Read)
{
    private static readonly Dictionary<string, NumberType> All = ((NumberType[])
    [
        new("float32", 4, static bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        new("float64", 8, BinaryPrimitives.ReadDoubleLittleEndian),
        new("float16", 2, static bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        new("bfloat16", 2, static bytes => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16)),
        new("int64", 8, static bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        new("int32", 4, static bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        new("int16", 2, static bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        new("int8", 1, static bytes => (sbyte)bytes[0]),
        new("uint8", 1, static bytes => bytes[0]),
        new("bool", 1, static bytes => bytes[0] == 0 ? 0 : 1),
    ]).ToDictionary(type => type.Name);

    /// <summary>Returns the type with a name; null for a type that is not read.</summary>
    public static NumberType? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Returns numbers in float32.</summary>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="isBigEndian">Whether the first byte of a number is the highest.</param>
    /// <exception cref="FileFault">A finite number is too large for float32, or a whole number is not exact in it.</exception>
    public float[] ToSingles(ReadOnlySpan<byte> bytes, bool isBigEndian = false)
    {
        var numbers = new float[bytes.Length / Bytes];
        if (Name == "float32" && isBigEndian != BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(numbers);
            return numbers;
        }
        Span<byte> one = stackalloc byte[Bytes];
        for (var i = 0; i < numbers.Length; i++)
        {
            bytes.Slice(i * Bytes, Bytes).CopyTo(one);
            if (isBigEndian) one.Reverse();
            // A conversion through double precision would change a signalling NaN.
            numbers[i] = Name == "float32" ? BinaryPrimitives.ReadSingleLittleEndian(one) : Single(Read(one));
        }
        return numbers;
    }

    private float Single(double number)
    {
        var single = (float)number;
        var isHeld = Name.Contains("int", StringComparison.Ordinal) ? single == number : !float.IsInfinity(single) || !double.IsFinite(number);
        return isHeld ? single : throw new FileFault(string.Create(
            CultureInfo.InvariantCulture, $"holds the number {number:R}, which does not fit into float32"));
    }
}
