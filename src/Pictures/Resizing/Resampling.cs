using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Resizing;

/// <summary>
/// Weighted means of pixels, in two passes with bytes between them: first along rows, then along columns. Pillow's <c>resize</c> with
/// <c>BILINEAR</c> and <c>BOX</c>, bit for bit.
/// </summary>
internal static class Resampling
{
    private const int Half = 1 << (AxisWeights.Precision - 1);

    /// <summary>Returns a picture of another size.</summary>
    internal static Pixels Resize(Pixels pixels, Window height, Window width, ImageSize size, bool isArea)
    {
        var (rows, columns) = (AxisWeights.Of(height, size.Height, isArea), AxisWeights.Of(width, size.Width, isArea));
        using var narrowed = new Pixels(size.Width, rows.End - rows.Begin, pixels.Depth);
        for (var row = 0; row < narrowed.Height; row++) AlongRow(pixels.Row(rows.Begin + row), columns, narrowed.Row(row), pixels.Depth);
        var resized = new Pixels(size.Width, size.Height, pixels.Depth);
        for (var row = 0; row < size.Height; row++)
        {
            var weights = rows.Of(row, out var first);
            AlongColumns(narrowed.Values, first - rows.Begin, weights, resized.Row(row));
        }
        return resized;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AlongRow(ReadOnlySpan<byte> from, AxisWeights columns, Span<byte> to, int depth)
    {
        if (depth == 1)
        {
            for (var i = 0; i < to.Length; i++)
            {
                var weights = columns.Of(i, out var first);
                var parts = from.Slice(first, weights.Length);
                var sum = Half;
                for (var k = 0; k < parts.Length; k++) sum += parts[k] * weights[k];
                to[i] = Round(sum);
            }
            return;
        }
        var pixels = MemoryMarshal.Cast<byte, uint>(from);
        var results = MemoryMarshal.Cast<byte, uint>(to);
        for (var i = 0; i < results.Length; i++)
        {
            var weights = columns.Of(i, out var first);
            var parts = pixels.Slice(first, weights.Length);
            var sum = Vector128.Create(Half);
            for (var k = 0; k < parts.Length; k++) sum += Spread(parts[k]) * weights[k];
            results[i] = Round(sum);
        }
    }

    /// <summary>Adds rows that follow each other, each times its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AlongColumns(ReadOnlySpan<byte> rows, int first, ReadOnlySpan<int> weights, Span<byte> to)
    {
        var x = 0;
        for (; x <= to.Length - Pixels.Colored; x += Pixels.Colored)
        {
            var sum = Vector128.Create(Half);
            for (var k = 0; k < weights.Length; k++)
                sum += Spread(MemoryMarshal.Read<uint>(rows[((first + k) * to.Length + x)..])) * weights[k];
            MemoryMarshal.Write(to[x..], Round(sum));
        }
        for (; x < to.Length; x++)
        {
            var sum = Half;
            for (var k = 0; k < weights.Length; k++) sum += rows[(first + k) * to.Length + x] * weights[k];
            to[x] = Round(sum);
        }
    }

    /// <summary>Makes four numbers of four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Spread(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Round(Vector128<int> sum)
    {
        var levels = Vector128.Clamp(sum >> AxisWeights.Precision, Vector128<int>.Zero, Vector128.Create((int)byte.MaxValue)).AsUInt32();
        return Vector128.Narrow(Vector128.Narrow(levels, levels), Vector128<ushort>.Zero).AsUInt32().ToScalar();
    }

    private static byte Round(int sum) => (byte)Math.Clamp(sum >> AxisWeights.Precision, 0, byte.MaxValue);
}
