using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Reads rows that are parameters of rows, at any depth.</summary>
/// <param name="outermost">The row that contains all the others.</param>
/// <param name="compilation">The project.</param>
/// <param name="cancellation">Ends the work when the author types something else.</param>
internal sealed class NestedRows(INamedTypeSymbol outermost, Compilation compilation, CancellationToken cancellation)
{
    private readonly Stack<INamedTypeSymbol> around = new([outermost]);

    public CancellationToken Cancellation => cancellation;

    /// <summary>Returns true for a type with [Features], nullable or not.</summary>
    public static bool IsRow(ITypeSymbol type) => RecordReader.Has(CellReader.Plain(type), MetadataNames.Features);

    public bool IsForeign(INamedTypeSymbol row) => !SymbolEqualityComparer.Default.Equals(row.ContainingAssembly, compilation.Assembly);

    /// <summary>Returns the row; null when something is wrong. A fault of that row itself is reported there.</summary>
    public NestedPart? Read(LayerReader.Parameter declared, string header, FeatureFaults faults)
    {
        var (parameter, type) = (declared.Symbol, (INamedTypeSymbol)CellReader.Plain(declared.Symbol.Type));
        if (CellReader.Of(parameter.Type).IsOptional)
            return Wrong("but a row inside a row is never missing: remove the question mark, and make its own parameters nullable");
        if (around.Count == 1 && (IsOutermost(type) || ContainsOutermost(type, new(SymbolEqualityComparer.Default))))
            return Wrong($"which contains '{outermost.Name}' again, so the columns would never end: use only the parameters that it needs");
        if (around.Contains(type, SymbolEqualityComparer.Default)) return null;
        around.Push(type);
        var reading = FeaturesReading.Of(type, null, this);
        around.Pop();
        if (reading.Spec is not { } spec) return IsForeign(type) ? Wrong("a row of another project, which was compiled with errors") : null;
        if (spec.Columns.FirstOrDefault(IsOfOutermost) is { } outside)
            return Wrong($"whose '{outside.Path}' is a label or a weight: these belong to the outermost row, '{outermost.Name}'");
        if (spec.Parts.FirstOrDefault(part => type.GetMembers(part.Name).All(IsHidden)) is { } hidden)
            return Wrong($"whose '{hidden.Name}' can't be read from '{outermost.Name}': make it public");
        return new NestedPart(parameter.Name, header, RecordReader.NameOf(type), type.IsReferenceType, spec.Parts);

        NestedPart? Wrong(string what)
        {
            faults.Add(Rules.NestedRow, declared.Syntax?.Type?.GetLocation(), parameter.Name, CellReader.Text(parameter.Type), what);
            return null;
        }
    }

    private static bool IsOfOutermost(PlacedColumn column) =>
        column.Part.Encoding is ClassLabelEncoding or NumberLabelEncoding or SampleWeightEncoding;

    private bool IsHidden(ISymbol member) => !compilation.IsSymbolAccessibleWithin(member, outermost);

    private bool IsOutermost(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, outermost);

    /// <summary>Returns true when a row contains the outermost row, directly or through others.</summary>
    private bool ContainsOutermost(INamedTypeSymbol row, HashSet<INamedTypeSymbol> seen) => seen.Add(row)
        && LayerReader.ParametersOf(row, cancellation).Select(p => CellReader.Plain(p.Symbol.Type))
            .Any(type => IsOutermost(type) || (type is INamedTypeSymbol inner && IsRow(inner) && ContainsOutermost(inner, seen)));
}
