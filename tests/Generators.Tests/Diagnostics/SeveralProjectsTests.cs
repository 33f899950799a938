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

    private const string Parts = """
        namespace Shop;
        [Model(4), MeanSquaredError] public partial record Encoder([Dense(3, Activation.Tanh, KernelL2 = 0.1)] Dense Wide, [Frozen, Dense(4)] Dense Code);
        [Block] public partial record Pair([Repeat(2), Dense(4, Activation.Tanh)] LanguageExt.Seq<Dense> Both, Encoder Encoder);
        [Block] public partial record Written([Dense(4)] Dense A) { [Forward] static Tensor Add(Written m, Tensor x) => x + (x | m.A); }
        """;

    private const string Broken = "namespace Shop; [Model(4)] public partial record Broken([Dense(4)] Dense A);";

    public static TheoryData<string> Wrong() => new()
    {
        "[Model(4), MeanSquaredError] public partial record Own({|MDSL152:Shop.Written|} Inner, [Dense(1)] Dense A);",
        "[Model(4), MeanSquaredError] public partial record Own([Repeat(2)] {|MDSL152:LanguageExt.Seq<Shop.Written>|} Inner, [Dense(1)] Dense A);",
        "[Model(4), MeanSquaredError] public partial record Own({|MDSL159:Shop.Broken|} Inner, [Dense(1)] Dense A);",
        "[Model(5), MeanSquaredError] public partial record Own(Shop.Encoder {|MDSL151:Inner|}, [Dense(1)] Dense A);",
    };

    /// <summary>The attributes are in the metadata; a private method is not, so it has a mark there.</summary>
    [Theory, MemberData(nameof(Wrong))]
    public void ARecordOfAnotherProjectThatCanNotBeReadIsFlagged(string source)
    {
        var markup = Markup.Parse(source);
        var broken = GeneratorHarness.Compile("Broken", GeneratorHarness.References, Broken);
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, Parts)).After;
        foreach (var reference in new[] { GeneratorRun.Image(library), library.ToMetadataReference() })
        {
            var application = GeneratorHarness.Run(GeneratorHarness.Compile(
                "Application", [.. GeneratorHarness.References, reference, GeneratorRun.Image(broken)], [.. markup.Files, ModelUse.Of("Own")]));
            Expect.Marks(source, markup.Marks, application.Diagnostics);
        }
    }

    [Fact]
    public void RecordsOfAnotherProjectArePartsLikeOnesOwn()
    {
        const string Source = """
            using LanguageExt;
            [Model(4), MeanSquaredError] public partial record Own(Shop.Encoder Encoder, [Repeat(2)] Seq<Shop.Pair> Pairs, [Dense(2)] Dense Head);
            [Model(4), MeanSquaredError] public partial record Method(Shop.Encoder Encoder, Shop.Pair Pair, [Dense(2)] Dense Head)
            {
                [Forward] static Tensor F(Method m, Tensor x) => (x | m.Encoder) * (x | m.Pair.Both[1]) | m.Pair | m.Head;
            }
            """;
        var near = GeneratorHarness.Run(Source, Parts);
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, Parts)).After;
        var far = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Application", [.. GeneratorHarness.References, GeneratorRun.Image(library)], Source, ModelUse.Of("Own")));
        Assert.Empty(near.Diagnostics);
        Assert.Empty(far.Diagnostics);
        Assert.Equal(6, far.Files.Count(file => file.Key.StartsWith("Own", StringComparison.Ordinal) || file.Key.StartsWith("Method", StringComparison.Ordinal)) - 1);
        Assert.All(far.Files, file => Assert.Equal(near.Files[file.Key], file.Value));
        Assert.Contains("Pairs.1.Encoder.Code.Kernel", far.Files["Own.g.cs"], StringComparison.Ordinal);
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
