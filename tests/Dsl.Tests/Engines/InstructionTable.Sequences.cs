using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <content>Tables, columns and the steps of sequences.</content>
public static partial class InstructionTable
{
    private static IEnumerable<Instruction> Tables()
    {
        yield return new(nameof(ITensorEngine.Gather), "", (m, t) =>
        {
            var (indices, table) = (m.Of([t.Rows], m.Indices(t.Rows, t.Inner)), m.Random([t.Inner, t.Columns]));
            var to = m.Result([t.Rows, t.Columns]);
            return () => m.Engine.Gather(indices, table, to);
        });
        yield return new(nameof(ITensorEngine.GatherGradient), "", (m, t) =>
        {
            var (indices, g) = (m.Of([t.Rows], m.Indices(t.Rows, t.Inner)), m.Random([t.Rows, t.Columns]));
            var to = m.Result([t.Inner, t.Columns]);
            return () => m.Engine.GatherGradient(indices, g, to);
        }, t => t.Rows);
        yield return new(nameof(Instructions.Pixels), "", (m, t) =>
        {
            var (samples, height, width) = (t.Rows % 5, 1 + t.Inner % 5, 1 + t.Inner % 3);
            var numbers = m.Of([samples, t.Inner], m.Indices(samples * t.Inner, height * width));
            var (x, to) = (m.Random([samples, height, width, t.Columns]), m.Result([samples, t.Inner, t.Columns]));
            return () => m.Engine.Pixels(numbers, x, to);
        });
        yield return new(nameof(Instructions.PixelsGradient), "", (m, t) =>
        {
            var (samples, height, width) = (t.Rows % 5, 1 + t.Inner % 5, 1 + t.Inner % 3);
            var numbers = m.Of([samples, t.Inner], m.Indices(samples * t.Inner, height * width));
            var (g, to) = (m.Random([samples, t.Inner, t.Columns]), m.Result([samples, height, width, t.Columns]));
            return () => m.Engine.PixelsGradient(numbers, g, to);
        }, t => t.Inner);
        yield return new(nameof(Instructions.Numbers), "", (m, t) =>
        {
            var (numbers, to) = (Enumerable.Range(0, t.Columns).Select(i => 1.7 * i - 3).ToArray(), m.Result([t.Columns]));
            return () => m.Engine.Numbers(numbers, to);
        });
        yield return new(nameof(Instructions.Multiples), "", (m, t) =>
        {
            var to = m.Result([t.Columns]);
            return () => m.Engine.Multiples(-1, to);
        });
        yield return new(nameof(Instructions.Columns), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, t.Inner + t.Columns + 2]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.Columns(x, t.Inner, to);
        });
        yield return new(nameof(Instructions.PlaceColumns), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, t.Columns]), m.Result([t.Rows, t.Inner + t.Columns + 2]));
            return () => m.Engine.PlaceColumns(x, t.Inner, to);
        });
    }

    private static IEnumerable<Instruction> Sequences()
    {
        foreach (var form in Enum.GetValues<Transpose>())
        {
            yield return new(nameof(ITensorEngine.BatchMatMul), $"{form}", (m, t) =>
            {
                var (rows, batch) = (1 + t.Columns % 9, 1 + t.Inner % 3);
                var a = m.Random(form is Transpose.Left or Transpose.Both ? [t.Rows, batch, t.Inner, rows]
                    : [t.Rows, batch, rows, t.Inner]);
                var b = m.Random(form is Transpose.Right or Transpose.Both ? [t.Rows, batch, t.Columns, t.Inner]
                    : [t.Rows, batch, t.Inner, t.Columns]);
                var to = m.Result([t.Rows, batch, rows, t.Columns]);
                return () => m.Engine.BatchMatMul(a, b, form, to);
            }, t => t.Inner);
        }
        yield return new(nameof(ITensorEngine.CausalMask), "", (m, t) =>
        {
            Shape shape = [t.Rows % 5, 2, t.Columns, t.Columns];
            var x = m.Random(shape);
            var to = m.Result(shape, x);
            return () => m.Engine.CausalMask(x, -7.5, to);
        });
        yield return new(nameof(Instructions.DelaySteps), "", (m, t) =>
        {
            Shape shape = [t.Rows, 1 + t.Inner % 5, t.Columns];
            var (x, to) = (m.Random(shape), m.Result(shape));
            return () => m.Engine.DelaySteps(x, to);
        });
        for (var axis = 0; axis < 4; axis++)
        {
            var along = axis;
            yield return new(nameof(Instructions.Flip), $"axis {axis}", (m, t) =>
            {
                Shape shape = [t.Rows, 1 + t.Inner % 5, 1 + t.Inner % 3, 1 + t.Columns % 9];
                var (x, to) = (m.Random(shape), m.Result(shape));
                return () => m.Engine.Flip(x, along, to);
            });
        }
        // Derivatives from outputs, from inputs, from one of each, and for the linear activation.
        foreach (var ((activation, gates), masked) in new[]
        {
            (ActivationKind.Tanh, ActivationKind.Sigmoid), (ActivationKind.Softsign, ActivationKind.Silu),
            (ActivationKind.Linear, ActivationKind.Softplus),
            (ActivationKind.Gelu, ActivationKind.Linear),
        }.SelectMany(kinds => new[] { (kinds, false), (kinds, true) }))
        {
            yield return Steps(nameof(ITensorEngine.SimpleRnnSteps), $"{activation}{With(masked)}", 1, (m, s, _) =>
            {
                var (sums, mask) = (m.Result(s.Hidden), s.Mask(m, masked));
                return h => m.Engine.SimpleRnnSteps(s.X, s.Kernel, activation, h, sums, mask);
            });
            yield return Back(nameof(ITensorEngine.SimpleRnnStepsGradient), $"{activation}{With(masked)}", 1, (m, s, _) =>
            {
                var (h, sums) = (m.Of(s.Hidden, new double[s.Hidden.Size]), m.Of(s.Hidden, new double[s.Hidden.Size]));
                var mask = s.Mask(m, masked);
                m.Engine.SimpleRnnSteps(s.X, s.Kernel, activation, h, sums, mask);
                var saved = ModelDsl.Engines.Activations.DerivativeFromOutput(activation) ? h : sums;
                var to = m.Result(s.X.Shape);
                return g => m.Engine.SimpleRnnStepsGradient(saved, s.Kernel, g, activation, to, mask);
            });
            var kinds = $"{activation} and {gates}{With(masked)}";
            yield return Steps(nameof(ITensorEngine.LstmSteps), kinds, 4, (m, s, _) =>
            {
                var (saved, mask) = (m.Result(s.Saved(5)), s.Mask(m, masked));
                return h => m.Engine.LstmSteps(s.X, s.Kernel, activation, gates, h, saved, mask);
            });
            yield return Back(nameof(ITensorEngine.LstmStepsGradient), kinds, 4, (m, s, _) =>
            {
                var (h, saved) = (m.Of(s.Hidden, new double[s.Hidden.Size]), m.Of(s.Saved(5), new double[s.Saved(5).Size]));
                var mask = s.Mask(m, masked);
                m.Engine.LstmSteps(s.X, s.Kernel, activation, gates, h, saved, mask);
                var to = m.Result(s.X.Shape);
                return g => m.Engine.LstmStepsGradient(saved, s.Kernel, g, activation, gates, to, mask);
            });
            foreach (var useBias in new[] { false, true })
            {
                yield return Steps(nameof(ITensorEngine.GruSteps), $"{kinds}{(useBias ? " with bias" : "")}", 3, (m, s, t) =>
                {
                    var (bias, saved) = (useBias ? m.Random([s.X.Columns], -0.5, 0.5) : null, m.Result(s.Saved(4)));
                    var mask = s.Mask(m, masked);
                    return h => m.Engine.GruSteps(s.X, s.Kernel, bias, activation, gates, h, saved, mask);
                });
            }
            yield return Back(nameof(ITensorEngine.GruStepsGradient), kinds, 3, (m, s, _) =>
            {
                var (h, saved) = (m.Of(s.Hidden, new double[s.Hidden.Size]), m.Of(s.Saved(4), new double[s.Saved(4).Size]));
                var mask = s.Mask(m, masked);
                m.Engine.GruSteps(s.X, s.Kernel, null, activation, gates, h, saved, mask);
                var (to, recurrent) = (m.Result(s.X.Shape), m.Result(s.X.Shape));
                return g => m.Engine.GruStepsGradient(h, saved, s.Kernel, g, activation, gates, to, recurrent, mask);
            });
        }
    }

    /// <summary>
    /// Operands of a recurrent instruction: sequences of up to five steps, with numbers so small that no state grows without bounds.
    /// </summary>
    private sealed record Recurrence(TensorBuffer X, TensorBuffer Kernel, Shape Hidden)
    {
        /// <summary>A mask that leaves out about a third of the steps, at any places; null when there is none.</summary>
        public TensorBuffer? Mask(GuardedMemory memory, bool masked) => masked ? MaskOf(memory, [Hidden[0], Hidden[1]]) : null;

        public Shape Saved(int parts) => [Hidden[0], Hidden[1], parts * Hidden[2]];

        public static Recurrence Of(GuardedMemory memory, Trial trial, int gates)
        {
            var (rows, steps, units) = (trial.Rows % 34, 1 + trial.Inner % 5, 1 + trial.Columns % 40);
            var bound = 1.0 / Math.Sqrt(units);
            return new(memory.Random([rows, steps, gates * units], -0.5, 0.5), memory.Random([units, gates * units], -bound, bound),
                [rows, steps, units]);
        }
    }

    private static string With(bool masked) => masked ? ", with a mask" : "";

    private static TensorBuffer MaskOf(GuardedMemory memory, Shape shape) =>
        memory.Of(shape, [.. memory.Indices(shape.Size, 3).Select(index => index > 0 ? 1.0 : 0.0)]);

    private static IEnumerable<Instruction> Masked()
    {
        foreach (var form in new[] { Transpose.None, Transpose.Left, Transpose.Right })
        {
            yield return new(nameof(Instructions.MaskedMatMul), $"{form}", (m, t) =>
            {
                var (a, mask) = (m.Random([t.Rows, 1 + t.Inner % 3, t.Inner]), MaskOf(m, [t.Rows, 1 + t.Inner % 3]));
                var b = m.Random(form == Transpose.Left ? [t.Rows, 1 + t.Inner % 3, t.Columns]
                    : form == Transpose.Right ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                var to = m.Result(form == Transpose.Left ? [t.Inner, t.Columns] : [t.Rows, 1 + t.Inner % 3, t.Columns]);
                return () => m.Engine.MaskedMatMul(a, b, form, mask, to);
            }, t => form == Transpose.Left ? 3 * t.Rows : t.Inner);
        }
        yield return new(nameof(Instructions.MaskedMean), "", (m, t) =>
        {
            var (steps, n) = (1 + t.Inner % 7, 1 + t.Columns % 40);
            var (x, mask, to) = (m.Random([t.Rows, steps, n]), MaskOf(m, [t.Rows, steps]), m.Result([t.Rows, n]));
            return () => m.Engine.MaskedMean(x, mask, to);
        }, t => 7);
        yield return new(nameof(Instructions.MaskedMeanGradient), "", (m, t) =>
        {
            var (steps, n) = (1 + t.Inner % 7, 1 + t.Columns % 40);
            var (g, mask, to) = (m.Random([t.Rows, n]), MaskOf(m, [t.Rows, steps]), m.Result([t.Rows, steps, n]));
            return () => m.Engine.MaskedMeanGradient(g, mask, to);
        });
        yield return new(nameof(Instructions.MaskedSum), "", (m, t) =>
        {
            Shape shape = [t.Rows, t.Columns];
            var (x, mask, to) = (m.Random(shape), MaskOf(m, shape), m.Result([]));
            return () => m.Engine.MaskedSum(x, mask, 0.3, to);
        }, t => t.Rows * t.Columns);
    }

    private static Instruction Steps(
        string method, string form, int gates, Func<GuardedMemory, Recurrence, Trial, Action<TensorBuffer>> prepare) =>
        new(method, form, (m, t) =>
        {
            var recurrence = Recurrence.Of(m, t, gates);
            var (call, hidden) = (prepare(m, recurrence, t), m.Result(recurrence.Hidden));
            return () => call(hidden);
        }, t => 100);

    private static Instruction Back(
        string method, string form, int gates, Func<GuardedMemory, Recurrence, Trial, Action<TensorBuffer>> prepare) =>
        new(method, form, (m, t) =>
        {
            var recurrence = Recurrence.Of(m, t, gates);
            var (call, gradient) = (prepare(m, recurrence, t), m.Random(recurrence.Hidden));
            return () => call(gradient);
        }, t => 1000);
}
