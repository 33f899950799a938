using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>The code of docs/reference/files.md compiles as it stands, without a warning.</summary>
public partial class FilesDocsTests
{
    [Fact]
    public void Every_block_of_the_page_compiles()
    {
        var blocks = Block().Matches(Repository.Read("docs/reference/files.md")).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block =>
        {
            var compilation = GeneratorHarness.Compile(block);
            var isProgram = block.Contains("var ", StringComparison.Ordinal);
            var kind = isProgram ? Microsoft.CodeAnalysis.OutputKind.ConsoleApplication : compilation.Options.OutputKind;
            Assert.Empty(GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOutputKind(kind))).Diagnostics);
        });
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
