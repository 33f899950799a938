using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Rules, release notes, pages and tests name the same diagnostics.</summary>
public partial class RulesTests
{
    private static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ];

    public static TheoryData<string> Ids() => [.. All.Select(r => r.Id)];

    [Fact]
    public void IdsAreDistinctAndInOrder() =>
        Assert.Equal(All.Select(r => r.Id).Distinct().Order(StringComparer.Ordinal), All.Select(r => r.Id));

    [Fact]
    public void ReleaseNotesListEveryRule()
    {
        var lines = Repository.Read("src/Generators/AnalyzerReleases.Unshipped.md").Split('\n').Where(l => l.StartsWith("MDSL", StringComparison.Ordinal));
        Assert.Equal(All.Select(r => $"{r.Id} | {r.Category} | {r.DefaultSeverity} | {r.Title}"), lines);
    }

    [Fact]
    public void TheIndexListsEveryPage()
    {
        var lines = Repository.Read("docs/diagnostics/README.md").Split('\n').Where(l => l.StartsWith("| [MDSL", StringComparison.Ordinal));
        Assert.Equal(All.Select(r => $"| [{r.Id}]({r.Id}.md) | {r.DefaultSeverity} | {r.Title} |"), lines);
    }

    [Fact]
    public void NoPageIsLeftOfARuleThatIsGone()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs/diagnostics"), "MDSL*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(All.Select(r => r.Id), pages.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// An error cannot be configured: after it no right code can be generated, so nothing may turn it into a warning. A warning can be
    /// configured by the author. A message is one sentence and fits on a line of the error list. It names the layer or the model first, and
    /// has no full stop at its end.
    /// </summary>
    [Fact]
    public void ARuleHasItsPageItsSeverityAndOneSentence() => Assert.All(All, rule =>
    {
        Assert.EndsWith($"docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\n{rule.DefaultSeverity}. ", Repository.Read($"docs/diagnostics/{rule.Id}.md"), StringComparison.Ordinal);
        Assert.Equal(rule.DefaultSeverity == DiagnosticSeverity.Error, rule.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));

        var message = rule.MessageFormat.ToString(null);
        Assert.DoesNotMatch(@"\.$|\. [A-Z]|\n", message);
        Assert.DoesNotMatch(@"\.$", rule.Title.ToString(null));
        Assert.InRange(message.Length, 20, 240);
        Assert.Contains("{0}", message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("https://example.org/modeldsl/blob/main", "", "https://example.org/modeldsl/blob/main/docs/diagnostics/")]
    [InlineData("https://example.org/modeldsl/", "/anywhere/ModelDsl.Generators.dll", "https://example.org/modeldsl/docs/diagnostics/")]
    [InlineData("", "", "docs/diagnostics/")]
    [InlineData("", "/nowhere/analyzers/dotnet/cs/ModelDsl.Generators.dll", "docs/diagnostics/")]
    public void HelpLinksBeginAtTheProjectsHome(string home, string assembly, string folder) =>
        Assert.Equal(folder, HelpLinks.FolderOf(home, assembly));

    /// <summary>The build sets the home of this assembly, even if it is empty.</summary>
    [Fact]
    public void TheHomeIsThatOfTheBuild()
    {
        Assert.Contains(typeof(Rules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>(), data => data.Key == "DocumentationHome");
        var built = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Built"), AssemblyBuilderAccess.Run);
        built.SetCustomAttribute(new CustomAttributeBuilder(typeof(AssemblyMetadataAttribute).GetConstructors()[0], ["Other", "elsewhere"]));
        Assert.Equal("", HelpLinks.HomeOf(built));
        built.SetCustomAttribute(new CustomAttributeBuilder(typeof(AssemblyMetadataAttribute).GetConstructors()[0], ["DocumentationHome", "https://example.org"]));
        Assert.Equal("https://example.org", HelpLinks.HomeOf(built));
    }

    [Fact]
    public void HelpLinksOfAPackageAreItsFiles()
    {
        var package = Directory.CreateTempSubdirectory("modeldsl package-");
        try
        {
            var assembly = Directory.CreateDirectory(Path.Combine(package.FullName, "analyzers", "dotnet", "cs"));
            package.CreateSubdirectory(Path.Combine("docs", "diagnostics"));
            var folder = HelpLinks.FolderOf("", Path.Combine(assembly.FullName, "ModelDsl.Generators.dll"));
            Assert.Equal(new Uri(Path.Combine(package.FullName, "docs", "diagnostics") + Path.DirectorySeparatorChar).AbsoluteUri, folder);
            Assert.DoesNotContain(' ', folder);

            // A build folder is as deep in its project as this assembly is in the package, and the project may have pages, too.
            var built = Directory.CreateDirectory(Path.Combine(package.FullName, "bin", "Release", "netstandard2.0"));
            Directory.Delete(Path.Combine(package.FullName, "analyzers"), recursive: true);
            Assert.Equal("docs/diagnostics/", HelpLinks.FolderOf("", Path.Combine(built.FullName, "ModelDsl.Generators.dll")));
        }
        finally
        {
            package.Delete(recursive: true);
        }
    }

    /// <summary>The first block of a page is a wrong model with the diagnostic; the second is right.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePagesExamplesAreWrongAndRight(string id)
    {
        var examples = Examples(id);
        Assert.Equal(2, examples.Length);
        var severity = All.Single(r => r.Id == id).DefaultSeverity;
        Assert.Equal([id], Findings(examples[0]).Where(d => d.Severity >= severity).Select(d => d.Id).Distinct());
        Assert.Empty(IsOfSeveral(examples[1]) ? Run(examples[1]).Diagnostics : Project.Value[examples[1]].Diagnostics);

        IEnumerable<Diagnostic> Findings(string example) => IsOfSeveral(example) ? Run(example).Findings : Project.Value[example].Findings;
    }

    /// <summary>The search for tests reads <see cref="Ids"/>, and must not compile all examples for it.</summary>
    private static readonly Lazy<MarkedProject> Project =
        new(() => new(All.SelectMany(rule => Examples(rule.Id)).Where(example => !IsOfSeveral(example)), _ => null));

    private static string[] Examples(string id) => [.. Example().Matches(Repository.Read($"docs/diagnostics/{id}.md")).Select(m => m.Groups[1].Value)];

    private static bool IsOfSeveral(string example) => example.Contains("// project\n", StringComparison.Ordinal);

    /// <summary>
    /// The text before a line <c>// project</c> is another project, which this one references. A wrong project is compiled without the
    /// generator.
    /// </summary>
    private static GeneratorRun Run(string example)
    {
        var projects = example.Split("// project\n");
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, projects[0]));
        var reference = library.Findings.IsEmpty ? GeneratorRun.Image(library.After) : GeneratorRun.Image(library.Before);
        return GeneratorHarness.Run(GeneratorHarness.Compile("Application", [.. GeneratorHarness.References, reference], projects[1]));
    }

    [Fact]
    public void ARuleHasAWrongModelInTheTables()
    {
        IEnumerable<object[]>[] tables =
        [
            WrongDeclarations.Rows(), WrongLayers.Rows(), WrongArguments.Rows(), WrongLosses.Rows(), WrongImages.Rows(),
            WrongSequences.Rows(), WrongMasks.Rows(), WrongAugmentation.Rows(), WrongWeights.Rows(), WrongNormalization.Rows(),
            WrongPreprocessing.Rows(),
            WrongDerivatives.Rows(), WrongComposition.Models(), WrongWeightsFiles.Rows(), WrongOnnxFiles.Rows(),
            SeveralProjectsTests.Wrong(),
            WrongOutputs.Models(), Settings.QuietCodeTests.Wrong(), OwnFunctions.WrongElementwise.Functions(),
            OwnFunctions.WrongElementwise.Models(), OwnFunctions.OptimizerDiagnosticsTests.Wrong(), OwnFunctions.CustomLossTests.Wrong(),
            Features.WrongRows.Rows(), Features.WrongRowModels.Rows(),
        ];
        var sources = tables.SelectMany(rows => rows).SelectMany(row => row.OfType<string>()).Concat(WrongForward.All)
            .Concat(WrongMeaning.Models.Select(row => row.Source));
        var marked = sources.SelectMany(source => Marked().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(All.Select(rule => rule.Id).Except(marked));
    }

    [GeneratedRegex(@"\{\|(MDSL[0-9]+):")]
    private static partial Regex Marked();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
