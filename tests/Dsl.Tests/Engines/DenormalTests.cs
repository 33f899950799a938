using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>Denormal numbers are a hundred times as slow as others, so the CPU engine makes none where numbers fade to zero.</summary>
public class DenormalTests
{
    private static readonly ITensorEngine Cpu = Engine.Cpu;

    [Fact]
    public void Gradients_of_saturated_probabilities_are_zero_or_normal()
    {
        var z = Floats(1, 8, [.. Enumerable.Range(0, 8).Select(i => -80f - 4 * i)]);
        var (losses, p, upstream, d) = (Zeros(1), Zeros(1, 8), Floats(1, 1, 0.5f), Zeros(1, 8));
        var targets = Zeros(1, 8);
        Cpu.SigmoidCrossEntropy(z, targets, losses, p);
        Cpu.SigmoidCrossEntropyGradient(p, targets, upstream, d);
        AssertNoneDenormal(d);
        Assert.True(Read(d)[0] == 0 && Read(p)[0] > 0);

        Cpu.Write([0f, .. Enumerable.Range(0, 7).Select(i => -80f - 4 * i)], z);
        Cpu.Write([1f, 0, 0, 0, 0, 0, 0, 0], targets);
        var dense = Zeros(1, 8);
        Cpu.SoftmaxCrossEntropy(z, targets, losses, p);
        Cpu.SoftmaxCrossEntropyGradient(p, targets, upstream, dense);
        var label = Cpu.Allocate(ElementType.Int32, [1]);
        Cpu.SparseSoftmaxCrossEntropyGradient(p, label, upstream, d);
        AssertNoneDenormal(d);
        Assert.Equal(Read(dense), Read(d));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Averages_of_gradients_that_stay_away_fade_to_zero(bool centered)
    {
        var (w, g, v, m, a) = (Zeros(1, 20), Zeros(1, 20), Zeros(1, 20), Zeros(1, 20), Zeros(1, 20));
        var update = new RmsProp(Momentum: 0.9, Centered: centered);
        Cpu.Fill(1e-3, g);
        update.Update(Cpu, w, g, centered ? [v, m, a] : [v, m], 0.001, 0);
        Cpu.Fill(0, g);
        for (var step = 0; step < 2000; step++)
        {
            update.Update(Cpu, w, g, centered ? [v, m, a] : [v, m], 0.001, 0);
            AssertNoneDenormal(v);
            AssertNoneDenormal(m);
            AssertNoneDenormal(a);
        }
        Assert.All(Read(v), value => Assert.Equal(0f, value));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Velocity_without_gradients_fades_to_zero(bool nesterov)
    {
        var (w, g, v) = (Zeros(1, 20), Zeros(1, 20), Zeros(1, 20));
        var update = new Sgd(Momentum: 0.9, Nesterov: nesterov);
        Cpu.Fill(1, g);
        update.Update(Cpu, w, g, [v], 0.01, 0);
        Cpu.Fill(0, g);
        for (var step = 0; step < 2000; step++)
        {
            update.Update(Cpu, w, g, [v], 0.01, 0);
            AssertNoneDenormal(v);
        }
        Assert.All(Read(v), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void What_adaptive_optimizers_remember_fades_to_zero_without_gradients()
    {
        var (w, g, a, b) = (Zeros(1, 20), Zeros(1, 20), Zeros(1, 20), Zeros(1, 20));
        foreach (var optimizer in new Optimizer[] { new Adadelta(Rho: 0.9), new Adam(Beta2: 0.9), new Nadam(Beta2: 0.9),
            new Adamax(Beta2: 0.9), new Lion(Beta2: 0.9) })
        {
            Cpu.Fill(0, a);
            Cpu.Fill(0, b);
            Cpu.Fill(1e-3, g);
            Update(0);
            Cpu.Fill(0, g);
            for (var step = 1; step < 2000; step++)
            {
                Update(step);
                AssertNoneDenormal(a);
                AssertNoneDenormal(b);
            }
            Assert.All(Read(a).Concat(Read(b)), value => Assert.Equal(0f, value));

            void Update(int step) => optimizer.Update(Cpu, w, g, optimizer.Memory.Count == 1 ? [a] : [a, b], 0.001, step);
        }
    }

    private static TensorBuffer Zeros(params int[] shape) => Cpu.Allocate(ElementType.Float, Shape.Create(shape));

    private static TensorBuffer Floats(int rows, int columns, params float[] values)
    {
        var buffer = Zeros(rows, columns);
        Cpu.Write(values, buffer);
        return buffer;
    }

    private static float[] Read(TensorBuffer buffer)
    {
        var values = new float[buffer.Count];
        Cpu.Read(buffer, values);
        return values;
    }

    private static void AssertNoneDenormal(TensorBuffer buffer) => Assert.DoesNotContain(Read(buffer), float.IsSubnormal);
}
