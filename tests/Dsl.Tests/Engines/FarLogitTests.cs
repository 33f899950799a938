using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

/// <summary>The difference of two logits may be too large for float32, although a fraction of it is not.</summary>
public class FarLogitTests
{
    private static readonly ITensorEngine[] Engines =
        [Engine.Reference, Engine.Cpu, new CpuEngine<WideLanes, Vector512<float>>(), new CpuEngine<MachineLanes, Vector<float>>(),
        new CpuEngine<ScalarLane, float>()];

    [Fact]
    public void Cross_entropy_of_logits_far_apart_is_right()
    {
        foreach (var engine in Engines)
        {
            var memory = new GuardedMemory(engine, 1);
            var z = memory.Of([2, 2], 3e38, -3e38, double.NaN, 0);
            var (losses, p) = (memory.Result([2]), memory.Result([2, 2]));
            engine.SoftmaxCrossEntropy(z, memory.Of([2, 2], 0.75, 0.25, 0, 0), losses, p);
            Assert.Equal(1.5, memory.Read(losses)[0] / 1e38, 1e-5);
            Assert.Equal(double.NaN, memory.Read(losses)[1]);
        }
    }
}
