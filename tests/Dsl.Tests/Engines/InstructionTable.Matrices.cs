using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
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
                    var (wide, kernel, product) =
                        (new int[] { t.Rows, groups * k }, new int[] { k, groups * n }, new int[] { t.Rows, groups * n });
                    var a = m.Random(Shape.Create(form == Transpose.Right ? product : wide));
                    var b = m.Random(Shape.Create(form == Transpose.Left ? product : kernel));
                    var to = m.Result(Shape.Create(form switch { Transpose.Left => kernel, Transpose.Right => wide, _ => product }));
                    return () => m.Engine.GroupedMatMul(a, b, groups, form, to);
                }, t => 20 + 40 + t.Rows);
        // An activation is a kernel after the sum, and does not know how the sum was made. So three activations are tried in every form.
        // The others are tried in fewer forms, which still contain each option.
        ActivationKind[] withAll = [ActivationKind.Linear, ActivationKind.Relu, ActivationKind.Tanh];
        foreach (var kind in Activations.Append(ActivationKind.Linear))
            foreach (var useBias in new[] { true, false })
                foreach (var form in new[] { Transpose.None,
                    Transpose.Right }.Where(form => withAll.Contains(kind) || useBias == (form == Transpose.None)))
                    yield return new(nameof(ITensorEngine.Dense), $"{kind} {(useBias ? "with bias" : "without bias")} {form}", (m, t) =>
                    {
                        Func<Shape, double, double, TensorBuffer> random = kind == ActivationKind.HardShrink ? m.Exact : m.Random;
                        var x = random([t.Rows, t.Inner], -0.2, 0.2);
                        var kernel = random(form == Transpose.Right ? [t.Columns, t.Inner] : [t.Inner, t.Columns], -2.0, 2.0);
                        var (bias, to) = (useBias ? random([t.Columns], -2.0, 2.0) : null, m.Result([t.Rows, t.Columns]));
                        return () => m.Engine.Dense(x, kernel, form, bias, kind, to);
                    }, t => t.Inner);
        foreach (var kind in Activations)
            foreach (var form in new[] { Transpose.None,
                Transpose.Right }.Where(form => withAll.Contains(kind) || (form == Transpose.None) == ((int)kind % 2 == 0)))
                yield return new(nameof(ITensorEngine.DenseGradient), $"{kind} {form}", (m, t) =>
                {
                    var gradient = m.Random([t.Rows, t.Inner], -0.2, 0.2);
                    var kernel = m.Random(form == Transpose.Right ? [t.Columns, t.Inner] : [t.Inner, t.Columns]);
                    var saved = m.Random([t.Rows, t.Columns], -2.0, 2.0);
                    if (ModelDsl.Engines.Activations.DerivativeFromOutput(kind)) m.Engine.Activate(kind, saved, saved);
                    var to = m.Result([t.Rows, t.Columns]);
                    return () => m.Engine.DenseGradient(gradient, kernel, form, kind, saved, to);
                }, t => t.Inner);
        yield return new(nameof(Instructions.AddBias), "", (m, t) =>
        {
            var (x, bias) = (m.Random([t.Rows, t.Columns]), m.Random([t.Columns]));
            var to = m.Result([t.Rows, t.Columns], x);
            return () => m.Engine.AddBias(x, bias, to);
        });
        yield return Reduce(nameof(ITensorEngine.SumRows), t => [t.Columns], (e, x, to) => e.SumRows(x, to));
        yield return Reduce(nameof(ITensorEngine.SumColumns), t => [t.Rows], (e, x, to) => e.SumColumns(x, 0.3, to));
        yield return Reduce(nameof(Instructions.MeanColumns), t => [t.Rows], (e, x, to) => e.MeanColumns(x, to));
        yield return Reduce(nameof(Instructions.Sum), _ => [], (e, x, to) => e.Sum(x, 0.25, to));
        yield return Reduce(nameof(ITensorEngine.SumOfSquares), _ => [], (e, x, to) => e.SumOfSquares(x, 0.01, to));
        yield return new(nameof(ITensorEngine.BroadcastColumns), "", (m, t) =>
        {
            var (x, to) = (m.Random([t.Rows]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.BroadcastColumns(x, 0.7, to);
        });
        yield return new(nameof(Instructions.BroadcastScalar), "", (m, t) =>
        {
            var (x, to) = (m.Random([]), m.Result([t.Rows, t.Columns]));
            return () => m.Engine.BroadcastScalar(x, 0.7, to);
        });
    }
}
