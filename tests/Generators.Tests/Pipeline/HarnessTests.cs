using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

public class HarnessTests
{
    [Fact]
    public void AModelOfTheChapterCompilesAndRuns()
    {
        var run = GeneratorHarness.Run("""
            namespace Shop;

            [Model(28, 28), SparseCategoricalCrossentropy]
            public sealed partial record FashionSoftmax(
                [Flatten] Flatten Pixels,
                [Dense(10, Activation.Softmax)] Dense Output);
            """);

        Assert.Empty(run.Diagnostics);
        Assert.Equal(["Shop.FashionSoftmax.Programs.g.cs", "Shop.FashionSoftmax.g.cs"], run.Files.Keys);

        var model = run.Load().GetType("Shop.FashionSoftmax")!;
        var description = (ModelDescription)model.GetProperty("Description")!.GetValue(null)!;
        Assert.Equal(7850, description.ParameterCount);
    }
}
