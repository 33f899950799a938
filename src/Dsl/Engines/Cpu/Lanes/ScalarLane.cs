using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>One lane: for machines without vector instructions.</summary>
internal readonly struct ScalarLane : ILanes<float>
{
    public static int Count => 1;

    public static int Registers => 16;

    public static bool EstimatesWell => true;

    public static float Broadcast(float value) => value;

    public static float Load(ref readonly float source, nuint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    public static void Store(float value, ref float destination, nuint index) => Unsafe.Add(ref destination, index) = value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float MultiplyAdd(float a, float b, float c) => a * b + c;

    public static float EstimateReciprocalSqrt(float value) => 1f / MathF.Sqrt(value);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static float Abs(float value) => MathF.Abs(value);

    public static float TimesPowerOf2(float value, float n) => MathF.ScaleB(value, (int)n);

    public static float Log(float value) => MathF.Log(value);

    public static float Sin(float value) => MathF.Sin(value);

    public static float Cos(float value) => MathF.Cos(value);

    public static float Floor(float value) => MathF.Floor(value);

    public static float Max(float a, float b) => MathF.Max(a, b);

    public static float Min(float a, float b) => MathF.Min(a, b);

    public static float Less(float a, float b, float yes, float no) => a < b ? yes : no;

    public static float Equal(float a, float b, float yes, float no) => a == b ? yes : no;

    public static float First(int count, float first, float others) => count > 0 ? first : others;

    public static float Permute(float value, ref readonly int indices, nuint index) => value;

    public static float Sum(float value) => value;

    public static (float Low, float High) AddWide(float low, float high, float value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(SumWide(low, high) + value);
        return (BitConverter.UInt32BitsToSingle((uint)bits), BitConverter.UInt32BitsToSingle((uint)(bits >> 32)));
    }

    public static float Narrow(float low, float high) => (float)SumWide(low, high);

    public static double SumWide(float low, float high) =>
        BitConverter.UInt64BitsToDouble(((ulong)BitConverter.SingleToUInt32Bits(high) << 32) | BitConverter.SingleToUInt32Bits(low));

    public static float Max(float value) => value;
}
