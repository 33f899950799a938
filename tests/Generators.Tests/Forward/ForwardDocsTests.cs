using System.Reflection;
using System.Text.RegularExpressions;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>
/// The table of functions, the library's methods and docs/forward.md name the same functions. The code on the page compiles, and the
/// generated code on it is the generator's output.
/// </summary>
public partial class ForwardDocsTests
{
    private static readonly string Page = Repository.Read("docs/forward.md");

    private static readonly string[] Rows = [.. TensorFunctionTable.All.Select(f => f.Name).Where(name => char.IsUpper(name[0]))];

    [Fact]
    public void EveryFunctionOfTheTableIsAMethodOfTheLibrary()
    {
        var methods = typeof(Functions).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Concat(typeof(Tensor).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Concat(typeof(Noise).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(Tensor) || m.ReturnType == typeof(Tensor[]) || m.ReturnType == typeof(Func<Tensor, Tensor>))
            .Where(m => !m.IsSpecialName && m.Name is not ("To" or "Argmax"))
            .Select(m => m.Name)
            .Distinct();
        Assert.Equal(methods.Order(), Rows.Order());
    }

    [Fact]
    public void ThePageListsEveryFunction()
    {
        var table = Page[Page.IndexOf("## Functions of tensors", StringComparison.Ordinal)..Page.IndexOf("## Weights that are shared", StringComparison.Ordinal)];
        var listed = Code().Matches(table).Select(m => m.Groups["name"].Value).Where(name => char.IsUpper(name[0])).Distinct();
        Assert.Equal(Rows.Order(), listed.Where(name => name is not "N").Order());
    }

    [Fact]
    public void ThePagesModelsCompileWithoutAWord()
    {
        var models = Block().Matches(Page).Select(m => m.Groups[1].Value).Where(code => code.Contains("[Model", StringComparison.Ordinal)).ToArray();
        Assert.Equal(7, models.Length);
        Assert.Empty(GeneratorHarness.Run(models).Diagnostics);
    }

    [Fact]
    public void ThePageJoinsLabelsThatCompile()
    {
        var blocks = Block().Matches(Page).Select(m => m.Groups[1].Value).ToArray();
        var (model, use) = (blocks.Single(code => code.Contains("record Detector", StringComparison.Ordinal)), blocks.Single(code => code.Contains("Detector.JoinLabels(", StringComparison.Ordinal)));
        Assert.Empty(GeneratorHarness.Run(model, $"using LanguageExt; internal static class Use {{ public static Fin<Dataset> Run(byte[] pixels, int[] classes, float[] corners) {{ {use} return data; }} }}").Diagnostics);
    }

    /// <summary>Compares line by line, in order.</summary>
    [Fact]
    public void ThePageShowsTheCodeOfTheResidualNetwork()
    {
        var generated = Repository.Read("tests/Generators.Tests/Emit/Snapshots/Shop.ResidualMlp.Programs.g.cs.txt");
        var run = generated[generated.LastIndexOf("public override void Run", StringComparison.Ordinal)..].Split('\n').Select(Bare).Where(Shown).ToArray();
        var shown = Block().Matches(Page).Select(m => m.Groups[1].Value).Where(code => code.Contains("Engine.", StringComparison.Ordinal)).SelectMany(code => code.Split('\n')).Select(Bare).Where(Shown);
        Assert.Equal(run, shown);

        static string Bare(string line) =>
            line.Contains(';', StringComparison.Ordinal) ? line[..(line.IndexOf(';', StringComparison.Ordinal) + 1)].Trim() : line.Trim();
        static bool Shown(string line) => line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("Engine.", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"`(?:x\.|noise\.)?(?<name>[A-Za-z0-9]+)(?:\(|`)")]
    private static partial Regex Code();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
