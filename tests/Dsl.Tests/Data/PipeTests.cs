using LanguageExt;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class PipeTests
{
    private sealed record Images(Dataset Train);

    private static Fin<Images> Load() =>
        Dataset.Create<byte>([2], [0, 255, 51, 102, 1, 2, 3, 4, 5, 6], [0, 1, 0, 1, 0]).Map(train => new Images(train));

    [Fact]
    public void TheExpressionOfTheDocumentationWorksInAQuery()
    {
        var run =
            from fashion in Load()
            from parts in fashion.Train | Scale(1 / 255f) | Split(validation: 0.2, seed: 42)
            select parts;
        Assert.Equal((4, 1), (run.Value().Train.Count, run.Value().Validation.Count));
        Assert.All(run.Value().Train.Numbers(), x => Assert.InRange(x, 0, 1));
    }

    [Fact]
    public void AnErrorPassesByEveryFunction()
    {
        var failed = Dataset.Create<byte>([2], [1], [0]);
        var result = failed | Scale(2) | Take(3) | Shuffle(1) | OneHot(2) | Split(0.5, 1);
        Assert.Equal(failed.Message(), result.Message());
    }

    [Fact]
    public void ADataSetThatMayHaveFailedPipesAsAPlainOneDoes()
    {
        var plain = Load().Value().Train | Scale(2) | KFold(2);
        var fin = Load().Map(i => i.Train) | Scale(2) | KFold(2);
        Assert.Equal(plain.Value()[1].Held.Numbers(), fin.Value()[1].Held.Numbers());
    }
}
