namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Right bodies of forward methods: input <c>[N, 8]</c>, the layers of <see cref="ForwardModel"/>. Each compiles without a warning, gives
/// the same result eagerly and compiled, and has the gradient of finite differences.
/// </summary>
public static partial class RightForward
{
    public static readonly string[] Bodies =
    [
        // Layers and functions
        "return x | m.A | m.B;",
        "return m.B.Call(m.A.Call(x));",
        "return x * 1e-30 * 1e-30 * 1e30 * 1e30 | m.A | m.B;",
        "return x * 1e10 / 255 * 1e-10 * 51 | m.A | m.B;",
        "return (x | m.A | Relu) | m.B;",
        "return Relu(m.A.Call(x)) | m.B | Tanh;",
        "var h = x | m.A | Gelu; return h | m.B;",
        "Tensor h; h = x | m.A; return h | m.B;",
        "var h = x | m.A; h = h | Silu; return h | m.B;",
        "var (a, b) = (x | m.A, x); return a + b | m.B;",
        "(Tensor a, var b) = (x | m.A, x); return a * b | m.B;",
        "var pair = (x | m.A, x); return pair.Item1 + pair.Item2 | m.B;",
        "var pair = (Hidden: x | m.A, Skip: x); return pair.Hidden + pair.Skip | m.B;",
        "var (a, _) = (x | m.A, x); return a | m.B;",
        "Tensor a, b; (a, b) = (x, x | m.A); return a + b | m.B;",
        "x = x | m.A; return x | m.B;",
        "return (x | m.A | Exp) * 0.1 | m.B;",
        "return Log(Square(x | m.A) + 1) | m.B;",
        "return Sqrt(Square(x | m.A) + 0.5) | m.B;",
        "return Abs(x | m.A) | m.B;",
        "return Clip(x | m.A, -0.7, 0.9) | m.B;",
        "return Sign(x) * (x | m.A) | m.B;",
        "return ModelDsl.Functions.Mish(x | m.A) | m.B;",

        // Operators
        "return -(x | m.A) | m.B;",
        "return (x | m.A) - x | m.B;",
        "return (x | m.A) / (Square(x) + 1) | m.B;",
        "return 2 * (x | m.A) + 1 | m.B;",
        "return (x | m.A) * 0.5f - 0.25 | m.B;",
        "return 1 - (x | m.A) / 4 | m.B;",
        "return 1 / (Square(x | m.A) + 1) | m.B;",
        "var h = x | m.A; h += x; h *= x; h -= 0.5; h /= 2; return h | m.B;",
        "return Where((x | m.A) > x, x | m.A, 0.1 * x) | m.B;",
        "return Where(x >= 0.2, x | m.A, x) | m.B;",
        "var h = x | m.A; return Where(Sign(x) >= 1, h, 0.5 * h) | m.B;",
        "var h = x | m.A; return Where(Sign(x) <= -1, h, Where(Sign(x) < 1, 2 * h, 0.5 * h)) | m.B;",
        "return Where(Math.Max(1, 2) > 2 ? x < 0 : x <= 0, x | m.A, x) | m.B;",
        "return Maximum(x | m.A, x) | m.B;",
        "return Minimum(x | m.A, 0.5 * x) | m.B;",

        // Axes
        "return (x | m.A).Softmax() | m.B;",
        "return (x | m.A).LogSoftmax() | m.B;",
        "return (x | m.A).Reshape(-1, 2, 4).Transpose(0, 2, 1).Flatten() | m.B;",
        "return (x | m.A).Reshape(-1, 2, 2, 2).Transpose(0, 3, 1, -2).Flatten() | m.B;",
        "var h = x | m.A; return h - h.Mean(-1, keepDims: true).BroadcastTo(-1, 8) | m.B;",
        "var h = x | m.A; return h - h.Max(1, true).BroadcastTo(-1, 8) | m.B;",
        "return (x | m.A).Reshape(-1, 2, 4).Sum(1) | m.B;",
        "return (x | m.A).Reshape(-1, 2, 4).Sum(-1, keepDims: true).BroadcastTo(-1, 2, 3).Flatten() | m.B;",
        "return (x | m.A).Reshape(-1, 4, 2).Max(axis: 1) | m.B;",
        "return (x | m.A).Reshape(-1, 2, 2, 2).Mean(2).Flatten() | m.B;",
        "return (x | m.A).Reshape(-1, 1, 8).BroadcastTo(-1, 3, 8).Sum(1) | m.B;",
        "return (x | m.A).Reshape(-1, 4, 1, 2).BroadcastTo(-1, -1, 3, -1).Mean(2).Flatten() | m.B;",
        "return (x | m.A).Flip(1) | m.B;",
        "return ((x | m.A).Reshape(-1, 2, 4).Flip(axis: -1) + x.Reshape(-1, 2, 4).Flip(1)).Flatten() | m.B;",
        "return (x | m.A)[.., ..4] | m.B;",
        "return (x | m.A)[.., 2..^2] | m.B;",
        "return (x | m.A).Reshape(-1, 4, 2)[.., 1] | m.B;",
        "return (x | m.A).Reshape(-1, 4, 2)[.., ^1, 1..] | m.B;",
        "return (x | m.A).Reshape(-1, 2, 4)[.., .., 1..3].Flatten() | m.B;",
        "return (x | m.A)[..] | m.B;",
        "return Concat([x | m.A, x]) | m.B;",
        "return Concat([(x | m.A).Reshape(-1, 2, 4), x.Reshape(-1, 2, 4)], axis: 1).Flatten() | m.B;",
        "return Concat([x | m.A]) | m.B;",
        "return Concat(new[] { x, x | m.A, x }, -1) | m.B;",
        "var parts = (x | m.A).Split(2); return parts[0] * parts[1] | m.B;",
        "var parts = (x | m.A).Split(4)[1..^1]; return parts[0] * parts[^1] | m.B;",
        "var parts = (x | m.A).Split(4); return parts[^1] + parts[1] | m.B;",
        "return (x | m.A).Reshape(-1, 4, 2).Split(2, axis: 1)[1].Flatten() | m.B;",
        "Tensor[] parts = (x | m.A).Split(8); return Concat([.. parts, x]) | m.B;",
        "var a = (x | m.A).Reshape(-1, 2, 4); return MatMul(a, a.Transpose(0, 2, 1)).Flatten() | m.B;",
        "var a = (x | m.A).Reshape(-1, 2, 2, 2); return MatMul(a, a).Flatten() | m.B;",

        // Losses in addition to the model's, and random numbers
        "var h = x | m.A; return h | WithLoss(Square(h).Sum(-1), 0.1) | m.B;",
        "var h = x | m.A; return (h | m.B) | WithLoss(Abs(x).Mean(1)) | WithLoss((h | m.B).Max(-1), weight: -0.5f);",
        "x = x | m.A; for (var i = 1; i < 4; i++) x = x | WithLoss(Square(x)[.., i], 0.1 * i); return x | m.B;",
        "Func<Tensor, Tensor> penalized = WithLoss(Square(x | m.A).Sum(-1), 0.3); return penalized(x | m.A) | m.B;",
        "return Decayed(x | m.A) | m.B; Tensor Decayed(Tensor h) => h | WithLoss(Square(h).Mean(-1), 0.2);",
        "return x | m.A | noise.Normal | m.B;",
        "var h = x | m.A; return h + 0.3 * noise.Normal(h) * Exp(0.5 * h) | m.B;",
        "var h = x | m.A; return h * noise.Normal(h) + noise.Normal(x) | m.B;",
        "var h = x | m.A; return h * noise.Uniform(h) + noise.Uniform(h, -1, 3) | m.B;",
        "var h = x | m.A; return Where(noise.Uniform(h) < 0.4, h, 2 * h) | m.B;",
        "var h = x | m.A; for (var i = 0; i < 3; i++) h = Noisy(noise, h); return h | m.B; static Tensor Noisy(Noise source, Tensor t) => t + 0.1 * source.Normal(t) * t;",
        "var h = x | m.A; h = (training ? h * noise.Uniform(h, least: 0.5, most: 1.5) : h) * noise.Normal(h); return h | m.B;",
        "var h = x | m.A; return h | WithLoss((h * noise.Normal(h)).Sum(-1), training ? 2 : 1) | m.B;",

        // Shared weights
        "return (x | m.A | Tanh | m.A) | m.B;",
        "var h = x; for (var i = 0; i < 3; i++) h = h | m.A | Tanh; return h | m.B;",
        "return (x | m.A | m.B) * (x | Tanh | m.A | m.B);",
        "var left = x[.., ..4].Reshape(-1, 1, 4); var right = x[.., 4..].Reshape(-1, 1, 4); return (left | m.A).Flatten() * (right | m.A).Flatten() | m.B;",
        "return (x.Reshape(-1, 1, 8) | m.A).Flatten() + (x.Reshape(-1, 1, 1, 8) | m.A).Flatten() | m.B;",

        // Control flow
        "for (var i = 0; i < 2; i++) { if (i == 1) continue; x = x | m.A; } return x | m.B;",
        "for (var i = 0; ; i++) { if (i == 2) break; x = x | m.A | Tanh; } return x | m.B;",
        "var n = 3; while (n > 1) { x = x | m.A | Tanh; n--; } return x | m.B;",
        "foreach (var layer in new Layer[] { m.A, m.B }) x = x | layer; return x;",
        "foreach (var scale in new[] { 0.5, 2.0 }) x = scale * (x | m.A); return x | m.B;",
        "Layer[] layers = [m.A, m.A, m.B]; for (var i = 0; i < layers.Length; i++) x = x | layers[i]; return x;",
        "foreach (var (layer, scale) in new[] { (m.A, 0.5), (m.A, 2.0) }) x = scale * (x | layer); return x | m.B;",
        "const int Turns = 2; for (int i = 0, j = 1; i < Turns; i++, j *= 2) x = (x | m.A) * j; return x | m.B;",
        "var width = Width; if (width > 3) { x = x | m.A; } else { x = x | Relu; } return x | m.B;",
        "var width = Width; if (width < 3 && width > 0 || !(width >= 5)) return x | m.A | m.B; return x;",
        "var width = Width; return width % 2 == 0 ? x | m.A | m.B : x;",
        "return x * (1 / Math.Sqrt(4)) | m.A | m.B;",
        "return x * MathF.Pow(2, -1) | m.A | m.B;",
        "var scale = 1.0; for (var i = 1; i <= 3; i++) scale /= i; return scale * (x | m.A) | m.B;",

        // Functions of the author
        "return Residual(m.A, x) | m.B;",
        "return Twice(t => t | m.A | Tanh, x) | m.B;",
        "Func<Tensor, Tensor> f = Relu; return f(x | m.A) | m.B;",
        "Tensor Block(Tensor t) => (t | m.A | Tanh) + t; return Block(Block(x)) | m.B;",
        "Tensor Block(Tensor t, double scale = 0.5) { var h = t | m.A; return scale * h; } return Block(x) + Block(scale: 2, t: x) | m.B;",
        "static Tensor Half(Tensor t) => t / 2; return x | Half | m.A | Half | m.B;",
        "var f = (Tensor t) => t * 0.5 + 1; return f(x) | m.A | f | m.B;",
        "return x | Blocks.Gated | m.A | m.B;",
        "return x.Doubled() | m.A | m.B;",
        "return x | Scaled | m.A | m.B;",
        "Func<Tensor, Tensor> Times(double k) => t => k * t; var (f, g) = (Times(2), Times(0.25)); return x | f | m.A | g | m.B;",
        "Func<Tensor, Tensor> f = t => t; foreach (var k in new[] { 0.5, 3.0 }) { var g = f; f = t => k * g(t) + 1; } return x | f | m.A | m.B;",
        "var fs = new Func<Tensor, Tensor>[] { t => t, t => t }; var k = 2.0; Func<Tensor, Tensor> f = t => k * t; k = 3; return x | f | m.A | m.B;",
        "Func<Tensor, Tensor> f = t => t; for (var i = 1; i <= 2; i++) { var k = i; var g = f; f = t => i * g(t) + k; } return (x | f) * 0.1 | m.A | m.B;",
        "var k = 1.0; Tensor Grow(Tensor t) { k += 1; return k * t; } return x | Grow | m.A | Grow | m.B;",
        "Tensor h; var w = Width; if (w > 2) h = x | m.A; else h = x; { var k = 2; h *= k; } { var k = 3; h /= k; } return h | m.B;",
        "var (a, b) = Blocks.Halves(x | m.A); return a + b | m.B;",
        "return x | m.A | m.B;",
        "/* a comment */ return x // another\n | m.A | m.B;",
    ];

    /// <summary>Returns the method's signature for a body, by the parameters that the body uses.</summary>
    public static string Signature(string body, string name) =>
        $"{name} m, Tensor x" + (body.Contains("training", StringComparison.Ordinal) ? ", bool training" : "") + (body.Contains("noise", StringComparison.Ordinal) ? ", Noise noise" : "");

    /// <summary>Members that some bodies use.</summary>
    public const string Members = """
        private const int Width = 4;
            private static Tensor Residual(Dense layer, Tensor x) => x + (x | layer | Tanh);
            private static partial Tensor Scaled(Tensor x);
            private static partial Tensor Scaled(Tensor x) { return 0.5 * x; }
            private static Tensor Twice(Func<Tensor, Tensor> f, Tensor x) => f(f(x));
            private const double Scale = 1.5;
            private enum Mode { Weak = 1, Strong = 3 }
            private static Tensor Pick(Tensor first, Tensor second, double scale = 0.5) => first + scale * second;
            private static Tensor Ends(params Tensor[] ts) => ts[0] - ts[^1] * ts.Length;
            private static Tensor Spanned(params ReadOnlySpan<Tensor> ts) { var s = ts[0]; foreach (var t in ts[1..]) s = 2 * s + t; return s; }
            public readonly record struct Celsius(double Degrees) { public static implicit operator Celsius(double d) => new(d + 1); }
            public sealed record Stretch(Tensor Left, double K)
            {
                public Tensor Left { get; init; } = Left;
                public Tensor Sum => Left + Left * K;
                public Stretch Times(double k) => this with { K = K * k };
                public static Stretch operator +(Stretch a, Stretch b) => new(a.Left + b.Left, a.K + b.K);
                public static Stretch operator -(Stretch a) => new(-a.Left, a.K);
                public static Stretch operator *(Stretch a, double k) => a.Times(k);
            }
            private static Tensor Centered(Tensor t) => t - t.Mean(-1, keepDims: true).BroadcastTo([.. t.Shape]);
        """;

    /// <summary>The content of another file of the project.</summary>
    public const string Blocks = """
        internal static class Blocks
        {
            public static Tensor Doubled(this Tensor x) => 2 * x;

            extension(Tensor x)
            {
                public Tensor Tripled() => 3 * x;
                public Tensor Twofold => 2 * x;
                public Tensor Half { get { return 0.5 * x; } }
            }

            extension(Shape shape)
            {
                public int Width => shape[^1];
            }

            public static Tensor Gated(Tensor x) => x * Sigmoid(x);

            public static (Tensor Left, Tensor Right) Halves(Tensor x)
            {
                var parts = x.Split(2);
                return (parts[0], parts[1]);
            }
        }

        internal static class Generics
        {
            public static T Twice<T>(T value) => Same(Same(value));
            private static T Same<T>(T value) => value;
            public static R Apply<A, B, R>(A a, B b, Func<A, B, R> f) => f(a, b);
            public static T First<T>(params T[] all) => all[0];
            public static Both<A, B> Pair<A, B>(A a, B b) => new(a, b);
        }

        internal sealed record Both<A, B>(A Left, B Right);

        internal static class Box<T>
        {
            public static Tensor Halved(Tensor x) => x / 2;
        }
        """;
}
