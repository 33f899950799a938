using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

public class SeveralProjectsTests
{
    private const string Net = "namespace Shop; [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);";

    [Fact]
    public void AModelOfAnotherProjectIsUsedLikeOnesOwn()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, Net)).After;
        var application = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Application", [.. GeneratorHarness.References, library.ToMetadataReference()], ModelUse.Of("Shop.Net")));

        Assert.Empty(application.Diagnostics);
        Assert.Empty(application.Files);
    }

    [Fact]
    public void TwoProjectsHaveModelsOfOneName()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, Net)).After;
        var application = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Application", [.. GeneratorHarness.References, library.ToMetadataReference().WithAliases(["library"])],
            Net,
            "extern alias library; static class Use { public static int Run() => Shop.Net.Description.ParameterCount + library::Shop.Net.Description.ParameterCount; }"));

        Assert.Empty(application.Diagnostics);
        Assert.Equal(2, application.Files.Count);
    }

    [Fact]
    public void AModelCanNotBeDerivedFromOneOfAnotherProject()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, Net)).After;
        var markup = Markup.Parse("[Model(4), MeanSquaredError] public partial record {|MDSL006:Own|}([Dense(1)] Dense A) : Shop.Net(A);");
        var application = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Application", [.. GeneratorHarness.References, library.ToMetadataReference()], [.. markup.Files, ModelUse.Of("Own")]));

        Expect.Marks("derived", markup.Marks, application.Diagnostics);
    }
}
