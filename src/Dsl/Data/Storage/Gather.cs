using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Data;

/// <summary>
/// The hot loops of a batch: they convert one sample from its storage to float32, as <c>(x − center)·scale</c>, in one pass. Vector and
/// scalar code give the same bits. A rest that does not fill a vector is done by a last vector that overlaps the one before it.
/// </summary>
internal static class Gather
{
    /// <summary>Converts bytes, with one center and scale for all features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Convert(ReadOnlySpan<byte> source, float center, float scale, Span<float> destination)
    {
        if (source.Length < Vector<byte>.Count)
        {
            for (var i = 0; i < source.Length; i++) destination[i] = (source[i] - center) * scale;
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        if (Avx512F.IsSupported)
        {
            ConvertWide(ref from, source.Length, center, scale, ref to);
            return;
        }
        var (centers, scales) = (new Vector<float>(center), new Vector<float>(scale));
        var last = source.Length - Vector<byte>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector<byte>.Count, last))
        {
            var (a, b, c, d) = Widen(Vector.LoadUnsafe(ref from, (nuint)i));
            ref var here = ref Unsafe.Add(ref to, i);
            ((a - centers) * scales).StoreUnsafe(ref here);
            ((b - centers) * scales).StoreUnsafe(ref here, (nuint)Vector<float>.Count);
            ((c - centers) * scales).StoreUnsafe(ref here, (nuint)(2 * Vector<float>.Count));
            ((d - centers) * scales).StoreUnsafe(ref here, (nuint)(3 * Vector<float>.Count));
            if (i == last) return;
        }
    }

    /// <summary>Converts sixteen bytes at a time; AVX-512 widens them with one instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvertWide(ref byte from, int count, float center, float scale, ref float to)
    {
        var (centers, scales) = (Vector512.Create(center), Vector512.Create(scale));
        var last = count - Vector128<byte>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector128<byte>.Count, last))
        {
            var numbers = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, (nuint)i)));
            ((numbers - centers) * scales).StoreUnsafe(ref to, (nuint)i);
            if (i == last) return;
        }
    }

    /// <summary>Converts bytes, with a center and scale for each feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Convert(
        ReadOnlySpan<byte> source, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales, Span<float> destination)
    {
        if (source.Length < Vector<byte>.Count)
        {
            for (var i = 0; i < source.Length; i++) destination[i] = (source[i] - centers[i]) * scales[i];
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        ref var center = ref MemoryMarshal.GetReference(centers[..source.Length]);
        ref var scale = ref MemoryMarshal.GetReference(scales[..source.Length]);
        var last = source.Length - Vector<byte>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector<byte>.Count, last))
        {
            var (a, b, c, d) = Widen(Vector.LoadUnsafe(ref from, (nuint)i));
            Store(a, (nuint)i, ref center, ref scale, ref to);
            Store(b, (nuint)(i + Vector<float>.Count), ref center, ref scale, ref to);
            Store(c, (nuint)(i + 2 * Vector<float>.Count), ref center, ref scale, ref to);
            Store(d, (nuint)(i + 3 * Vector<float>.Count), ref center, ref scale, ref to);
            if (i == last) return;
        }
    }

    /// <summary>Converts floats, with one center and scale for all features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Convert(ReadOnlySpan<float> source, float center, float scale, Span<float> destination)
    {
        if (source.Length < Vector<float>.Count)
        {
            for (var i = 0; i < source.Length; i++) destination[i] = (source[i] - center) * scale;
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        var (centers, scales) = (new Vector<float>(center), new Vector<float>(scale));
        var last = source.Length - Vector<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector<float>.Count, last))
        {
            ((Vector.LoadUnsafe(ref from, (nuint)i) - centers) * scales).StoreUnsafe(ref to, (nuint)i);
            if (i == last) return;
        }
    }

    /// <summary>Converts floats, with a center and scale for each feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Convert(
        ReadOnlySpan<float> source, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales, Span<float> destination)
    {
        if (source.Length < Vector<float>.Count)
        {
            for (var i = 0; i < source.Length; i++) destination[i] = (source[i] - centers[i]) * scales[i];
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        ref var center = ref MemoryMarshal.GetReference(centers[..source.Length]);
        ref var scale = ref MemoryMarshal.GetReference(scales[..source.Length]);
        var last = source.Length - Vector<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector<float>.Count, last))
        {
            Store(Vector.LoadUnsafe(ref from, (nuint)i), (nuint)i, ref center, ref scale, ref to);
            if (i == last) return;
        }
    }

    /// <summary>Adds a number to all, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Shift(Span<float> numbers, float offset)
    {
        var (offsets, i) = (new Vector<float>(offset), 0);
        ref var first = ref MemoryMarshal.GetReference(numbers);
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref first, (nuint)i) + offsets).StoreUnsafe(ref first, (nuint)i);
        for (; i < numbers.Length; i++) numbers[i] += offset;
    }

    /// <summary>
    /// Converts any numbers for which float32 would lose too much on the way: one feature after the other, in double precision.
    /// </summary>
    internal static void ConvertInDouble<T>(
        ReadOnlySpan<T> source, ReadOnlySpan<double> centers, ReadOnlySpan<double> scales, Span<float> destination)
        where T : unmanaged, INumberBase<T>
    {
        var step = scales.Length == 1 ? 0 : 1;
        for (var i = 0; i < source.Length; i++)
            destination[i] = (float)((double.CreateTruncating(source[i]) - centers[i * step]) * scales[i * step]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float>, Vector<float>, Vector<float>, Vector<float>) Widen(Vector<byte> bytes)
    {
        Vector.Widen(bytes, out var low, out var high);
        Vector.Widen(low, out var a, out var b);
        Vector.Widen(high, out var c, out var d);
        // Converted as signed numbers, because AVX2 has no conversion of unsigned ones.
        return (Vector.ConvertToSingle(Vector.AsVectorInt32(a)), Vector.ConvertToSingle(Vector.AsVectorInt32(b)),
            Vector.ConvertToSingle(Vector.AsVectorInt32(c)), Vector.ConvertToSingle(Vector.AsVectorInt32(d)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> x, nuint at, ref float center, ref float scale, ref float destination) =>
        ((x - Vector.LoadUnsafe(ref center, at)) * Vector.LoadUnsafe(ref scale, at)).StoreUnsafe(ref destination, at);
}
