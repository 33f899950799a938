namespace ModelDsl.Generators.Tests.OwnFunctions;

/// <summary>Right functions of numbers, as declarations of a static method <c>F</c>, with one argument or several.</summary>
public static class RightElementwise
{
    public static readonly string[] OfOne =
    [
        // Arithmetic and functions
        "static float F(float x) => x * Tanh(Softplus(x));",
        "static float F(float x) => x;",
        "private static partial float F(float x); private static partial float F(float x) { return 2 * x + 1; }",
        "static float F(float x) => 2;",
        "static float F(float x) => -x + 1;",
        "static float F(float x) => +x - 0.5f * x / 3;",
        "static float F(float x) => x / (1 + x * x);",
        "static float F(float x) => 1 / (2 + MathF.Sin(x));",
        "static float F(float x) => (float)Math.Tanh(x);",
        "static float F(float x) => (float)(Math.Exp(0.5 * x) * Math.Cos(x));",
        "static float F(float x) => MathF.Log(1 + MathF.Exp(x));",
        "static float F(float x) => MathF.Sqrt(x * x + 1);",
        "static float F(float x) => MathF.Pow(x, 3) - MathF.Pow(x, 2);",
        "static float F(float x) => MathF.Pow(x * x + 1, 0.5f) + MathF.Pow(x * x + 1, -1) + MathF.Pow(x * x + 1, 0);",
        "static float F(float x) => MathF.Pow(x * x + 0.5f, 1.3f);",
        "static float F(float x) => MathF.Pow(2, x) + MathF.Pow(MathF.Abs(x) + 1, x);",
        "static float F(float x) => MathF.Abs(x) + MathF.Sign(x) * x;",
        "static float F(float x) => MathF.Max(x, 0.1f) - MathF.Min(-x, 0.2f);",
        "static float F(float x) => Math.Clamp(x, -0.4f, 0.3f) + float.Clamp(x, 0, 1);",
        "static float F(float x) => Clip(x, -0.4f, 0.3f) + Maximum(x, 0.1f) * Minimum(x, 0.7f);",
        "static float F(float x) => MathF.Sinh(x) / MathF.Cosh(x) + MathF.Tan(0.3f * x);",
        "static float F(float x) => MathF.FusedMultiplyAdd(x, x, 1) + Square(x);",
        "static float F(float x) => MathF.Floor(3 * x) * x + MathF.Ceiling(x);",
        "static float F(float x) => MathF.Log2(x * x + 1) + MathF.Log10(x * x + 1) + MathF.Log(x * x + 1, 3);",
        "static float F(float x) => float.Exp(-x) * double.Sqrt(4) > 1 ? x : 2 * x;",
        "static float F(float x) => Relu(x) + LeakyRelu(x) + Relu6(4 * x) + Elu(x) + Selu(x) + Celu(x);",
        "static float F(float x) => Softsign(x) + Silu(x) + HardSigmoid(x) + Gelu(x) + GeluTanh(x) + Mish(x);",
        "static float F(float x) => HardSilu(x) + HardTanh(2 * x) + TanhShrink(x) + SoftShrink(x) + HardShrink(x);",
        "static float F(float x) => Squareplus(x) + LogSigmoid(x) + SparsePlus(x) + SparseSigmoid(x) + Sigmoid(x) + QuickGelu(x);",
        "static float F(float x) => (float)(x * (1e-50 * 1e49)) + 1.2e-38f + x / 3e38f;",
        "static float F(float x) => (float)Math.Clamp(x, -0.5, double.MaxValue) + (float)Math.Min(x, 1e300);",
        "static float F(float x) => MathF.PI * x * Sigmoid(0.5f) * MathF.Sqrt(2);",

        // Branches
        "static float F(float x) => x > 0 ? x : 0.1f * x;",
        "static float F(float x) => x >= 0.2f ? x * x : x < -0.2f ? -x : 0;",
        "static float F(float x) => x > 0 ? MathF.Log(x) : x;",
        "static float F(float x) => x <= 0 ? 0 : MathF.Sqrt(x) * x;",
        "static float F(float x) => x > -0.5f && x < 0.5f ? x * x : 0.25f;",
        "static float F(float x) => x < -0.5f || x > 0.5f ? MathF.Abs(x) : 0.5f;",
        "static float F(float x) => !(x > 0) ? 0 : x;",
        "static float F(float x) => (x > 0) ^ (x > 0.5f) ? x : -x;",
        "static float F(float x) => (x > 0) == (x < 0.5f) ? x : -x;",
        "static float F(float x) => (x > 0 & x < 1) | x < -1 ? x : -x;",
        "static float F(float x) => x != 0 && x < 100 ? x : 1;",
        "static float F(float x) => MathF.Floor(x) >= 0 ? x : MathF.Floor(x) <= -1 ? -3 * x : 1;",
        "static float F(float x) => MathF.Floor(x) > -1 ? MathF.Floor(x) < 0 ? 1 : x : MathF.Floor(x) == -1 ? -2 * x : 1;",
        "static float F(float x) { var (on, off) = (true, false); return on || x > 0 ? off || x > 0.2f ? x : 2 * x : 3 * x; }",
        "static float F(float x) { var (on, off) = (true, false); return off && x > 0 ? 3 * x : on && x > 0.2f ? x : 2 * x; }",
        "static float F(float x) => x < 100 ? x * x : x < 200 ? float.NaN : float.NegativeInfinity;",
        "static float F(float x) => Least(x, x); static float Least(float a, float b) => a < b ? a : 2 * b;",
        "static float F(float x) { if (x > 0) return x; return 0.1f * x; }",
        "static float F(float x) { if (x > 0) return x; else return 0.1f * x; }",
        "static float F(float x) { if (x > 0.5f) return 1; if (x < -0.5f) { return -1; } var y = 2 * x; return y; }",
        "static float F(float x) { var y = x; if (x > 0) y = y * y; else y -= 1; return y; }",
        "static float F(float x) { var y = x; if (x > 0) { if (x > 0.5f) return y; y *= 3; } return y + 1; }",
        "static float F(float x) { var y = x; if (x > 0) { if (x < 0.4f) return 2 * y; y *= 3; } return y + 1; }",
        "static float F(float x) { var y = x; if (x > 0) y *= 2; else return -x; return y + 1; }",
        "static float F(float x) { var y = x; if (x > 0.3f) y *= 2; else if (x > 0) return 3 * x; else { if (x < -0.3f) return -x; y -= 1; } return y + 1; }",
        "static float F(float x) { var n = 2; if (x > 0) { n = 3; return n * x; } for (var i = 0; i < n; i++) x += i + x; return x; }",
        "static float F(float x) { var n = 2; if (x > 0) x *= 2; else { n = 3; return n * x; } for (var i = 0; i < n; i++) x += i + x; return x; }",
        "static float F(float x) { float y; if (x > 0) { y = x; } else { y = -2 * x; } return y; }",
        "static float F(float x) { var y = 0f; for (var i = 1; i < 4; i++) { if (x > 0.2f * i) y += i * x; } return y; }",
        "static float F(float x) { var sum = 1f; var term = 1f; for (var i = 1; i <= 5; i++) { term *= x / i; sum += term; } return sum; }",
        "static float F(float x) { foreach (var k in new[] { 0.5f, 2f }) x = k * Tanh(x); return x; }",
        "static float F(float x) { var big = x > 0.5f; var small = !big; return small ? x : 1 - x; }",
        "static float F(float x) { var (a, b) = x > 0 ? (x, 1f) : (1f, x); return a * b; }",
        "static float F(float x) { var (a, b) = x > 0 ? (x, 2f) : (3f, x); return a - 0.5f * b; }",

        // Calls
        "static float F(float x) => G(x) * G(-x); static float G(float x) => x > 0 ? x : H(x); static float H(float x) => Sigmoid(x);",
        "static float F(float x) { return Half(x) + Twice(x, by: 3); float Half(float v) => v / 2; static float Twice(float v, float by = 2) => by * v; }",
        "static float F(float x) { Func<float, float> f = v => v * v; return f(f(x)); }",
        "static float F(float x) => Curve(x, 0.3f); static float Curve(float x, float k) { if (x < k) return k * x; return x; }",
        "const float Slope = 0.3f; static float F(float x) => x > 0 ? x : Slope * x;",
        "static float F(float x) => Shared.Bump(x) + Shared.Ramp(x);",
    ];

    public static readonly string[] OfSeveral =
    [
        "static float F(float x, float y) => x * y + x;",
        "static float F(float x, float y) => x > y ? x * y : y - x;",
        "static float F(float x, float y) => MathF.Max(x, y) * Sigmoid(y);",
        "static float F(float x, float y) => MathF.Sqrt(x * x + y * y + 0.1f);",
        "static float F(float x, float y) => MathF.Pow(x * x + 0.5f, y);",
        "static float F(float x, float y) => y;",
        "static float F(float x, float y, float z) => x * y / (1 + z * z);",
        "static float F(float x, float y, float z) => x < y ? y < z ? x : y : z * x;",
        "static float F(float x, float y, float z, float w) => x * y + z * w;",
    ];

    /// <summary>The content of another file of the project.</summary>
    public const string Shared = """
        internal static class Shared
        {
            [Elementwise]
            public static float Bump(float x) => MathF.Exp(-x * x);

            public static float Ramp(float x) => x > 0 ? x : 0;
        }
        """;
}
