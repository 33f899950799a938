using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
    private static IEnumerable<Instruction> Images()
    {
        foreach (var (name, window) in Windows)
        {
            Shape Image(Trial t) => [t.Rows % 4, 5 + t.Columns % 5, 6 + t.Inner % 4, 1 + t.Columns % 19];
            Shape Places(Trial t) => [t.Rows % 4,
                Extent(Image(t)[1], window.Height, window.StrideHeight, window.DilationHeight, window.Top),
                Extent(Image(t)[2], window.Width, window.StrideWidth, window.DilationWidth, window.Left), Image(t)[3]];
            Shape Patches(Trial t) => [.. Places(t).Take(3), window.Height * window.Width * Image(t)[3]];
            Instruction Windowed(
                string method, Func<Trial, Shape> from, Func<Trial, Shape> to, Action<ITensorEngine, TensorBuffer, TensorBuffer> call) =>
                new(method, name, (m, t) =>
                {
                    var (x, result) = (m.Random(from(t)), m.Result(to(t)));
                    return () => call(m.Engine, x, result);
                }, t => window.Height * window.Width);
            yield return Windowed(nameof(ITensorEngine.Patches), Image, Patches, (e, x, to) => e.Patches(x, window, to));
            yield return Windowed(nameof(ITensorEngine.PatchesGradient), Patches, Image, (e, g, to) => e.PatchesGradient(g, window, to));
            yield return Windowed(nameof(ITensorEngine.MaxPool), Image, Places, (e, x, to) => e.MaxPool(x, window, to));
            yield return Windowed(nameof(ITensorEngine.AveragePool), Image, Places, (e, x, to) => e.AveragePool(x, window, to));
            yield return Windowed(nameof(ITensorEngine.AveragePoolGradient), Places, Image,
                (e, g, to) => e.AveragePoolGradient(g, window, to));
            Shape Kernel(Trial t) => [window.Height, window.Width, Image(t)[3], 1];
            Instruction Depthwise(
                string method, Func<Trial, Shape> first, Func<Trial, Shape> second, Func<Trial, Shape> to,
                Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> call) =>
                new(method, name, (m, t) =>
                {
                    var (a, b, result) = (m.Random(first(t)), m.Random(second(t)), m.Result(to(t)));
                    return () => call(m.Engine, a, b, result);
                }, t => window.Height * window.Width + Places(t).Size / Places(t)[3]);
            yield return Depthwise(
                nameof(ITensorEngine.DepthwiseConvolution), Image, Kernel, Places, (e, x, k, to) =>
                    e.DepthwiseConvolution(x, k, window, to));
            yield return Depthwise(
                nameof(ITensorEngine.DepthwiseImageGradient), Places, Kernel, Image, (e, g, k, to) =>
                    e.DepthwiseImageGradient(g, k, window, to));
            yield return Depthwise(
                nameof(ITensorEngine.DepthwiseKernelGradient), Image, Places, Kernel, (e, x, g, to) =>
                    e.DepthwiseKernelGradient(x, g, window, to));
            Shape Filters(Trial t) => [window.Height * window.Width * Image(t)[3], 1 + t.Inner % 70];
            Shape Filtered(Trial t) => [.. Places(t).Take(3), Filters(t)[1]];
            foreach (var (kind, useBias) in new[] { (ActivationKind.Linear, false), (ActivationKind.Relu, true),
                (ActivationKind.Tanh, false) })
                yield return new(nameof(ITensorEngine.Convolution), $"{name}, {kind} {(useBias ? "with bias" : "without bias")}", (m, t) =>
                {
                    var (x, kernel, bias) = (m.Random(Image(t), -0.2, 0.2), m.Random(Filters(t)),
                        useBias ? m.Random([Filters(t)[1]]) : null);
                    var to = m.Result(Filtered(t));
                    return () => m.Engine.Convolution(x, kernel, window, bias, kind, to);
                }, t => Filters(t)[0]);
            yield return new(nameof(ITensorEngine.ConvolutionImageGradient), name, (m, t) =>
            {
                var (gradient, kernel, to) = (m.Random(Filtered(t)), m.Random(Filters(t)), m.Result(Image(t)));
                return () => m.Engine.ConvolutionImageGradient(gradient, kernel, window, to);
            }, t => window.Height * window.Width * Filters(t)[1]);
            yield return new(nameof(ITensorEngine.ConvolutionKernelGradient), name, (m, t) =>
            {
                var (x, gradient, to) = (m.Random(Image(t)), m.Random(Filtered(t)), m.Result(Filters(t)));
                return () => m.Engine.ConvolutionKernelGradient(x, gradient, window, to);
            }, t => Filtered(t).Size / Filters(t)[1]);
            yield return new(nameof(ITensorEngine.MaxPoolTangent), name, (m, t) =>
            {
                var (x, y, tangent) = (m.Random(Image(t)), m.Random(Places(t)), m.Random(Image(t)));
                m.Engine.Write(m.Read(x).Select(v => Math.Round(v)).ToArray(), x);
                m.Engine.MaxPool(x, window, y);
                var to = m.Result(Places(t));
                return () => m.Engine.MaxPoolTangent(x, y, tangent, window, to);
            }, t => 1);
            yield return new(nameof(ITensorEngine.MaxPoolGradient), name, (m, t) =>
            {
                var (x, y, g) = (m.Random(Image(t)), m.Random(Places(t)), m.Random(Places(t)));
                // Few different numbers, so that many windows hold their maximum twice.
                m.Engine.Write(m.Read(x).Select(v => Math.Round(v)).ToArray(), x);
                m.Engine.MaxPool(x, window, y);
                var to = m.Result(Image(t));
                return () => m.Engine.MaxPoolGradient(x, y, g, window, to);
            }, t => window.Height * window.Width);
        }
    }

    /// <summary>Windows with and without overlap, gaps, dilation and padding, that fit into images of 5 × 6.</summary>
    private static (string Name, Window Window)[] Windows =>
    [
        ("1 × 1", new(1, 1)),
        ("2 × 2 side by side", new(2, 2, 2, 2)),
        ("3 × 2 padded", new(3, 2, Top: 1, Left: 1)),
        ("1 × 3 with gaps", new(1, 3, 2, 4)),
        ("3 × 2 with holes, padded", new(3, 2, 2, 1, 2, 3, 2, 1)),
    ];

    /// <summary>The number of windows in a row or column that has the same padding at both ends.</summary>
    private static int Extent(int size, int window, int stride, int dilation, int padding) =>
        (size + 2 * padding - (window - 1) * dilation - 1) / stride + 1;
}
