using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

public class KernelCallTests
{
    /// <summary>
    /// Programs on several engines run at the same time, in a service or in tests. None of them makes the others look up a method again.
    /// </summary>
    [Fact]
    public void Engines_in_turn_allocate_nothing()
    {
        ITensorEngine[] engines = [ModelDsl.Engine.Cpu, new CpuEngine<ScalarLane, float>()];
        TensorBuffer[] buffers = [.. engines.Select(engine => engine.Allocate(ElementType.Float, [3]))];
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Bytes()));
        Assert.All(engines.Zip(buffers), pair =>
        {
            var numbers = new float[3];
            pair.Item1.Read(pair.Item2, numbers);
            Assert.Equal([2f, 2f, 2f], numbers);
        });

        long Bytes()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                for (var e = 0; e < engines.Length; e++) engines[e].Fill(2, buffers[e]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
