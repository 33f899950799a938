using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public static partial class InstructionTable
{
    private static IEnumerable<Instruction> Losses()
    {
        yield return Map(nameof(ITensorEngine.Softmax), "", (e, x, to) => e.Softmax(x, to), 9.0);
        yield return Pair(nameof(ITensorEngine.SoftmaxGradient), (e, p, g, to) => e.SoftmaxGradient(p, g, to), t => t.Columns);
        yield return new(nameof(ITensorEngine.ClassIndices), "", (m, t) =>
        {
            var classes = new int[t.Rows];
            m.Engine.Read(m.Labels(t.Rows, 1 << 20), classes);
            var (x, to, copy) = (m.Of([t.Rows], Array.ConvertAll(classes, c => (double)c)), m.Engine.Allocate(ElementType.Int32, [t.Rows]),
                m.Result([t.Rows]));
            var (read, numbers) = (new int[t.Rows], new double[t.Rows]);
            return () =>
            {
                m.Engine.ClassIndices(x, to);
                // Converted back to numbers, for the comparison.
                m.Engine.Read(to, read);
                for (var i = 0; i < read.Length; i++) numbers[i] = read[i];
                m.Engine.Write(numbers, copy);
            };
        });
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
