using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines.Cpu;

/// <summary>Lists the positions of numbers that are not zero, without a branch: a processor can't predict which they are.</summary>
internal static class NonZeros
{
    /// <summary>Number of elements that are written after the end of a list.</summary>
    public const int Overrun = 8;

    /// <summary>For each set of eight positions, one per bit: the positions in order; the rest is 0.</summary>
    private static readonly byte[] Positions =
        [.. Enumerable.Range(0, 256).SelectMany(set =>
            Enumerable.Range(0, 8).Where(bit => (set >> bit & 1) != 0).Concat(Enumerable.Repeat(0, 8)).Take(8)).Select(p => (byte)p)];

    /// <summary>Lists positions.</summary>
    /// <param name="numbers">The first number.</param>
    /// <param name="count">Number of numbers.</param>
    /// <param name="list">Receives their positions, in order; room for all, and <see cref="Overrun"/> more.</param>
    /// <returns>Count of numbers that are not zero. −0 is zero, NaN is not.</returns>
    [MethodImpl(HotLoop.Options)]
    public static nuint List(ref float numbers, nuint count, ref int list)
    {
        ref var positions = ref MemoryMarshal.GetArrayDataReference(Positions);
        nuint found = 0, i = 0;
        for (; i + 8 <= count; i += 8)
        {
            var set = ~Vector256.Equals(Vector256.LoadUnsafe(ref numbers, i), Vector256<float>.Zero).ExtractMostSignificantBits() & 0xFF;
            var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref positions, 8 * (nuint)set))).AsByte();
            var (low, high) = Vector128.Widen(Vector128.WidenLower(bytes));
            (Vector256.Create(low, high).AsInt32() + Vector256.Create((int)i)).StoreUnsafe(ref list, found);
            found += (nuint)BitOperations.PopCount(set);
        }
        for (; i < count; i++)
        {
            Unsafe.Add(ref list, found) = (int)i;
            if (Unsafe.Add(ref numbers, i) != 0) found++;
        }
        return found;
    }
}
