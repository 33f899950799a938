using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>What is said of one marked source.</summary>
/// <param name="Marks">The marks that it has.</param>
/// <param name="Diagnostics">The generator's and the compiler's warnings and errors in its files.</param>
/// <param name="Findings">The generator's own diagnostics there.</param>
public sealed record Judged(ImmutableArray<Mark> Marks, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Findings);

/// <summary>
/// Marked sources in one project, each in a namespace of its own: a project costs more than a model does. A source with a namespace, or with a language version, is a project
/// of its own.
/// </summary>
public sealed class MarkedProject
{
    private readonly Dictionary<string, Judged> judged = [];

    /// <summary>Compiles the sources.</summary>
    /// <param name="sources">The sources, with marks.</param>
    /// <param name="use">The program beside a source; null for none.</param>
    /// <param name="usings">Stands in front of every source.</param>
    /// <param name="shared">A file that all of them see; null for none.</param>
    public MarkedProject(IEnumerable<string> sources, Func<string, string?> use, string usings = "", string? shared = null)
    {
        foreach (var apart in sources.Distinct().ToLookup(IsApart))
        {
            if (!apart.Key) Judge([.. apart.Select((source, i) => (source, $"namespace Case{i};\n"))], use, usings, shared);
            else
                foreach (var source in apart) Judge([(source, "")], use, usings, shared);
        }
    }

    public Judged this[string source] => judged[source];

    /// <summary>The projects that were compiled.</summary>
    public List<GeneratorRun> Runs { get; } = [];

    private static bool IsApart(string source) => source.Contains("namespace ", StringComparison.Ordinal) || source.Contains("<LangVersion>", StringComparison.Ordinal);

    private void Judge((string Source, string Space)[] sources, Func<string, string?> use, string usings, string? shared)
    {
        var files = new List<string>();
        var owners = new Dictionary<string, string>();
        var marks = new Dictionary<string, ImmutableArray<Mark>>();
        foreach (var (source, space) in sources)
        {
            var markup = Markup.Parse(string.Join("// file\n", source.Split("// file\n").Select(file => usings + space + file)));
            var names = markup.Files.Select((_, i) => ($"Source{i}.cs", $"Source{files.Count + i}.cs")).ToDictionary();
            marks[source] = [.. markup.Marks.Select(mark => mark with { File = names[mark.File] })];
            foreach (var name in names.Values) owners[name] = source;
            files.AddRange(markup.Files);
            if (use(source) is not { } program) continue;
            owners[$"Source{files.Count}.cs"] = source;
            // Behind its usings.
            files.Add(program.Replace("internal static class", space + "internal static class", StringComparison.Ordinal));
        }
        if (shared is not null) files.Add(shared);
        var run = GeneratorHarness.Run([.. files]);
        Assert.Null(run.Result.Exception);
        Runs.Add(run);
        var (all, own) = (ByOwner(run.Diagnostics), ByOwner(run.Findings));
        foreach (var (source, _) in sources) judged[source] = new Judged(marks[source], [.. all[source]], [.. own[source]]);

        // What is said of generated code, or of no place, is a fault of every source.
        ILookup<string, Diagnostic> ByOwner(ImmutableArray<Diagnostic> diagnostics) => diagnostics
            .SelectMany(d => owners.TryGetValue(d.Location.SourceTree?.FilePath ?? "", out var owner) ? [(owner, d)] : sources.Select(s => (s.Source, d)))
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
    }
}
