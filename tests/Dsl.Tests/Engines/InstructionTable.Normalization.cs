using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
    private static IEnumerable<Instruction> Normalization()
    {
        // Statistics of columns, of groups of columns (over the whole, and over samples of three rows), and of rows.
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
                var (mean, variance) = (m.Changed(m.Of(statistics(t), Nothing(statistics(t)))),
                    m.Changed(m.Of(statistics(t), Nothing(statistics(t)))));
                return () => m.Engine.Standardize(x, groups(t), 0.01, to, mean, variance);
            }, t => 9 * t.Columns);
            yield return new(nameof(ITensorEngine.StandardizeGradient), name, (m, t) =>
            {
                var (s, variance, g) = (m.Random(shape(t)), m.Random(statistics(t), 0.1, 4.0), m.Random(shape(t)));
                var to = m.Result(shape(t), s, g);
                return () => m.Engine.StandardizeGradient(s, variance, g, groups(t), 0.01, to);
            }, t => t.Rows * t.Columns);
        }
        yield return new(nameof(Instructions.ReciprocalSqrt), "", (m, t) =>
        {
            var x = m.Random([t.Rows, t.Columns], 0.0, 4.0);
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.ReciprocalSqrt(x, 0.01, to);
        });
        yield return new(nameof(Instructions.ScaleRows), "", (m, t) =>
        {
            var (x, factors) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]));
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.ScaleRows(x, factors, to);
        });
        foreach (var (isScaled, isShifted) in new[] { (true, true), (true, false), (false, true), (false, false) })
            yield return new(nameof(ITensorEngine.ScaleShiftRows), $"factors {isScaled}, shifts {isShifted}", (m, t) =>
            {
                var (x, factors, shifts) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]), m.Random([t.Columns]));
                var to = m.Result([t.Rows, t.Columns], x);
                return () => m.Engine.ScaleShiftRows(x, isScaled ? factors : null, isShifted ? shifts : null, to);
            });
        yield return new(nameof(ITensorEngine.SumProducts), "", (m, t) =>
        {
            var (a, b, to) = (m.Random([t.Rows, t.Columns]), m.Random([t.Rows, t.Columns]), m.Result([t.Columns]));
            return () => m.Engine.SumProducts(a, b, to);
        }, t => t.Rows);

        static double[] Nothing(Shape shape) => [.. Enumerable.Repeat(double.NaN, shape.Size)];
    }
}
