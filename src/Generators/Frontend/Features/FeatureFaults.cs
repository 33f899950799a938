using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>The faults of a row, at their places. In a row of another project nothing has a place.</summary>
/// <param name="row">The row's declaration; null for a row of another project.</param>
internal sealed class FeatureFaults(TypeDeclarationSyntax? row)
{
    private readonly List<Diagnostic> found = [];

    public IReadOnlyList<Diagnostic> Found => found;

    public bool AreErrors => found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds a fault of the whole row.</summary>
    public void AddToRow(DiagnosticDescriptor rule, params string[] arguments) => Add(rule, row?.Identifier.GetLocation(), arguments);

    /// <summary>Adds a fault at a place, or at the row when there is none.</summary>
    public void Add(DiagnosticDescriptor rule, Location? at, params string[] arguments) =>
        found.Add(Diagnostic.Create(rule, at ?? row?.Identifier.GetLocation() ?? Location.None, [.. arguments]));
}
