namespace ModelDsl.Tests.Engines;

public class EngineSmokeTests
{
    [Fact]
    public void Softmax_of_the_golden_row()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var x = Tensor.Create([1, 4], [10000, 10001, 10002, 10003f]).To(engine);
            var p = engine.Allocate(ModelDsl.Engines.ElementType.Float, [1, 4]);
            engine.Softmax(x.Buffer, p);
            var values = new double[4];
            engine.Read(p, values);
            Assert.Equal([.0320586, .0871443, .2368828, .6439143], values, (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }
}
