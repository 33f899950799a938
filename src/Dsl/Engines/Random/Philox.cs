using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines;

/// <summary>
/// Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.
/// The seed is the key; the counter is (block, stream, step), and a block gives four numbers.
/// </summary>
public static partial class Philox
{
    /// <summary>The four 32-bit numbers of a block.</summary>
    public readonly record struct Block(uint X0, uint X1, uint X2, uint X3)
    {
        /// <summary>Returns one of the four numbers.</summary>
        public uint this[uint lane] => lane switch { 0 => X0, 1 => X1, 2 => X2, _ => X3 };
    }

    /// <summary>Returns the numbers at positions <c>4·block … 4·block + 3</c> of a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block At(RandomKey key, uint stream, uint block) =>
        Rounds(block, stream, (uint)key.Step, (uint)(key.Step >> 32), (uint)key.Seed, (uint)(key.Seed >> 32));

    /// <summary>Returns the 32-bit number at a position of a stream.</summary>
    public static uint Bits(RandomKey key, uint stream, uint position) => At(key, stream, position >> 2)[position & 3];

    /// <summary>Returns the number in [0, 1) at a position of a stream: a multiple of 2⁻²⁴, exact in float32.</summary>
    public static float Uniform(RandomKey key, uint stream, uint position) => ToUniform(Bits(key, stream, position));

    /// <summary>Returns the upper 24 bits as a number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // From an int: C# converts a uint by way of double, which some GPUs lack.
    public static float ToUniform(uint bits) => (int)(bits >> 8) * (1f / (1 << 24));

    /// <summary>
    /// Returns the least uniform number that is not below a rate. Uniform numbers are multiples of 2⁻²⁴, so float32 holds it.
    /// </summary>
    internal static float LeastKept(double rate) => (float)(Math.Ceiling(rate * (1 << 24)) / (1 << 24));

    /// <summary>Writes the numbers in [0, 1) from a block's first position on, the same numbers as <see cref="Uniform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> uniforms, RandomKey key, uint stream, uint block)
    {
        while (Vector512.IsHardwareAccelerated && uniforms.Length >= BulkLength)
        {
            FillBulk(uniforms, key, stream, block);
            uniforms = uniforms[BulkLength..];
            block += BulkLength / 4;
        }
        for (; uniforms.Length > 0; block++)
        {
            var bits = At(key, stream, block);
            for (var lane = 0; lane < Math.Min(4, uniforms.Length); lane++) uniforms[lane] = ToUniform(bits[(uint)lane]);
            uniforms = uniforms[Math.Min(4, uniforms.Length)..];
        }
    }

    /// <summary>Returns a permutation of 0 … count − 1, by the method of Fisher and Yates with 32 bits per draw.</summary>
    public static int[] Permutation(int count, RandomKey key, uint stream)
    {
        var order = new int[count];
        Shuffle(order, key, stream);
        return order;
    }

    /// <summary>Fills an array with a permutation of 0 … length − 1 and allocates nothing.</summary>
    public static void Shuffle(Span<int> order, RandomKey key, uint stream)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(((ulong)Bits(key, stream, (uint)i) * (ulong)(i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>Computes the ten rounds of the bijection; internal so that tests compare it with the published test vectors.</summary>
    internal static Block Rounds(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * c0;
            var p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return new Block(c0, c1, c2, c3);
    }
}
