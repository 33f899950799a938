using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>The result of a run of the generator.</summary>
/// <param name="Before">The user's project.</param>
/// <param name="After">The project with the generated files.</param>
/// <param name="Driver">The driver, for a second run that may take results of this run from its cache.</param>
/// <param name="Result">Roslyn's result of the run: steps, exceptions.</param>
/// <param name="Findings">The generator's own diagnostics, after pragmas.</param>
public sealed record GeneratorRun(
    CSharpCompilation Before, CSharpCompilation After, GeneratorDriver Driver, GeneratorRunResult Result,
    ImmutableArray<Diagnostic> Findings)
{
    private readonly Lazy<ImmutableArray<Diagnostic>> diagnostics = new(() => Seen(Findings.Concat(After.GetDiagnostics())));

    public static GeneratorRun Of(CSharpCompilation compilation, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var after, out var diagnostics);
        return new GeneratorRun(compilation, (CSharpCompilation)after, driver, driver.GetRunResult().Results.Single(), diagnostics);
    }

    /// <summary>The generated files, sorted by their hint names.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } =
        new SortedDictionary<string, string>(Result.GeneratedSources.IsDefault ? []
            : Result.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString()), StringComparer.Ordinal);

    /// <summary>
    /// All warnings and errors that a user would see, from the generator and the compiler, in source order. They are computed on the first
    /// use, because many tests read only files or steps.
    /// </summary>
    public ImmutableArray<Diagnostic> Diagnostics => diagnostics.Value;

    /// <summary>Runs the generator again, with its cache, on a changed project.</summary>
    public GeneratorRun Again(CSharpCompilation compilation) => Of(compilation, Driver);

    /// <summary>Returns a project as others see it through a reference to its file: without private members and code.</summary>
    public static MetadataReference Image(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        if (!emitted.Success) throw new InvalidOperationException(string.Join("\n", emitted.Diagnostics.Select(d => d.ToString())));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>
    /// Compiles the project with the generated code and loads it. The warnings that two layers are equivalent to one, or that a number is
    /// always the same, do not stop it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The project has another warning or an error; the text lists them.</exception>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        // The compiler checks the code while it emits, so its result is the content of Diagnostics.
        var emitted = After.Emit(image);
        var wrong = Seen(Findings.Concat(emitted.Diagnostics)).RemoveAll(diagnostic => diagnostic.Id is "MDSL191" or "MDSL192");
        if (!emitted.Success || wrong.Length > 0) throw new InvalidOperationException(string.Join("\n", wrong.Select(d => d.ToString())));
        image.Position = 0;
        return new AssemblyLoadContext(Before.AssemblyName, isCollectible: true).LoadFromStream(image);
    }

    private static ImmutableArray<Diagnostic> Seen(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
            .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan.Start)
            .ThenBy(d => d.Id, StringComparer.Ordinal),
    ];
}
