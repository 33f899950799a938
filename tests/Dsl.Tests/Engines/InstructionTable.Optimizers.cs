using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <content>The update rules of optimizers, which are kernels, and the clipping of gradients.</content>
public static partial class InstructionTable
{
    private const double Late = 1e-3;

    private static IEnumerable<Instruction> Optimizers()
    {
        foreach (var formula in Enum.GetValues<Formula>())
        {
            yield return Update(new Sgd(Momentum: 0.9) { Formula = formula });
            yield return Update(new Sgd(Momentum: 0.9, Nesterov: true) { Formula = formula });
            foreach (var momentum in new[] { 0.0, 0.9 })
                foreach (var centered in new[] { false, true })
                    yield return Update(new RmsProp(Momentum: momentum, Centered: centered) { Formula = formula });
            yield return Update(new Adagrad(Epsilon: Late) { Formula = formula });
            yield return Update(new Adamax(Epsilon: Late) { Formula = formula });
            yield return Update(new Adam(Epsilon: Late) { Formula = formula });
        }
        yield return Update(new Adam(Epsilon: Late, Amsgrad: true));
        yield return Update(new Nadam(Epsilon: Late));
        yield return Update(new Adadelta(Epsilon: Late));
        yield return Update(new Lion());
        yield return Update(new Ftrl(L1: 0.2, L2Shrinkage: 0.1));
        yield return Update(new Ftrl(LearningRatePower: -0.3, L2: 0.2, Beta: 1));
        foreach (var limit in new[] { 0.7, 1e4 })
            yield return new(nameof(ITensorEngine.ClipNorm), $"{limit}", (m, t) =>
            {
                var x = m.Changed(m.Random([t.Rows, t.Columns]));
                return () => m.Engine.ClipNorm(x, limit);
            }, t => t.Rows * t.Columns);
    }

    /// <summary>
    /// The third step, with a realistic state: the squares are those of numbers of the gradient's size, and a centred variance is far from
    /// 0. Ftrl's weights come from its sum of gradients, divided by at least 10.
    /// </summary>
    private static Instruction Update(Optimizer optimizer) => new(nameof(ITensorEngine.Map), $"{optimizer}", (m, t) =>
    {
        Shape shape = [t.Rows, t.Columns];
        var largest = optimizer is Ftrl ? 0.1 : 2;
        var (w, g) = (m.Changed(m.Random(shape, -largest, largest)), m.Random(shape, -0.3, 0.3));
        TensorBuffer[] state = [.. optimizer.Memory.Select(slot => m.Changed(slot.Name == "average_gradient" ? m.Random(shape, -0.2, 0.2) : m.Random(shape, 0.1, 1.0)))];
        return () => optimizer.Update(m.Engine, w, g, state, 0.03, 2);
    });
}
