using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines;

/// <summary>What vectors of every width share: ends of rows, and the way across lanes.</summary>
internal static class Lane
{
    /// <summary>From the source of Quake III Arena (1999): an integer that makes minus half the exponent a first guess of 1/√x.</summary>
    public const int ReciprocalSqrtMagic = 0x5F3759DF;

    /// <summary>Gradients and running averages closer to zero than this are taken as zero.</summary>
    public const float Negligible = 1e-30f;

    /// <inheritdoc cref="VectorMath{TLanes, TVector}.Significant(TVector)"/>
    public static float Significant(float x) => MathF.Abs(x) < Negligible ? 0f : x;

    /// <summary>Stores the first lanes only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<TVector>(TVector value, ref float destination, nuint index, int count) where TVector : struct
    {
        ref var lane = ref Unsafe.As<TVector, float>(ref value);
        ref var to = ref Unsafe.Add(ref destination, index);
        nuint i = 0;
        for (; i + 4 <= (nuint)count; i += 4) Vector128.LoadUnsafe(ref lane, i).StoreUnsafe(ref to, i);
        for (; i < (nuint)count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref lane, i);
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
