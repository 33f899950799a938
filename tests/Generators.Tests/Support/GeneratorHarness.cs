using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// Runs the generator on source text as the compiler does in a user's project. It has the references of this test, implicit usings,
/// nullable annotations, documentation comments, and warnings that are not suppressed.
/// </summary>
public static class GeneratorHarness
{
    /// <summary>The usings of a project with <c>ImplicitUsings</c> (build/ModelDsl.props).</summary>
    public const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using ModelDsl;
        global using static ModelDsl.Functions;
        """;

    public static CSharpParseOptions ParseOptions { get; } =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.Diagnose);

    /// <summary>Every assembly of this test: the framework, ModelDsl, LanguageExt.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsUsers(Path.GetFileNameWithoutExtension(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Users' sources need no XML comments: their documentation is their own choice.</summary>
    public static CSharpCompilationOptions CompilationOptions { get; } =
        new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithAllowUnsafe(false)
        .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]);

    /// <summary>A project without files. To add files costs little; to find all references anew costs more than a small model.</summary>
    private static readonly CSharpCompilation Empty = Compile("User", References, []);

    /// <summary>Runs the generator on files of one project.</summary>
    public static GeneratorRun Run(params string[] sources) => Run(Compile(sources));

    /// <summary>Runs the generator on a compilation, without keeping the driver for a second run.</summary>
    public static GeneratorRun Run(CSharpCompilation compilation)
    {
        var files = WeightsFiles.Of(compilation.SyntaxTrees.Select(tree => tree.ToString()));
        return GeneratorRun.Of(compilation, Driver((CSharpParseOptions)compilation.SyntaxTrees.First().Options, files));
    }

    /// <summary>Returns a driver.</summary>
    /// <param name="options">The options of the project's files.</param>
    /// <param name="files">The headers of its weights files.</param>
    /// <param name="recordsSteps">Whether it records its steps, their results and their reasons.</param>
    public static GeneratorDriver Driver(
        CSharpParseOptions? options = null, ImmutableArray<AdditionalText> files = default, bool recordsSteps = true) =>
        CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            files.IsDefault ? [] : files,
            options ?? ParseOptions,
            WeightsFiles.Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, recordsSteps));

    /// <summary>Returns a project of some files, named from <c>Source0.cs</c> on, with the implicit usings in a separate file.</summary>
    public static CSharpCompilation Compile(params string[] sources) => OptionsOf(sources) == ParseOptions
        ? Empty.AddSyntaxTrees(Files(sources, ParseOptions))
        : Compile("User", References, sources);

    /// <summary>
    /// Returns a project with a name and references. If a file begins with <c>// &lt;LangVersion&gt;13</c>, the project uses this older
    /// version of the language.
    /// </summary>
    public static CSharpCompilation Compile(string assembly, IEnumerable<MetadataReference> references, params string[] sources)
    {
        var options = OptionsOf(sources);
        return CSharpCompilation.Create(
            assembly, [CSharpSyntaxTree.ParseText(ImplicitUsings, options, "Usings.cs"), .. Files(sources, options)], references, CompilationOptions);
    }

    private static CSharpParseOptions OptionsOf(string[] sources) =>
        sources.Any(source => source.StartsWith("// <LangVersion>13", StringComparison.Ordinal))
            ? ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13)
            : ParseOptions;

    private static IEnumerable<SyntaxTree> Files(string[] sources, CSharpParseOptions options) =>
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, $"Source{i}.cs"));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>Leaves out the test framework and the compiler, whose names would be visible to the user's source.</summary>
    private static bool IsUsers(string assembly) =>
        !assembly.StartsWith("xunit", StringComparison.OrdinalIgnoreCase)
        && !assembly.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        && !assembly.StartsWith("ModelDsl.Generators", StringComparison.Ordinal)
        && !assembly.StartsWith("ModelDsl.Build", StringComparison.Ordinal)
        && !assembly.StartsWith("FsCheck", StringComparison.Ordinal)
        && !assembly.StartsWith("testhost", StringComparison.OrdinalIgnoreCase);
}
