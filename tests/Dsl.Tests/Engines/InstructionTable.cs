using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>An instruction of <see cref="ITensorEngine"/> in one of its forms.</summary>
/// <param name="Method">The interface's method.</param>
/// <param name="Form">Its form, if it has several.</param>
/// <param name="Prepare">Lays out operands and results, and returns the call.</param>
/// <param name="Terms">Number of terms that a result sums: its rounding error grows with it.</param>
public sealed record Instruction(string Method, string Form, Func<GuardedMemory, Trial, Action> Prepare, Func<Trial, int>? Terms = null)
{
    public override string ToString() => Form.Length == 0 ? Method : $"{Method} {Form}";
}

/// <summary>Every instruction in every form, ready for a trial on any engine at any size.</summary>
public static partial class InstructionTable
{
    private static readonly RandomKey Key = new(42, 7);

    /// <summary>The elementwise activations.</summary>
    public static readonly ActivationKind[] Activations =
        [.. Enum.GetValues<ActivationKind>().Where(
            a => a is not (ActivationKind.Linear or ActivationKind.Softmax or ActivationKind.LogSoftmax or ActivationKind.Glu
                or ActivationKind.Sparsemax))];

    public static readonly Instruction[] All =
    [
        .. Memory(), .. Elementwise(), .. RowActivations(), .. Layouts(), .. Matrices(), .. Images(), .. Normalization(), .. Tables(),
        .. Sequences(), .. Masked(), .. Losses(), .. Optimizers(), .. Kernels(),
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
        yield return new(nameof(Instructions.Fill), "", (m, t) =>
        {
            var to = m.Result([t.Rows, t.Columns]);
            return () => m.Engine.Fill(0.3, to);
        });
        yield return Map(nameof(Instructions.Copy), "", (e, x, to) => e.Copy(x, to));
        yield return Pair(nameof(Instructions.Add), (e, a, b, to) => e.Add(a, b, to));
        yield return Pair(nameof(Instructions.Subtract), (e, a, b, to) => e.Subtract(a, b, to));
        yield return Pair(nameof(Instructions.Multiply), (e, a, b, to) => e.Multiply(a, b, to));
        yield return Map(nameof(Instructions.Scale), "", (e, x, to) => e.Scale(x, -1.7, to));
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
        yield return new(nameof(Instructions.Divide), "", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns], 0.5, 2.0));
            var to = m.Result([t.Rows, t.Columns], a, b);
            return () => m.Engine.Divide(a, b, to);
        });
        foreach (var orEqual in new[] { false, true })
        {
            yield return new(nameof(Instructions.Less), orEqual ? "or equal" : "", (m, t) =>
            {
                var (a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
                // Equal numbers occur, too.
                foreach (var x in new[] { a, b }) m.Engine.Write(m.Read(x).Select(v => Math.Round(v)).ToArray(), x);
                var to = m.Result([t.Rows, t.Columns], a, b);
                return () => m.Engine.Less(a, b, orEqual, to);
            });
        }
        yield return new(nameof(Instructions.Where), "", (m, t) =>
        {
            var (condition, a, b) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
            m.Engine.Write(m.Read(condition).Select(v => Math.Round(0.5 * v)).ToArray(), condition);
            var to = m.Result([t.Rows, t.Columns], condition, a, b);
            return () => m.Engine.Where(condition, a, b, to);
        });
        yield return Map(nameof(Instructions.Abs), "", (e, x, to) => e.Abs(x, to));
        yield return Map(nameof(Instructions.Sign), "", (e, x, to) => e.Sign(x, to));
        yield return Positive(nameof(Instructions.Log), (e, x, to) => e.Log(x, to));
        yield return Positive(nameof(Instructions.Sqrt), (e, x, to) => e.Sqrt(x, to));
        foreach (var (least, most) in new[] { (-0.5, 1.0), (double.NegativeInfinity, 0.7), (0.25, double.PositiveInfinity) })
        {
            yield return Map(nameof(Instructions.Clamp), $"{least} to {most}", (e, x, to) => e.Clamp(x, least, most, to));
            yield return new(nameof(Instructions.ClampGradient), $"{least} to {most}", (m, t) =>
            {
                var (x, g) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]));
                // Numbers at a bound occur, too.
                m.Engine.Write(m.Read(x).Select(v => Math.Round(4.0 * v) / 4.0).ToArray(), x);
                var to = m.Result([t.Rows, t.Columns], x, g);
                return () => m.Engine.ClampGradient(x, g, least, most, to);
            });
        }
        foreach (var rate in new[] { 0.0, 0.3, 0.5, 0.99 })
        {
            yield return new(nameof(Instructions.ChannelDropout), $"{rate:P0}", (m, t) =>
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
        yield return new(nameof(ITensorEngine.Uniform), "", (m, t) =>
        {
            var to = m.Result([t.Rows, t.Columns]);
            return () => m.Engine.Uniform(Key, 3, to);
        });
    }

    private static IEnumerable<Instruction> Layouts()
    {
        foreach (int[] axes in new int[][] { [1, 0, 2, 3], [0, 2, 1, 3], [0, 3, 1, 2], [0, 2, 3, 1], [3, 2, 1, 0], [0, 1, 3, 2],
            [0, 1, 2, 3] })
            yield return new(nameof(ITensorEngine.Permute), string.Join(" ", axes), (m, t) =>
            {
                Shape from = [t.Rows % 5, 1 + t.Inner % 6, 1 + t.Columns % 5, t.Columns];
                var (x, to) = (m.Random(from), m.Result([.. axes.Select(axis => from[axis])]));
                return () => m.Engine.Permute(x, axes, to);
            });
        yield return new(nameof(Instructions.ConcatColumns), "", (m, t) =>
        {
            var (a, b) = (m.Random([t.Rows, t.Inner]), m.Random([t.Rows, t.Columns]));
            var to = m.Result([t.Rows, t.Inner + t.Columns]);
            return () => m.Engine.ConcatColumns(a, b, to);
        });
        foreach (var (gap, form) in new[] { (0, "that touch"), (3, "with gaps") })
            yield return new(nameof(ITensorEngine.CopyBlocks), form, (m, t) =>
            {
                var (count, length) = (t.Rows % 7, t.Columns);
                var x = m.Random([2 + count * (length + gap)]);
                var to = m.Changed(m.Random([1 + count * (length + 2 * gap)]));
                return () => m.Engine.CopyBlocks(x, new(2, length + gap), to, new(1, length + 2 * gap), length, count);
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
}
