using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
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
}
