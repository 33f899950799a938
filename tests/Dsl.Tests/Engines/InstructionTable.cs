using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>An instruction of <see cref="ITensorEngine"/> in one of its forms.</summary>
/// <param name="Method">The interface's method.</param>
/// <param name="Form">Its form, where it has several.</param>
/// <param name="Prepare">Lays out operands and results, and hands back the call.</param>
/// <param name="Terms">Number of terms that a result sums up: its rounding grows with it.</param>
public sealed record Instruction(string Method, string Form, Func<GuardedMemory, Trial, Action> Prepare, Func<Trial, int>? Terms = null)
{
    public override string ToString() => Form.Length == 0 ? Method : $"{Method} {Form}";
}

/// <summary>Every instruction in every form, ready to be tried on any engine at any size.</summary>
public static partial class InstructionTable
{
    private static readonly RandomKey Key = new(42, 7);

    /// <summary>The activations that are elementwise functions.</summary>
    public static readonly ActivationKind[] Activations =
        [.. Enum.GetValues<ActivationKind>().Where(a => a is not (ActivationKind.Linear or ActivationKind.Softmax or ActivationKind.LogSoftmax or ActivationKind.Glu or ActivationKind.Sparsemax))];

    /// <summary>Activations with numbers that are not their usual ones, at kinks that are no multiples of one half.</summary>
    public static readonly (ActivationKind Kind, ActivationOptions Options)[] WithOptions =
    [
        (ActivationKind.Relu, new(0.0, 6.0)), (ActivationKind.Relu, new(0.3, 2.2)), (ActivationKind.Relu, new(0.0, 4.1, 1.2)),
        (ActivationKind.Relu, new(1.7, 0.7, 3.3)), (ActivationKind.Relu, new(0.1, double.PositiveInfinity, 0.4)), (ActivationKind.Relu, new(0.0, 0.0)),
        (ActivationKind.LeakyRelu, new(0.3)), (ActivationKind.LeakyRelu, new(1.5)), (ActivationKind.LeakyRelu, new(0.0)),
        (ActivationKind.Elu, new(0.4)), (ActivationKind.Elu, new(-1.5)), (ActivationKind.Celu, new(0.6)), (ActivationKind.Celu, new(3.0)),
        (ActivationKind.SoftShrink, new(0.0, Threshold: 1.3)), (ActivationKind.SoftShrink, new(0.0)),
        (ActivationKind.HardShrink, new(0.0, Threshold: 1.3)), (ActivationKind.HardShrink, new(0.0)),
        (ActivationKind.Squareplus, new(0.3)), (ActivationKind.Squareplus, new(9.0)),
        (ActivationKind.Threshold, new(0.7, Threshold: -0.4)), (ActivationKind.Threshold, new(-20.0, Threshold: 1.3)),
    ];

    public static readonly Instruction[] All =
    [
        .. Memory(), .. Elementwise(), .. RowActivations(), .. Layouts(), .. Matrices(), .. Images(), .. Normalization(), .. Tables(),
        .. Sequences(), .. Losses(), .. Optimizers(),
    ];

    private static IEnumerable<Instruction> Memory()
    {
        yield return new(nameof(ITensorEngine.Allocate), "", (m, t) =>
            () => m.Changed(m.Engine.Allocate(ElementType.Float, [t.Rows, t.Columns])));
        yield return new(nameof(ITensorEngine.View), "", (m, t) =>
        {
            var storage = m.Random([t.Rows + 2, t.Columns]);
            return () => m.Changed(m.Engine.View(m.Engine.View(storage, t.Columns, [t.Rows + 1, t.Columns]), 1, [t.Rows, t.Columns]));
        });
        yield return new(nameof(ITensorEngine.Write), "", (m, t) =>
        {
            var (floats, classes) = (m.Result([t.Columns]), m.Engine.Allocate(ElementType.Int32, [t.Rows]));
            var numbers = Enumerable.Range(0, t.Columns).Select(i => 0.1f * i).ToArray();
            var indices = Enumerable.Range(0, t.Rows).ToArray();
            return () =>
            {
                m.Engine.Write(numbers, floats);
                m.Engine.Write(indices, classes);
            };
        });
        yield return new(nameof(ITensorEngine.Read), "", (m, t) =>
        {
            var (x, labels, copy) = (m.Random([t.Columns]), m.Labels(t.Rows, t.Columns), m.Result([t.Columns + t.Rows]));
            var (singles, doubles, classes) = (new float[t.Columns], new double[t.Columns], new int[t.Rows]);
            return () =>
            {
                m.Engine.Read(x, singles);
                m.Engine.Read(x, doubles);
                m.Engine.Read(labels, classes);
                Assert.Equal(singles, doubles.Select(d => (float)d));
                m.Engine.Write([.. singles, .. classes.Select(c => (float)c)], copy);
            };
        });
        yield return new(nameof(ITensorEngine.TryGetSpan), "", (m, t) =>
        {
            var x = m.Changed(m.Random([t.Columns]));
            return () =>
            {
                if (m.Engine.TryGetSpan(x, out var span)) Assert.Equal(m.Read(x), span.ToArray().Select(v => (double)v));
            };
        });
    }

    private static IEnumerable<Instruction> Elementwise()
    {
        yield return new(nameof(ITensorEngine.Fill), "", (m, t) =>
        {
            var to = m.Result([t.Rows, t.Columns]);
            return () => m.Engine.Fill(0.3, to);
        });
        yield return Map(nameof(ITensorEngine.Copy), "", (e, x, to) => e.Copy(x, to));
        yield return Pair(nameof(ITensorEngine.Add), (e, a, b, to) => e.Add(a, b, to));
        yield return Pair(nameof(ITensorEngine.Subtract), (e, a, b, to) => e.Subtract(a, b, to));
        yield return Pair(nameof(ITensorEngine.Multiply), (e, a, b, to) => e.Multiply(a, b, to));
        yield return Map(nameof(ITensorEngine.Scale), "", (e, x, to) => e.Scale(x, -1.7, to));
        yield return Pair(nameof(ITensorEngine.AddScaled), (e, a, b, to) => e.AddScaled(a, b, 0.3, to));
        foreach (var kind in Activations)
        {
            yield return Map(nameof(ITensorEngine.Activate), $"{kind}", (e, x, to) => e.Activate(kind, x, to), 9.0);
            yield return new(nameof(ITensorEngine.ActivateGradient), $"{kind}", (m, t) =>
            {
                var (saved, g) = (m.Random([t.Rows, t.Columns], -9.0, 9.0), m.Random([t.Rows, t.Columns]));
                if (ModelDsl.Engines.Activations.DerivativeFromOutput(kind)) m.Engine.Activate(kind, saved, saved);
                var to = m.Result([t.Rows, t.Columns], saved, g);
                return () => m.Engine.ActivateGradient(kind, saved, g, to);
            });
        }
        yield return new(nameof(ITensorEngine.Divide), "", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns], 0.5, 2.0));
            var to = m.Result([t.Rows, t.Columns], a, b);
            return () => m.Engine.Divide(a, b, to);
        });
        foreach (var orEqual in new[] { false, true })
        {
            yield return new(nameof(ITensorEngine.Less), orEqual ? "or equal" : "", (m, t) =>
            {
                var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
                // Equal, too.
                foreach (var x in new[] { a, b }) m.Engine.Write(m.Read(x).Select(v => Math.Round(v)).ToArray(), x);
                var to = m.Result([t.Rows, t.Columns], a, b);
                return () => m.Engine.Less(a, b, orEqual, to);
            });
        }
        yield return new(nameof(ITensorEngine.Where), "", (m, t) =>
        {
            var (condition, a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
            m.Engine.Write(m.Read(condition).Select(v => Math.Round(0.5 * v)).ToArray(), condition);
            var to = m.Result([t.Rows, t.Columns], condition, a, b);
            return () => m.Engine.Where(condition, a, b, to);
        });
        yield return Map(nameof(ITensorEngine.Abs), "", (e, x, to) => e.Abs(x, to));
        yield return Map(nameof(ITensorEngine.Sign), "", (e, x, to) => e.Sign(x, to));
        yield return Positive(nameof(ITensorEngine.Log), (e, x, to) => e.Log(x, to));
        yield return Positive(nameof(ITensorEngine.Sqrt), (e, x, to) => e.Sqrt(x, to));
        foreach (var (least, most) in new[] { (-0.5, 1.0), (double.NegativeInfinity, 0.7), (0.25, double.PositiveInfinity) })
        {
            yield return Map(nameof(ITensorEngine.Clamp), $"{least} to {most}", (e, x, to) => e.Clamp(x, least, most, to));
            yield return new(nameof(ITensorEngine.ClampGradient), $"{least} to {most}", (m, t) =>
            {
                var (x, g) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
                // At a bound, too.
                m.Engine.Write(m.Read(x).Select(v => Math.Round(4.0 * v) / 4.0).ToArray(), x);
                var to = m.Result([t.Rows, t.Columns], x, g);
                return () => m.Engine.ClampGradient(x, g, least, most, to);
            });
        }
        foreach (var (kind, options) in WithOptions)
        {
            yield return Map(nameof(ITensorEngine.ActivateWith), $"{kind} {options}", (e, x, to) => e.ActivateWith(kind, options, x, to), 9.0);
            yield return new(nameof(ITensorEngine.ActivateWithGradient), $"{kind} {options}", (m, t) =>
            {
                var (x, g) = (m.Random([t.Rows, t.Columns], -9.0, 9.0), m.Random([t.Rows, t.Columns]));
                var to = m.Result([t.Rows, t.Columns], x, g);
                return () => m.Engine.ActivateWithGradient(kind, options, x, g, to);
            });
        }
        foreach (var rate in new[] { 0.0, 0.3, 0.5, 0.99 })
        {
            yield return new(nameof(ITensorEngine.ChannelDropout), $"{rate:P0}", (m, t) =>
            {
                Shape shape = [t.Rows % 4, 1 + t.Inner % 5, 3, t.Columns];
                var x = m.Random(shape);
                var to = m.Result(shape, x);
                return () => m.Engine.ChannelDropout(x, rate, Key, 3, to);
            });
            yield return Map(nameof(ITensorEngine.Dropout), $"{rate:P0}", (e, x, to) => e.Dropout(x, rate, Key, 3, to));
        }
        yield return new(nameof(ITensorEngine.Normal), "", (m, t) =>
        {
            var to = m.Result([t.Rows, t.Columns]);
            return () => m.Engine.Normal(Key, 3, to);
        });
    }

    private static IEnumerable<Instruction> Layouts()
    {
        foreach (int[] axes in new int[][] { [1, 0, 2, 3], [0, 2, 1, 3], [0, 3, 1, 2], [0, 2, 3, 1], [3, 2, 1, 0], [0, 1, 3, 2], [0, 1, 2, 3] })
            yield return new(nameof(ITensorEngine.Permute), string.Join(" ", axes), (m, t) =>
            {
                Shape from = [t.Rows % 5, 1 + t.Inner % 6, 1 + t.Columns % 5, t.Columns];
                var (x, to) = (m.Random(from), m.Result([.. axes.Select(axis => from[axis])]));
                return () => m.Engine.Permute(x, axes, to);
            });
        yield return new(nameof(ITensorEngine.ConcatColumns), "", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Inner]), m.Random([t.Rows, t.Columns]));
            var to = m.Result([t.Rows, t.Inner + t.Columns]);
            return () => m.Engine.ConcatColumns(a, b, to);
        });
        yield return new(nameof(ITensorEngine.Permute), "of a vector", (m, t) =>
        {
            var (x, to) = (m.Random([t.Columns]), m.Result([t.Columns]));
            return () => m.Engine.Permute(x, [0], to);
        });
        yield return new(nameof(ITensorEngine.Permute), "of a scalar", (m, t) =>
        {
            var (x, to) = (m.Random([]), m.Result([]));
            return () => m.Engine.Permute(x, [], to);
        });
    }

    private static IEnumerable<Instruction> Matrices()
    {
        foreach (var form in Enum.GetValues<Transpose>())
        {
            yield return new(nameof(ITensorEngine.MatMul), $"{form}", (m, t) =>
            {
                var a = m.Random(form is Transpose.Left or Transpose.Both ? [t.Inner, t.Rows] : [t.Rows, t.Inner]);
                var b = m.Random(form is Transpose.Right or Transpose.Both ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                var to = m.Result([t.Rows, t.Columns]);
                return () => m.Engine.MatMul(a, b, form, to);
            }, t => t.Inner);
            yield return new(nameof(ITensorEngine.MatMulAdd), $"{form}", (m, t) =>
            {
                var a = m.Random(form is Transpose.Left or Transpose.Both ? [t.Inner, t.Rows] : [t.Rows, t.Inner]);
                var b = m.Random(form is Transpose.Right or Transpose.Both ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                var (c, to) = (m.Random([t.Rows, t.Columns]), m.Result([t.Rows, t.Columns]));
                return () => m.Engine.MatMulAdd(a, b, form, c, -0.7, to);
            }, t => t.Inner);
        }
        foreach (var form in new[] { Transpose.None, Transpose.Left, Transpose.Right })
            foreach (var groups in new[] { 1, 2, 3, 7 })
                yield return new(nameof(ITensorEngine.GroupedMatMul), $"{form} in {groups}", (m, t) =>
                {
                    var (k, n) = (1 + t.Inner % 20, 1 + t.Columns % 40);
                    var (wide, kernel, product) = (new int[] { t.Rows, groups * k }, new int[] { k, groups * n }, new int[] { t.Rows, groups * n });
                    var a = m.Random(Shape.Create(form == Transpose.Right ? product : wide));
                    var b = m.Random(Shape.Create(form == Transpose.Left ? product : kernel));
                    var to = m.Result(Shape.Create(form switch { Transpose.Left => kernel, Transpose.Right => wide, _ => product }));
                    return () => m.Engine.GroupedMatMul(a, b, groups, form, to);
                }, t => 20 + 40 + t.Rows);
        foreach (var kind in Activations.Append(ActivationKind.Linear))
            foreach (var useBias in new[] { true, false })
                foreach (var form in new[] { Transpose.None, Transpose.Right })
                    yield return new(nameof(ITensorEngine.Dense), $"{kind} {(useBias ? "with bias" : "without bias")} {form}", (m, t) =>
                    {
                        var x = m.Random([t.Rows, t.Inner], -0.2, 0.2);
                        var kernel = m.Random(form == Transpose.Right ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                        var (bias, to) = (useBias ? m.Random([t.Columns]) : null, m.Result([t.Rows, t.Columns]));
                        return () => m.Engine.Dense(x, kernel, form, bias, kind, to);
                    }, t => t.Inner);
        foreach (var kind in Activations)
            foreach (var form in new[] { Transpose.None, Transpose.Right })
                yield return new(nameof(ITensorEngine.DenseGradient), $"{kind} {form}", (m, t) =>
                {
                    var gradient = m.Random([t.Rows, t.Inner], -0.2, 0.2);
                    var kernel = m.Random(form == Transpose.Right ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                    var saved = m.Random([t.Rows, t.Columns], -2.0, 2.0);
                    if (ModelDsl.Engines.Activations.DerivativeFromOutput(kind)) m.Engine.Activate(kind, saved, saved);
                    var to = m.Result([t.Rows, t.Columns]);
                    return () => m.Engine.DenseGradient(gradient, kernel, form, kind, saved, to);
                }, t => t.Inner);
        yield return new(nameof(ITensorEngine.AddBias), "", (m, t) =>
        {
            var (x, bias) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]));
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.AddBias(x, bias, to);
        });
        yield return Reduce(nameof(ITensorEngine.SumRows), t => [t.Columns], (e, x, to) => e.SumRows(x, to));
        yield return Reduce(nameof(ITensorEngine.MeanColumns), t => [t.Rows], (e, x, to) => e.MeanColumns(x, to));
        yield return Reduce(nameof(ITensorEngine.Sum), _ => [], (e, x, to) => e.Sum(x, 0.25, to));
        yield return Reduce(nameof(ITensorEngine.SumOfSquares), _ => [], (e, x, to) => e.SumOfSquares(x, 0.01, to));
        yield return new(nameof(ITensorEngine.BroadcastColumns), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.BroadcastColumns(x, 0.7, to);
        });
        yield return new(nameof(ITensorEngine.BroadcastScalar), "", (m, t) =>
        {
            var (x, to) = (m.Random([]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.BroadcastScalar(x, 0.7, to);
        });
    }

    private static IEnumerable<Instruction> Images()
    {
        foreach (var (name, window) in Windows)
        {
            Shape Image(Trial t) => [t.Rows % 4, 5 + t.Columns % 5, 6 + t.Inner % 4, 1 + t.Columns % 19];
            Shape Places(Trial t) => [t.Rows % 4, Extent(Image(t)[1], window.Height, window.StrideHeight, window.DilationHeight, window.Top),
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
            yield return Windowed(nameof(ITensorEngine.AveragePoolGradient), Places, Image, (e, g, to) => e.AveragePoolGradient(g, window, to));
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
                nameof(ITensorEngine.DepthwiseConvolution), Image, Kernel, Places, (e, x, k, to) => e.DepthwiseConvolution(x, k, window, to));
            yield return Depthwise(
                nameof(ITensorEngine.DepthwiseImageGradient), Places, Kernel, Image, (e, g, k, to) => e.DepthwiseImageGradient(g, k, window, to));
            yield return Depthwise(
                nameof(ITensorEngine.DepthwiseKernelGradient), Image, Places, Kernel, (e, x, g, to) => e.DepthwiseKernelGradient(x, g, window, to));
            Shape Filters(Trial t) => [window.Height * window.Width * Image(t)[3], 1 + t.Inner % 70];
            Shape Filtered(Trial t) => [.. Places(t).Take(3), Filters(t)[1]];
            foreach (var (kind, useBias) in new[] { (ActivationKind.Linear, false), (ActivationKind.Relu, true), (ActivationKind.Tanh, false) })
                yield return new(nameof(ITensorEngine.Convolution), $"{name}, {kind} {(useBias ? "with bias" : "without bias")}", (m, t) =>
                {
                    var (x, kernel, bias) = (m.Random(Image(t), -0.2, 0.2), m.Random(Filters(t)), useBias ? m.Random([Filters(t)[1]]) : null);
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

    /// <summary>Windows with and without overlap, gaps, holes and padding, that fit into images of 5 × 6.</summary>
    private static (string Name, Window Window)[] Windows =>
    [
        ("1 × 1", new(1, 1)),
        ("2 × 2 side by side", new(2, 2, 2, 2)),
        ("3 × 2 padded", new(3, 2, Top: 1, Left: 1)),
        ("1 × 3 with gaps", new(1, 3, 2, 4)),
        ("3 × 2 with holes, padded", new(3, 2, 2, 1, 2, 3, 2, 1)),
    ];

    /// <summary>How many windows there are in a row or column that is padded alike at both ends.</summary>
    private static int Extent(int size, int window, int stride, int dilation, int padding) =>
        (size + 2 * padding - (window - 1) * dilation - 1) / stride + 1;

    private static IEnumerable<Instruction> RowActivations()
    {
        yield return Map(nameof(ITensorEngine.LogSoftmax), "", (e, x, to) => e.LogSoftmax(x, to), 9.0);
        yield return Pair(nameof(ITensorEngine.LogSoftmaxGradient), (e, y, g, to) => e.LogSoftmaxGradient(y, g, to), t => 9 * t.Columns);
        yield return Map(nameof(ITensorEngine.Sparsemax), "", (e, x, to) => e.Sparsemax(x, to));
        yield return Pair(nameof(ITensorEngine.SparsemaxGradient), (e, y, g, to) => e.SparsemaxGradient(y, g, to), t => t.Columns);
        yield return new(nameof(ITensorEngine.Glu), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, 2 * t.Columns], -9.0, 9.0), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.Glu(x, to);
        });
        yield return new(nameof(ITensorEngine.GluGradient), "", (m, t) =>
        {
            var (x, g, to) = (m.Random([t.Rows, 2 * t.Columns]), m.Random([t.Rows, t.Columns]), m.Result([t.Rows, 2 * t.Columns]));
            return () => m.Engine.GluGradient(x, g, to);
        });
        foreach (var (name, shapes) in Slopes)
        {
            yield return new(nameof(ITensorEngine.PRelu), name, (m, t) =>
            {
                var (x, slopes) = (m.Random(shapes(t).X), m.Random(shapes(t).Slopes));
                var to = m.Result(shapes(t).X, x);
                return () => m.Engine.PRelu(x, slopes, to);
            });
            yield return new(nameof(ITensorEngine.PReluGradient), name, (m, t) =>
            {
                var (x, slopes, g) = (m.Random(shapes(t).X), m.Random(shapes(t).Slopes), m.Random(shapes(t).X));
                var to = m.Result(shapes(t).X, x, g);
                return () => m.Engine.PReluGradient(x, slopes, g, to);
            });
            yield return new(nameof(ITensorEngine.PReluSlopeGradient), name, (m, t) =>
            {
                var (x, g, to) = (m.Random(shapes(t).X), m.Random(shapes(t).X), m.Result(shapes(t).Slopes));
                return () => m.Engine.PReluSlopeGradient(x, g, to);
            }, t => shapes(t).X.Size);
        }
    }

    /// <summary>Slopes that share no axis, the first, the last, one between, several and all.</summary>
    private static (string Name, Func<Trial, (Shape X, Shape Slopes)> Shapes)[] Slopes =>
    [
        ("of a vector", t => ([t.Rows, t.Columns], [t.Columns])),
        ("of a vector, shared", t => ([t.Rows, t.Columns], [1])),
        ("of an image", t => ([t.Rows, 2, 3, t.Columns], [2, 3, t.Columns])),
        ("of channels", t => ([t.Rows, 2, 3, t.Columns], [1, 1, t.Columns])),
        ("of rows", t => ([t.Rows, 2, 3, t.Columns], [2, 1, 1])),
        ("of columns", t => ([t.Rows, 2, 3, t.Columns], [1, 3, 1])),
        ("of rows and channels", t => ([t.Rows, 2, 3, t.Columns], [2, 1, t.Columns])),
        ("of rows and columns", t => ([t.Rows, 2, 3, t.Columns], [2, 3, 1])),
        ("of an image of one channel", t => ([t.Rows, 3, t.Columns, 1], [1, t.Columns, 1])),
    ];

    private static IEnumerable<Instruction> Normalization()
    {
        // Statistics of columns, of groups of columns over the whole and over samples of three rows, and of rows.
        (string Name, Func<Trial, Shape> X, Func<Trial, int> Groups, Func<Trial, Shape> Statistics)[] layouts =
        [
            ("of columns", t => [t.Rows, t.Columns], t => t.Columns, t => [t.Columns]),
            ("of groups", t => [t.Rows, 2 * t.Columns], t => t.Columns, t => [t.Columns]),
            ("of groups of samples", t => [t.Rows, 3, 5 * (1 + t.Columns % 9)], _ => 5, t => [t.Rows, 5]),
            ("of samples", t => [t.Rows, 3, t.Columns], _ => 1, t => [t.Rows, 1]),
            ("of rows", t => [t.Rows, t.Columns], _ => 1, t => [t.Rows]),
        ];
        foreach (var (name, shape, groups, statistics) in layouts)
        {
            yield return new(nameof(ITensorEngine.Standardize), name, (m, t) =>
            {
                var x = m.Random(shape(t));
                var to = m.Result(shape(t), x);
                var (mean, variance) = (m.Changed(m.Of(statistics(t), Nothing(statistics(t)))), m.Changed(m.Of(statistics(t), Nothing(statistics(t)))));
                return () => m.Engine.Standardize(x, groups(t), 0.01, to, mean, variance);
            }, t => 9 * t.Columns);
            yield return new(nameof(ITensorEngine.StandardizeGradient), name, (m, t) =>
            {
                var (s, variance, g) = (m.Random(shape(t)), m.Random(statistics(t), 0.1, 4.0), m.Random(shape(t)));
                var to = m.Result(shape(t), s, g);
                return () => m.Engine.StandardizeGradient(s, variance, g, groups(t), 0.01, to);
            }, t => t.Rows * t.Columns);
        }
        yield return new(nameof(ITensorEngine.ReciprocalSqrt), "", (m, t) =>
        {
            var x = m.Random([t.Rows, t.Columns], 0.0, 4.0);
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.ReciprocalSqrt(x, 0.01, to);
        });
        yield return new(nameof(ITensorEngine.ScaleRows), "", (m, t) =>
        {
            var (x, factors) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]));
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.ScaleRows(x, factors, to);
        });
        yield return new(nameof(ITensorEngine.ScaleShiftRows), "", (m, t) =>
        {
            var (x, factors, shifts) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]), m.Random([t.Columns]));
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.ScaleShiftRows(x, factors, shifts, to);
        });
        yield return new(nameof(ITensorEngine.SumProducts), "", (m, t) =>
        {
            var (a, b, to) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]), m.Result([t.Columns]));
            return () => m.Engine.SumProducts(a, b, to);
        }, t => t.Rows);

        static double[] Nothing(Shape shape) => [.. Enumerable.Repeat(double.NaN, shape.Size)];
    }

    private static IEnumerable<Instruction> Losses()
    {
        yield return Map(nameof(ITensorEngine.Softmax), "", (e, x, to) => e.Softmax(x, to), 9.0);
        yield return Pair(nameof(ITensorEngine.SoftmaxGradient), (e, p, g, to) => e.SoftmaxGradient(p, g, to), t => t.Columns);
        yield return new(nameof(ITensorEngine.SparseSoftmaxCrossEntropy), "", (m, t) =>
        {
            var (z, labels) = (m.Random([t.Rows, t.Columns], -9.0, 9.0), m.Labels(t.Rows, t.Columns));
            var (losses, p) = (m.Result([t.Rows]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.SparseSoftmaxCrossEntropy(z, labels, losses, p);
        });
        yield return new(nameof(ITensorEngine.SparseSoftmaxCrossEntropyGradient), "", (m, t) =>
        {
            var (p, labels, u) = (m.Random([t.Rows, t.Columns], 0.0, 1.0), m.Labels(t.Rows, t.Columns), m.Random([t.Rows]));
            var to = m.Result([t.Rows, t.Columns], p);
            return () => m.Engine.SparseSoftmaxCrossEntropyGradient(p, labels, u, to);
        });
        yield return Loss(nameof(ITensorEngine.SoftmaxCrossEntropy), (e, z, y, losses, p) => e.SoftmaxCrossEntropy(z, y, losses, p));
        yield return LossGradient(
            nameof(ITensorEngine.SoftmaxCrossEntropyGradient), (e, p, y, u, to) => e.SoftmaxCrossEntropyGradient(p, y, u, to));
        yield return Loss(nameof(ITensorEngine.SigmoidCrossEntropy), (e, z, y, losses, p) => e.SigmoidCrossEntropy(z, y, losses, p));
        yield return LossGradient(
            nameof(ITensorEngine.SigmoidCrossEntropyGradient), (e, p, y, u, to) => e.SigmoidCrossEntropyGradient(p, y, u, to));
    }

    private static IEnumerable<Instruction> Optimizers()
    {
        foreach (var (momentum, nesterov) in new[] { (0.0, false), (0.9, false), (0.9, true) })
        {
            yield return new(nameof(ITensorEngine.Sgd), $"momentum {momentum}{(nesterov ? " Nesterov" : "")}", (m, t) =>
            {
                var (w, g) = (m.Changed(m.Random([t.Rows, t.Columns])), m.Random([t.Rows, t.Columns]));
                var v = momentum > 0.0 ? m.Changed(m.Random([t.Rows, t.Columns])) : null;
                return () => m.Engine.Sgd(w, g, v, 0.03, momentum, nesterov);
            });
        }
        foreach (var momentum in new[] { 0.0, 0.9 })
            foreach (var centered in new[] { false, true })
                yield return new(nameof(ITensorEngine.RmsProp), $"momentum {momentum}{(centered ? " centered" : "")}", (m, t) =>
                {
                    Shape shape = [t.Rows, t.Columns];
                    var (w, g) = (m.Changed(m.Random(shape)), m.Random(shape, -1e-3, 1e-3));
                    var velocity = m.Changed(m.Random(shape, 1e-6, 2e-6));
                    var average = centered ? m.Changed(m.Random(shape, -1e-3, 1e-3)) : null;
                    var step = momentum > 0.0 ? m.Changed(m.Random(shape)) : null;
                    return () => m.Engine.RmsProp(w, g, velocity, step, average, 0.01, 0.9, momentum, 1e-7);
                });
        foreach (var formula in Enum.GetValues<Formula>())
        {
            yield return Update(nameof(ITensorEngine.Sgd), $"{formula} by name", 1, (e, w, g, s) => e.Sgd(w, g, s[0], 0.03, 0.9, true, formula));
            yield return Update(
                nameof(ITensorEngine.RmsProp), $"{formula} by name", 2, (e, w, g, s) => e.RmsProp(w, g, s[0], s[1], null, 0.01, 0.9, 0.8, 1e-3, formula));
            yield return Update(nameof(ITensorEngine.Adagrad), $"{formula}", 1, (e, w, g, s) => e.Adagrad(w, g, s[0], 0.03, 1e-3, formula));
            yield return Update(
                nameof(ITensorEngine.Adamax), $"{formula}", 2, (e, w, g, s) => e.Adamax(w, g, s[0], s[1], 0.03, 0.9, 0.999, 1e-3, formula));
        }
        yield return Update(nameof(ITensorEngine.Adadelta), "", 2, (e, w, g, s) => e.Adadelta(w, g, s[0], s[1], 0.03, 0.95, 1e-3));
        yield return Update(nameof(ITensorEngine.Adam), "", 2, (e, w, g, s) => e.Adam(w, g, s[0], s[1], null, 0.03, 0.01, 0.9, 0.999, 1e-3));
        yield return Update(
            nameof(ITensorEngine.Adam), "AMSGrad", 3, (e, w, g, s) => e.Adam(w, g, s[0], s[1], s[2], 0.03, 0.0, 0.9, 0.999, 1e-3));
        yield return Update(nameof(ITensorEngine.Lion), "", 1, (e, w, g, s) => e.Lion(w, g, s[0], 0.03, 0.9, 0.99));
        yield return new(nameof(ITensorEngine.ClipValue), "", (m, t) =>
        {
            var x = m.Changed(m.Random([t.Rows, t.Columns]));
            return () => m.Engine.ClipValue(x, 0.7);
        });
        foreach (var limit in new[] { 0.7, 1e4 })
            yield return new(nameof(ITensorEngine.ClipNorm), $"{limit}", (m, t) =>
            {
                var x = m.Changed(m.Random([t.Rows, t.Columns]));
                return () => m.Engine.ClipNorm(x, limit);
            }, t => t.Rows * t.Columns);
    }

    private static Instruction Update(
        string method, string form, int slots, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer[]> call) =>
        new(method, form, (m, t) =>
        {
            Shape shape = [t.Rows, t.Columns];
            var (w, g) = (m.Changed(m.Random(shape)), m.Random(shape));
            TensorBuffer[] state = [.. Enumerable.Range(0, slots).Select(_ => m.Changed(m.Random(shape, 0.1, 1.0)))];
            return () => call(m.Engine, w, g, state);
        });

    private static Instruction Map(
        string method, string form, Action<ITensorEngine, TensorBuffer, TensorBuffer> call, double bound = 2.0) =>
        new(method, form, (m, t) =>
        {
            var x = m.Random([t.Rows, t.Columns], -bound, bound);
            var to = m.Result([t.Rows, t.Columns], x);
            return () => call(m.Engine, x, to);
        });

    private static Instruction Positive(string method, Action<ITensorEngine, TensorBuffer, TensorBuffer> call) =>
        new(method, "", (m, t) =>
        {
            var x = m.Random([t.Rows, t.Columns], 1e-3, 40.0);
            var to = m.Result([t.Rows, t.Columns], x);
            return () => call(m.Engine, x, to);
        });

    private static Instruction Pair(
        string method, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> call, Func<Trial, int>? terms = null) =>
        new(method, "", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
            var to = m.Result([t.Rows, t.Columns], a, b);
            return () => call(m.Engine, a, b, to);
        }, terms);

    private static Instruction Reduce(string method, Func<Trial, Shape> shape, Action<ITensorEngine, TensorBuffer, TensorBuffer> call) =>
        new(method, "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, t.Columns]), m.Result(shape(t)));
            return () => call(m.Engine, x, to);
        }, t => t.Rows * t.Columns);

    private static Instruction Loss(
        string method, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer, TensorBuffer> call) =>
        new(method, "", (m, t) =>
        {
            var (z, y) = (m.Random([t.Rows, t.Columns], -9.0, 9.0), m.Random([t.Rows, t.Columns], 0.0, 1.0));
            var (losses, p) = (m.Result([t.Rows]), m.Result([t.Rows, t.Columns]));
            return () => call(m.Engine, z, y, losses, p);
        }, t => 9 * t.Columns);

    private static Instruction LossGradient(
        string method, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer, TensorBuffer> call) =>
        new(method, "", (m, t) =>
        {
            var (p, y) = (m.Random([t.Rows, t.Columns], 0.0, 1.0), m.Random([t.Rows, t.Columns], 0.0, 1.0));
            var u = m.Random([t.Rows]);
            var to = m.Result([t.Rows, t.Columns], p);
            return () => call(m.Engine, p, y, u, to);
        }, t => t.Columns);
}
