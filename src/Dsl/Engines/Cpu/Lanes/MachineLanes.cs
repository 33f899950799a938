using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Engines.Cpu;

/// <summary>As many lanes as <see cref="Vector{T}"/> has: eight with AVX2, four with SSE and NEON.</summary>
internal readonly struct MachineLanes : ILanes<Vector<float>>
{
    public static int Count => Vector<float>.Count;

    public static int Registers => AdvSimd.IsSupported || Avx512F.VL.IsSupported ? 32 : 16;

    public static bool EstimatesWell => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Broadcast(float value) => Vector.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ref readonly float source, nuint index) => Vector.LoadUnsafe(in source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, ref float destination, nuint index) => value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> a, Vector<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Subtract(Vector<float> a, Vector<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> a, Vector<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Divide(Vector<float> a, Vector<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> a, Vector<float> b, Vector<float> c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector.FusedMultiplyAdd(a, b, c) : a * b + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> EstimateReciprocalSqrt(Vector<float> value)
    {
        if (Count == Vector256<float>.Count && Avx.IsSupported) return Avx.ReciprocalSqrt(value.AsVector256()).AsVector();
        if (Count == Vector128<float>.Count && Sse.IsSupported) return Sse.ReciprocalSqrt(value.AsVector128()).AsVector();
        if (Count == Vector128<float>.Count && AdvSimd.IsSupported)
        {
            // An estimate of eight bits, and one step of Newton's method.
            var guess = AdvSimd.ReciprocalSquareRootEstimate(value.AsVector128());
            return (guess * AdvSimd.ReciprocalSquareRootStep(value.AsVector128() * guess, guess)).AsVector();
        }
        return Vector<float>.One / Vector.SquareRoot(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sqrt(Vector<float> value) => Vector.SquareRoot(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Abs(Vector<float> value) => Vector.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> TimesPowerOf2(Vector<float> value, Vector<float> n)
    {
        // Two factors, since a single one may not exist as a number: the product may be denormal, or 2ⁿ above the largest power.
        var (whole, bias) = (Vector.ConvertToInt32(n), Vector.Create(Lane.ExponentBias));
        var half = Vector.ShiftRightArithmetic(whole, 1);
        var (first, second) = (half + bias, whole - half + bias);
        return value * Vector.AsVectorSingle(Vector.ShiftLeft(first, Lane.FractionBits))
            * Vector.AsVectorSingle(Vector.ShiftLeft(second, Lane.FractionBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> value) => Vector.Log(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sin(Vector<float> value) => Vector.Sin(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Cos(Vector<float> value) => Vector.Cos(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Floor(Vector<float> value) => Vector.Floor(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Max(Vector<float> a, Vector<float> b) => Vector.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Min(Vector<float> a, Vector<float> b) => Vector.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Less(Vector<float> a, Vector<float> b, Vector<float> yes, Vector<float> no) =>
        Vector.ConditionalSelect(Vector.LessThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Equal(Vector<float> a, Vector<float> b, Vector<float> yes, Vector<float> no) =>
        Vector.ConditionalSelect(Vector.Equals(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> First(int count, Vector<float> first, Vector<float> others) =>
        Less(Vector<float>.Indices, Broadcast(count), first, others);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Permute(Vector<float> value, ref readonly int indices, nuint index)
    {
        if (Count == Vector128<float>.Count)
            return Vector128.ShuffleNative(value.AsVector128(), Vector128.LoadUnsafe(in indices, index)).AsVector();
        if (Count == Vector256<float>.Count)
            return Vector256.ShuffleNative(value.AsVector256(), Vector256.LoadUnsafe(in indices, index)).AsVector();
        var result = value;
        for (var i = 0; i < Count; i++) result = result.WithElement(i, value[Unsafe.Add(ref Unsafe.AsRef(in indices), index + (nuint)i)]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> value) => Vector.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Low, Vector<float> High) AddWide(Vector<float> low, Vector<float> high, Vector<float> value)
    {
        var (first, second) = (Vector.AsVectorDouble(low) + Vector.WidenLower(value),
            Vector.AsVectorDouble(high) + Vector.WidenUpper(value));
        return (Vector.AsVectorSingle(first), Vector.AsVectorSingle(second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Narrow(Vector<float> low, Vector<float> high) =>
        Vector.Narrow(Vector.AsVectorDouble(low), Vector.AsVectorDouble(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumWide(Vector<float> low, Vector<float> high) =>
        Vector.Sum(Vector.AsVectorDouble(low) + Vector.AsVectorDouble(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector<float> value)
    {
        if (Count == Vector128<float>.Count) return Lane.Max(value.AsVector128());
        if (Count == Vector256<float>.Count) return Lane.Max(value.AsVector256());
        var max = value[0];
        for (var i = 1; i < Count; i++) max = MathF.Max(max, value[i]);
        return max;
    }
}
