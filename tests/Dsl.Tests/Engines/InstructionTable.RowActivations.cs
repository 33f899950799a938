using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
    private static IEnumerable<Instruction> RowActivations()
    {
        yield return Map(nameof(ITensorEngine.LogSoftmax), "", (e, x, to) => e.LogSoftmax(x, to), 9.0);
        yield return Pair(nameof(Instructions.LogSoftmaxGradient), (e, y, g, to) => e.LogSoftmaxGradient(y, g, to), t => 9 * t.Columns);
        yield return Map(nameof(ITensorEngine.Sparsemax), "", (e, x, to) => e.Sparsemax(x, to));
        yield return Pair(nameof(Instructions.SparsemaxGradient), (e, y, g, to) => e.SparsemaxGradient(y, g, to), t => t.Columns);
        yield return new(nameof(Instructions.Glu), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows, 2 * t.Columns], -9.0, 9.0), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.Glu(x, to);
        });
        yield return new(nameof(Instructions.GluGradient), "", (m, t) =>
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

    /// <summary>Slopes that share no axis, the first, the last, a middle one, several and all.</summary>
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
}
