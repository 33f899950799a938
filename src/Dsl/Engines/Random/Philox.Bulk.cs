using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines;

public static partial class Philox
{
    /// <summary>Numbers of eight blocks, which are computed together, one in each 64-bit lane.</summary>
    private const int BulkLength = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void FillBulk(Span<float> uniforms, RandomKey key, uint stream, uint block)
    {
        var low = Vector512.Create(0xFFFF_FFFFUL);
        var (m0, m1) = (Vector512.Create(0xD2511F53UL), Vector512.Create(0xCD9E8D57UL));
        var c0 = (Vector512.Create((ulong)block) + Vector512<ulong>.Indices) & low;
        var (c1, c2, c3) = (Vector512.Create((ulong)stream), Vector512.Create(key.Step & 0xFFFF_FFFF), Vector512.Create(key.Step >> 32));
        var (k0, k1) = ((uint)key.Seed, (uint)(key.Seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (m0 * c0, m1 * c2);
            c0 = (p1 >> 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c2 = (p0 >> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c1 = p1 & low;
            c3 = p0 & low;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        var first = ToUniform(c0 | (c1 << 32));
        var second = ToUniform(c2 | (c3 << 32));
        var pairs = MemoryMarshal.Cast<float, ulong>(uniforms[..BulkLength]);
        for (var i = 0; i < BulkLength / 4; i++)
        {
            pairs[2 * i] = Unsafe.Add(ref Unsafe.As<Vector512<ulong>, ulong>(ref first), i);
            pairs[2 * i + 1] = Unsafe.Add(ref Unsafe.As<Vector512<ulong>, ulong>(ref second), i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> ToUniform(Vector512<ulong> bits) =>
        (Vector512.ConvertToSingle((bits.AsUInt32() >> 8).AsInt32()) * Vector512.Create(1f / (1 << 24))).AsUInt64();
}
