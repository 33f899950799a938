using System.Text.RegularExpressions;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The code in docs/composition.md compiles without a warning.</summary>
public partial class CompositionDocsTests
{
    [Fact]
    public void ThePagesModelsCompileWithoutAWord()
    {
        var blocks = Block().Matches(Repository.Read("docs/composition.md")).Select(m => m.Groups[1].Value).ToLookup(code => code.Contains("[Model", StringComparison.Ordinal));
        Assert.Equal(4, blocks[true].Count());
        var statements = string.Concat(blocks[false].Select(code => "{" + code + "}"));
        var use = $"static class Use {{ public static void Run(Dataset pairs) {{ var options = new FitOptions(); Use2(pairs, options); }} static void Use2(Dataset pairs, FitOptions given) {{ {statements.Replace("(pairs, options)", "(pairs, given)", StringComparison.Ordinal)} }} }}";
        Assert.Empty(GeneratorHarness.Run([.. blocks[true].Select(code => "using LanguageExt;\n" + code), use]).Diagnostics.Where(d => d.Id is not "CS0219"));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
