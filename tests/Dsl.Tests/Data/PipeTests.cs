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

    /// <summary>Every function of the library that returns a function of data sets or of their parts.</summary>
    public static TheoryData<string, Delegate> Pipes()
    {
        var data = Dataset.Create<byte>([2], [0, 255, 51, 102], [0, 1]).Value();
        var named = (data | WithClassNames(["a", "b"])).Value();
        var pipes = new TheoryData<string, Delegate>
        {
            { "Scale", Scale(2) }, { "Take", Take(1) }, { "Shuffle", Shuffle(1) }, { "OneHot", OneHot(2) }, { "WithSampleWeights", WithSampleWeights(1, 2) },
            { "OfClasses", OfClasses(0) }, { "IsClass", IsClass(1) }, { "MatchClasses", MatchClasses(named) }, { "MatchClasses", MatchClasses(["a"]) },
            { "WithClassNames", WithClassNames(["a", "b"]) }, { "WithFeatureNames", WithFeatureNames("a", "b") }, { "Split", Split(0.5, 1) }, { "KFold", KFold(2) },
            { "Standardize", Standardize(Standardization.Fit(data)) }, { "Standardize", Standardize() }, { "Skip", Skip(1) }, { "Rows", Rows(..1) },
            { "Rows", Rows(0) }, { "Map", Map((_, _) => { }) }, { "Map", Map((_, _, _) => { }, seed: 1) }, { "Split", Split(0.5, shuffle: false) },
            { "Windows", Windows(1) }, { "Both", Both(Scale(2)) }, { "Both", Both(Skip(1)) },
        };
        return pipes;
    }

    [Theory, MemberData(nameof(Pipes))]
    public void NoDataSetIsToldByName(string function, Delegate pipe)
    {
        var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => pipe.DynamicInvoke([null])).InnerException;
        var name = pipe.GetType().GetGenericArguments()[0] == typeof(Parts) ? "parts" : "data";
        Assert.True(Assert.IsType<ArgumentNullException>(thrown).ParamName == name, function);
    }

    [Fact]
    public void EveryPipeIsTried() => Assert.Equal(
        typeof(ModelDsl.Functions).GetMethods().Where(m => m.ReturnType.Name.StartsWith("Func`", StringComparison.Ordinal)
            && (m.ReturnType.GetGenericArguments()[0] == typeof(Dataset) || m.ReturnType.GetGenericArguments()[0] == typeof(Parts)))
            .Select(m => m.Name).Order(StringComparer.Ordinal),
        Pipes().Select(row => (string)row[0]).Order(StringComparer.Ordinal));

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
