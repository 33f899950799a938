using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators;

namespace Benchmarks;

/// <summary>A user's project with a number of models, one in each file, as input for the generator.</summary>
public sealed class GeneratorProject
{
    private static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private GeneratorProject(CSharpCompilation compilation) => Compilation = compilation;

    /// <summary>The project's compilation.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>Writes the project.</summary>
    public static GeneratorProject Of(int models) => new(CSharpCompilation.Create(
        "User",
        [Parse("global using System; global using ModelDsl;", "Usings.cs"), .. Enumerable.Range(0, models).Select(i => Parse(Model(i, 100 + i), Name(i)))],
        References(),
        new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary).WithNullableContextOptions(
            NullableContextOptions.Enable)));

    /// <summary>Returns the project with another number of units in one of its models.</summary>
    public GeneratorProject Edit(int model, int units)
    {
        var before = Compilation.SyntaxTrees.Single(t => t.FilePath == Name(model));
        return new GeneratorProject(Compilation.ReplaceSyntaxTree(before, Parse(Model(model, units), before.FilePath)));
    }

    /// <summary>Returns a generator that has seen no project yet.</summary>
    /// <param name="tracks">Whether it records which of its outputs came from the cache.</param>
    public static GeneratorDriver Driver(bool tracks) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracks));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static string Name(int model) => string.Create(CultureInfo.InvariantCulture, $"Model{model}.cs");

    private static string Model(int model, int units) => string.Create(CultureInfo.InvariantCulture, $$"""
        namespace User;

        [Model(28, 28), SparseCategoricalCrossentropy]
        public sealed partial record Model{{model}}(
            [Flatten] Flatten Pixels,
            [Dense({{units}}, Activation.Relu)] Dense Hidden,
            [Dropout(0.3)] Dropout Regularize,
            [Dense(10, Activation.Softmax)] Dense Output);
        """);

    // The references of a user's project: the framework, ModelDsl, LanguageExt.
    private static IEnumerable<MetadataReference> References()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework || Path.GetFileNameWithoutExtension(path) is "ModelDsl" or "LanguageExt.Core")
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
