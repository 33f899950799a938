namespace ModelDsl.Generators.Tests.Diagnostics;

/// <content>What C# means is what the method means: order, scope, conversions, and the corners of its arithmetic.</content>
public static partial class RightForward
{
    public static readonly string[] Language =
    [
        // Loops and their ends
        "var h = x; do { h = h | m.A | Tanh; } while (h.Shape[^1] > 8); return h | m.B;",
        "var k = 0; do { k++; if (k == 2) continue; x = x | m.A | Tanh; } while (k < 3); return x | m.B;",
        "for (int i = 0, j = 8; i < j; i += 3, j--) x = (x | m.A) * (1.0 / j); return x | m.B;",
        "foreach (var i in new[] { 1, 2, 3, 4 }) { if (i == 2) continue; if (i == 4) break; x = x * i; } return x | m.A | m.B;",
        "Tensor Early(Tensor t) { for (var i = 0; i < 5; i++) { t = t | m.A | Tanh; if (i == 1) return t; } return -t; } return Early(x) | m.B;",
        "Tensor Nested(Tensor t) { foreach (var a in new[] { 1, 2 }) foreach (var b in new[] { 3, 4 }) if (a * b == 6) return t * (a + b); return t; } return Nested(x | m.A) * 0.1 | m.B;",
        "var s = 0; for (var i = 0; i < 3; i++) { for (var j = 0; j < 3; j++) { if (j == i) break; s += 10 * i + j; } } return x * (s / 10.0) | m.A | m.B;",
        "var sum = 0.0; foreach (var (i, w) in new[] { (1, 0.5), (2, 0.25) }) sum += i * w; return x * sum | m.A | m.B;",
        "var i = 0; while (true) { if (++i > 2) return x * i | m.A | m.B; x = x | m.A | Tanh; }",

        // Whole numbers
        "var (i, n) = (7, 2); return x * (i / n) + i % n | m.A | m.B;",
        "var n = -7; return x * (n / 2) + n % 2 | m.A | m.B;",
        "var n = 7; return x * (n / 2.0f) * 0.1 | m.A | m.B;",
        "var i = 3; i *= 2; i -= 1; i /= 2; i <<= 3; i ^= 5; i |= 2; i >>= 1; i %= 7; return x * (i / 10.0) | m.A | m.B;",
        "var n = -17; return x * ((n >> 2) + (n >>> 30)) | m.A | m.B;",
        "var n = 6; return x * (~n & 15) * 0.1 | m.A | m.B;",
        "var one = 1L; return x * ((one << 40) / 1e12) | m.A | m.B;",
        "var one = 1; return x * ((one << 33) / 4.0) | m.A | m.B;",
        "var n = int.MaxValue; n++; return x * (n * -1e-9) | m.A | m.B;",
        "var n = int.MinValue; return x * (-n * -1e-9) | m.A | m.B;",
        "long big = int.MaxValue; big += 1; return x * (big / 2147483648.0) | m.A | m.B;",
        "var a = 9007199254740993L; return x * (a == 9007199254740992L ? 3 : 2) | m.A | m.B;",
        "var n = 1; var y = x * n++ + n; return y | m.A | m.B;",
        "var n = 2; n = n++ + ++n; return x * n | m.A | m.B;",
        "var n = 5L; n--; --n; return x * n * 0.1 | m.A | m.B;",

        // Real numbers
        "var f = 16777216f; return x * (f + 1 - 16777216) + (x | m.A) | m.B;",
        "var f = 16777217L; f += (long)0.5f; return x * (f - 16777216) | m.A | m.B;",
        "var d = 16777216.0; return x * (d + 1 - 16777216) | m.A | m.B;",
        "var d = 3e10; return x * ((int)d * 1e-9) | m.A | m.B;",
        "var d = -1e30; return x * ((long)d * -1e-18) | m.A | m.B;",
        "var d = -1.9; return x * (int)d | m.A | m.B;",
        "var d = 0.1f; return x * (d == 0.1 ? 1 : 2) | m.A | m.B;",
        "var (nan, other) = (double.NaN, double.NaN); return x * (nan == other ? 3 : nan != other ? 2 : 1) | m.A | m.B;",
        "var d = 1.0; d++; d /= 3; return x * d | m.A | m.B;",
        "float f = 1; f /= 3; return x * (f == 1 / 3.0f ? 2 : 3) | m.A | m.B;",
        "return x * Math.Max(3, 2) * Math.Min(0.5, 2) * Math.Abs(-2) | m.A | m.B;",
        "return x * MathF.Sqrt(2) * (float)Math.Pow(2, -1) | m.A | m.B;",
        "return x * Math.Floor(-1.5) + Math.Ceiling(0.2) | m.A | m.B;",
        "double? k = 3; return x * (double)(k / 2)! | m.A | m.B;",
        "int? n = 2; return x * (int)n | m.A | m.B;",

        // Truths, texts, members of enumerations
        "var b = true; b &= false; b |= Width > 1; b ^= false; return b ? x | m.A | m.B : x;",
        "bool Fails() => throw new Exception(); var n = 3; return (n > 2 || Fails()) && !(n > 5 && Fails()) ? x | m.A | m.B : x;",
        "var kind = nameof(Relu); return (kind == \"Relu\" ? x | Relu : x) | m.A | m.B;",
        "var mode = Mode.Strong; if (mode == Mode.Weak) x = -x; else x = x * (int)mode; return x | m.A | m.B;",
        "const double Half = 0.5; const int Two = 2; return x * Half * Two * Scale | m.A | m.B;",

        // Choices
        "var k = 2; var h = k switch { 0 => x, 1 or 2 => x | m.A, _ => -x }; return h | m.A | m.B;",
        "var k = -3; return x * (k switch { < 0 => 0.5, >= 10 and < 20 => 1, not 5 => 2, _ => 3 }) | m.A | m.B;",
        "var kind = \"tanh\"; switch (kind) { case \"relu\": x = x | Relu; break; case \"tanh\" when kind != \"\": x = x | Tanh; break; default: return -x | m.A | m.B; } return x | m.A | m.B;",
        "foreach (var k in new[] { 1, 2, 3 }) { switch (k) { case 2: continue; case 3: break; default: x = x * 2; break; } x = x + k; } return x | m.A | m.B;",
        "var mode = Mode.Weak; return x * (mode switch { Mode.Weak => 2, Mode.Strong => 3, _ => 4 }) | m.A | m.B;",
        "var n = 4; if (n is > 3 and not 5) x = x * n; return x | m.A | m.B;",
        "var n = 5; if (n is > 3 and not 5) x = -x; return x | m.A | m.B;",
        "var (k, on) = (2, false); return x * (k switch { 2 when on => 3, > 1 when !on => 5, _ => 7 }) | m.A | m.B;",
        "var (k, on) = (2, false); switch (k) { case 2 when on: x = -x; break; case > 1 when !on: x = 3 * x; break; default: x = 2 * x; break; } return x | m.A | m.B;",
        "var d = double.NaN; return x * (d switch { 0 => 1, double.NaN => 2, _ => 3 }) | m.A | m.B;",
        "var w = Width; switch (w) { default: x = -x; break; case 4: { var k = 2; x = k * x; break; } } return x | m.A | m.B;",

        // Arguments
        "return Pick(second: x, first: x | m.A) | m.B;",
        "return Pick(scale: 2, second: x | m.A, first: x) | m.B;",
        "return Concat(axis: 1, tensors: [x | m.A, x]) | m.B;",
        "return Clip(most: 0.8, least: -0.6, x: x | m.A) | m.B;",
        "return (x | m.A).Split(axis: 1, sections: 2)[1] | m.B;",
        "return Ends(x, -x, x | m.A) | m.B;",
        "return Ends() | m.A | m.B; Tensor Ends(double scale = 2) => scale * x;",
        "return Spanned(x, x | m.A, -x) | m.B;",
        "var f = (Tensor t, double k = 3) => k * t; return f(x) + f(x | m.A, 0.5) | m.B;",
        "var f = (params Tensor[] ts) => ts[0] + ts[^1]; return f(x, -x, x | m.A) | m.B;",

        // Variables and what captures them
        "var (a, (b, c)) = (x, (x | m.A, 0.5)); return a + c * b | m.B;",
        "var (a, b) = (x, x | m.A); (a, b) = (b, a); return a - 2 * b | m.B;",
        "(Tensor Left, (double Scale, Tensor Right) More) t = (x, (2, x | m.A)); return t.Left + t.More.Scale * t.More.Right | m.B;",
        "var t = (x, x | m.A, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0); return t.Item1 + t.Item2 * t.Item8 | m.B;",
        "Tensor h = x; { var k = 2.0; h = h * k; } { var k = 0.5; h = h + k; } return h | m.A | m.B;",
        "var h = x; var g = (Tensor t) => t + h; h = 2 * h; return g(x) | m.A | m.B;",
        "var k = 1.0; Action grow = () => k *= 2; grow(); grow(); return x * k | m.A | m.B;",
        "var n = 0; int Next() => ++n; var (a, b) = (Next(), Next()); return x * (10 * a + b) * 0.1 | m.A | m.B;",
        "Func<Tensor, Tensor> f = t => t; foreach (var g in new Func<Tensor, Tensor>[] { Relu, Tanh, t => t * 2 }) { var before = f; f = t => g(before(t)); } return x | m.A | f | m.B;",
        "Func<double, Func<Tensor, Tensor>> scale = k => t => k * t; return x | scale(2) | m.A | scale(0.5) | m.B;",

        // Functions as values
        "Tensor Compose(Func<Tensor, Tensor> f, Func<Tensor, Tensor> g, Tensor t) => g(f(t)); return Compose(t => t | m.A, Tanh, x) | m.B;",
        "static Tensor Add(Tensor a, Tensor b) => a + b; Func<Tensor, Tensor, Tensor> f = Add; return f(x, x | m.A) | m.B;",
        "Func<Tensor, Tensor> f = m.A.Call; return f(x) | m.B;",
        "Func<Tensor> f = x.Doubled; return f() | m.A | m.B;",
        "Func<int, bool, Tensor> f = x.Mean; return f(1, true).BroadcastTo(-1, 8) | m.A | m.B;",
        "return Box<int>.Halved(x) | m.A | m.B;",
        "return x.Tripled() | m.A | m.B;",
        "T Same<T>(T t) => t; return Same(x) * Same(2) | m.A | m.B;",

        // Lists
        "Tensor[] all = [x, x | m.A]; Tensor[] more = [.. all, .. all[..1], -x]; return more[^1] + more[2] + more.Length * more[1] | m.B;",
        "Span<Tensor> s = [x, x | m.A]; return s[1..][0] + s[^2] | m.B;",
        "IReadOnlyList<Layer> layers = [m.A, m.B]; foreach (var l in layers) x = x | l; return x;",
        "Range r = 1..3; Index last = ^1; return (x | m.A).Reshape(-1, 4, 2)[.., r, last] | m.B;",
        "Slice first = 0; Slice rest = 1..; return (x | m.A).Reshape(-1, 4, 2)[.., rest, first] | m.B;",
        "var i = 1; return (x | m.A)[.., i..^i] | m.B;",

        // Shapes
        "return x.Reshape(-1, x.Shape[1] / 2, 2).Flatten() | m.A | m.B;",
        "return x.Reshape(x.Shape[0], 4, 2).Flatten() | m.A | m.B;",
        "return x.Reshape([-1, .. x.Shape.Tail]) * x.Shape.Rank | m.A | m.B;",
        "return x.Shape == (x | m.A).Shape && x.Shape != (x | m.A | m.B).Shape ? x | m.A | m.B : x;",
        "return (x.Shape == x.Reshape(-1, 8, 1).Shape ? -x : x) | m.A | m.B;",
        "var (n, width) = (x.Shape[0], x.Shape[1]); return x.Reshape(n, 2, width / 2).Sum(1) | m.A | m.B;",
        "var h = x | m.A; return h - h.Mean(-1, keepDims: true).BroadcastTo(h.Shape[0], h.Shape[1]) | m.B;",
        "return Centered(x | m.A) | m.B;",
        "foreach (var size in (x | m.A).Shape.Tail) x = x * size; return x * 0.1 | m.A | m.B;",
        "return (x | m.A) / Math.Sqrt(x.Shape[^1]) | m.B;",
        "var h = x | m.A; while (h.Shape[^1] > 4) h = h | m.B; return h;",
        "return x * x.Shape.Tail.Size * x.Shape.Dimensions.Length | m.A | m.B;",
        "var half = x.Shape[1] / 2; return (x | m.A)[.., ..half] * (x | m.A)[.., half..] | m.B;",
        "var parts = x.Split(x.Shape[^1]); return Concat(parts[..(parts.Length / 2)]) * x.Shape.Rank | m.B | Pad; Tensor Pad(Tensor t) => Concat([t, t]) | m.A;",
    ];

    /// <summary>Bodies on <c>[N, height = 4, width = 2]</c>.</summary>
    public static readonly string[] Named =
    [
        "return x.Transpose(\"width\", \"height\").Flatten() | m.A | m.B;",
        "return x.Transpose(\"batch\", \"width\", \"height\").Flatten() | m.A | m.B;",
        "return x.Mean(\"width\") | m.A | m.B;",
        "return x.Sum(\"height\", keepDims: true).BroadcastTo(-1, 4, 2).Flatten() | m.A | m.B;",
        "return x.Max(axis: \"width\") | m.A | m.B;",
        "var parts = x.Split(2, \"height\"); return (parts[0] * parts[1]).Flatten() | m.A | m.B;",
        "return Concat([x, -x], \"width\").Flatten() | m.A | m.B;",
        "return Concat([x.Mean(\"height\"), x.Mean(\"width\")]) | m.A | m.B;",
        "var flat = x.Flatten().Named(\"pixels\"); return flat - flat.Mean(\"pixels\", true).BroadcastTo(-1, 8) | m.A | m.B;",
        "return MatMul(x, x.Transpose(\"width\", \"height\")).Flatten() | m.A | m.B;",
        "var p = MatMul(x, x.Transpose(\"width\", \"height\")); return (p + p.Named(\"_\", \"height\")).Flatten() | m.A | m.B;",
        "var w = Concat([x, x.Named(\"height\", \"more\")], 2); return (w + w.Named(\"height\", \"both\")).Sum(\"both\") | m.A | m.B;",
        "return x[.., .., 0].Mean(\"height\", true) | m.A | m.B;",
        "return (x + x.Named(\"_\", \"_\")).Mean(\"width\") | m.A | m.B;",
        "return (x + x.Transpose(\"width\", \"height\").Transpose(0, 2, 1)).Flatten() | m.A | m.B;",
        "return x.Mean(x.Axis(\"width\")) * x.Shape[x.Axis(\"height\")] | m.A | m.B;",
        "return (x + x.Named(\"width\", \"height\").Named(\"height\", \"width\")).Flatten() | m.A | m.B;",
        "return Where(x > 0, x, 0.1 * x).Reshape(-1, 4, 2, 1).Sum(\"width\").Sum(\"height\") | m.A | m.B;",
        "return (x.Named(\"batch\", \"_\", \"_\") * x).Sum(\"height\") | m.A | m.B;",
        "return (x + x.Mean(\"height\", true).BroadcastTo(-1, 4, -1)).Sum(\"width\") | m.A | m.B;",
        "return Over(\"width\") | m.A | m.B; Tensor Over(string axis) => x.Softmax().Max(axis);",
        "return Maximum(x, x.Reshape(-1, 8).Reshape(-1, 4, 2)).Flatten() | m.A | m.B;",
        "return (x | m.A).Mean(\"height\") | m.B;",
        "return (x | m.A | Tanh).Named(\"height\", \"features\").Sum(\"features\") | m.B;",
        "return x.Reshape(-1, 2, 2, 2).Named(\"a\", \"b\", \"width\").Transpose(\"width\", \"a\", \"b\").Flatten() | m.A | m.B;",
        "foreach (var axis in new[] { \"height\", \"width\" }) x = x - x.Mean(axis, keepDims: true).BroadcastTo([.. x.Shape]); return x.Flatten() | m.A | m.B;",
    ];
}
