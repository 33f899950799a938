using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>
/// The operations of a GPU on float32 numbers. Functions that devices compute to eleven bits only, such as logarithms and sines on CUDA,
/// are polynomials here.
/// </summary>
internal readonly struct GpuFloat : IFloat32<float>
{
    private const float SmallestNormal = 1.17549435e-38f;

    public static bool EstimatesWell => true;

    public static float Broadcast(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float MultiplyAdd(float a, float b, float c) => a * b + c;

    public static float EstimateReciprocalSqrt(float value) => 1f / MathF.Sqrt(value);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static float Abs(float value) => MathF.Abs(value);

    public static float Floor(float value) => MathF.Floor(value);

    public static float Max(float a, float b) => a > b ? a : b;

    public static float Min(float a, float b) => a < b ? a : b;

    public static float Less(float a, float b, float yes, float no) => a < b ? yes : no;

    public static float Equal(float a, float b, float yes, float no) => a == b ? yes : no;

    public static float TimesPowerOf2(float value, float n)
    {
        var whole = (int)n;
        var half = whole >> 1;
        return value * PowerOf2(half) * PowerOf2(whole - half);
    }

    /// <summary>
    /// With x = m·2ᵉ and m in [√½, √2), log x is log m + e·log 2. Coefficients: Moshier, Cephes, logf.
    /// </summary>
    public static float Log(float x)
    {
        if (!(x > 0f)) return x == 0f ? float.NegativeInfinity : float.NaN;
        if (x == float.PositiveInfinity) return x;
        var exponent = -126;
        if (x < SmallestNormal)
        {
            x *= 1 << 24;
            exponent -= 24;
        }
        var bits = Interop.FloatAsInt(x);
        exponent += (int)(bits >> 23);
        var m = Interop.IntAsFloat((bits & 0x007FFFFF) | 0x3F000000);
        if (m < 0.707106781f)
        {
            exponent--;
            m += m;
        }
        m -= 1f;
        var square = m * m;
        var series = 7.0376836292e-2f;
        series = series * m - 1.1514610310e-1f;
        series = series * m + 1.1676998740e-1f;
        series = series * m - 1.2420140846e-1f;
        series = series * m + 1.4249322787e-1f;
        series = series * m - 1.6668057665e-1f;
        series = series * m + 2.0000714765e-1f;
        series = series * m - 2.4999993993e-1f;
        series = series * m + 3.3333331174e-1f;
        series = series * m * square - 2.12194440e-4f * exponent - 0.5f * square;
        return m + series + 0.693359375f * exponent;
    }

    public static float Sin(float x) => SineAt(x, 0);

    public static float Cos(float x) => SineAt(x, 1);

    /// <summary>Returns sin(x + quarters·π/2). Coefficients: Moshier, Cephes, sinf and cosf.</summary>
    private static float SineAt(float x, int quarters)
    {
        var turns = QuarterTurns.Of(x);
        var (r, quadrant) = (turns.Rest, (turns.Whole + quarters) & 3);
        var square = r * r;
        var sine = ((-1.9515295891e-4f * square + 8.3321608736e-3f) * square - 1.6666654611e-1f) * square * r + r;
        var cosine = ((2.443315711809948e-5f * square - 1.388731625493765e-3f) * square + 4.166664568298827e-2f) * square * square
            - 0.5f * square + 1f;
        var value = (quadrant & 1) == 0 ? sine : cosine;
        value = (quadrant & 2) == 0 ? value : -value;
        return MathF.Abs(x) < float.PositiveInfinity ? value : float.NaN;
    }

    private static float PowerOf2(int n) => Interop.IntAsFloat((uint)(n + 127) << 23);
}
