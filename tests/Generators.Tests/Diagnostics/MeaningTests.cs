using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Models with attributes and models with methods get the same diagnostics about the meaning of numbers. A mistake is flagged at its place,
/// once; a right model gets no diagnostic.
/// </summary>
public sealed class MeaningTests(MeaningTests.Compiled compiled) : IClassFixture<MeaningTests.Compiled>
{
    public static TheoryData<int> WrongNumbers => [.. Enumerable.Range(0, WrongMeaning.Models.Length)];

    public static TheoryData<int> RightNumbers => [.. Enumerable.Range(0, RightMeaning.Models.Length)];

    [Theory, MemberData(nameof(WrongNumbers))]
    public void AWrongModelIsFlagged(int number)
    {
        var (source, message) = WrongMeaning.Models[number];
        var found = compiled.Wrong.Of(number);
        Expect.Marks(source, compiled.Wrong.Marks[number], found);
        Assert.All(found, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(RightNumbers))]
    public void OfARightModelNothingIsSaid(int number) => Expect.Marks(RightMeaning.Models[number], [], compiled.Right.Of(number));

    /// <summary>All models of a table as one project, each with its own file and namespace.</summary>
    public sealed class Compiled
    {
        public Project Wrong { get; } = new([.. WrongMeaning.Models.Select(model => model.Source)]);

        public Project Right { get; } = new(RightMeaning.Models);
    }

    public sealed class Project
    {
        private readonly ILookup<string, Diagnostic> found;

        public Project(string[] sources)
        {
            var parsed = sources.Select((source, i) => Markup.Parse($"using LanguageExt;\nnamespace Case{i};\n{source}")).ToArray();
            Marks = [.. parsed.Select((markup, i) => markup.Marks.Select(mark => mark with { File = $"Source{i}.cs" }).ToImmutableArray())];
            var run = GeneratorHarness.Run([.. parsed.Select(markup => markup.Files.Single())]);
            Assert.Null(run.Result.Exception);
            found = run.Diagnostics.ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? "");
        }

        public ImmutableArray<ImmutableArray<Mark>> Marks { get; }

        public ImmutableArray<Diagnostic> Of(int number) => [.. found[$"Source{number}.cs"]];
    }
}
