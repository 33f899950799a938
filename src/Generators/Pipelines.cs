using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Emit;

namespace ModelDsl.Generators;

/// <summary>The building blocks of the generator's pipelines.</summary>
internal static class Pipelines
{
    /// <summary>Reads every declaration that has an attribute.</summary>
    /// <param name="context">The generator's context.</param>
    /// <param name="attribute">Full name of the attribute's type.</param>
    /// <param name="mayBe">Returns true when a node may be such a declaration, judged by its own text.</param>
    /// <param name="read">Reads the declaration with its symbols.</param>
    public static IncrementalValuesProvider<T> Marked<T>(
        this IncrementalGeneratorInitializationContext context, string attribute, Func<SyntaxNode, bool> mayBe,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, T> read) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, (node, _) => mayBe(node), read);

    /// <summary>Removes the values that are null.</summary>
    public static IncrementalValuesProvider<T> NotNull<T>(this IncrementalValuesProvider<T?> values) where T : class =>
        values.Where(static value => value is not null)!;

    /// <summary>Reports diagnostics.</summary>
    public static void Report(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Diagnostic> diagnostics) =>
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));

    /// <summary>Writes the files of every value.</summary>
    public static void Write<T>(
        this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<T> values,
        Func<T, IEnumerable<GeneratedFile>> emit) =>
        context.RegisterSourceOutput(values, (output, value) =>
        {
            foreach (var file in emit(value)) output.AddSource(file.HintName, file.Source);
        });
}
