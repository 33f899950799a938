using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Engines.Cpu;

/// <summary>Code that vectors of every width share: ends of rows, and moves across lanes.</summary>
internal static class Lane
{
    /// <summary>The smallest positive number with full precision: 2⁻¹²⁶.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Gradients and running averages closer to zero than this are replaced by zero.</summary>
    public const float Negligible = 1e-30f;

    /// <summary>The offset between a number's stored exponent and its exponent, and the number of bits of its fraction. IEEE 754.</summary>
    public const int ExponentBias = 127, FractionBits = 23;

    /// <summary>
    /// Replaces numbers closer to zero than <see cref="Negligible"/> by zero. Fading gradients and decaying averages would become
    /// denormal numbers, and each of these takes a hundred times as long as another number: ten of them make a step three times as slow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Significant<TLanes, TVector>(TVector x) where TLanes : struct, IFloat32<TVector> =>
        Significant<TLanes, TVector>(x, TLanes.Broadcast(Negligible));

    /// <inheritdoc cref="Significant{TLanes, TVector}(TVector)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Significant<TLanes, TVector>(TVector x, TVector negligible) where TLanes : struct, IFloat32<TVector> =>
        TLanes.Less(TLanes.Abs(x), negligible, TLanes.Broadcast(0f), x);

    /// <inheritdoc cref="Significant{TLanes, TVector}(TVector)"/>
    public static float Significant(float x) => MathF.Abs(x) < Negligible ? 0f : x;

    /// <summary>Stores only the first lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<TVector>(TVector value, ref float destination, nuint index, int count) where TVector : struct
    {
        ref var lane = ref Unsafe.As<TVector, float>(ref value);
        ref var to = ref Unsafe.Add(ref destination, index);
        nuint i = 0;
        for (; i + 4 <= (nuint)count; i += 4) Vector128.LoadUnsafe(ref lane, i).StoreUnsafe(ref to, i);
        for (; i < (nuint)count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref lane, i);
    }

    /// <summary>Transposes four vectors: their columns become their rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        var (ac0, ac1) = Zip(a, c);
        var (bd0, bd1) = Zip(b, d);
        (a, b) = Zip(ac0, bd0);
        (c, d) = Zip(ac1, bd1);
    }

    /// <summary>Interleaves the lanes of two vectors: first the lower halves, then the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Lower, Vector128<float> Upper) Zip(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        if (AdvSimd.Arm64.IsSupported) return (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
        return (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> value) => Max(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector128<float> value)
    {
        value = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        value = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2)));
        return value.ToScalar();
    }
}
