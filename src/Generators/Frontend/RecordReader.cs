using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads records that are parameters of records, at any depth.</summary>
/// <param name="outermost">The record that contains all the others.</param>
/// <param name="compilation">The project.</param>
/// <param name="cancellation">Ends the work when the author types something else.</param>
internal sealed class RecordReader(INamedTypeSymbol outermost, Compilation compilation, CancellationToken cancellation)
{
    private readonly Stack<INamedTypeSymbol> around = new([outermost]);
    private bool containsItself;

    public Compilation Compilation => compilation;

    public CancellationToken Cancellation => cancellation;

    public static bool IsModel(ITypeSymbol type) => Has(type, MetadataNames.Model);

    public static bool IsBlock(ITypeSymbol type) => Has(type, MetadataNames.Block);

    /// <summary>Returns true when a type is a model that the build imports from a file.</summary>
    public static bool IsImported(ITypeSymbol type) => Imported.ImportedHalfReader.AttributeOf(type) is not null;

    public static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, attribute));

    /// <summary>Returns true when a record looks like a block without its attribute.</summary>
    public static bool IsUndeclared(ITypeSymbol type) => type is INamedTypeSymbol { IsRecord: true } record
        && record.InstanceConstructors.SelectMany(c => c.Parameters).SelectMany(p => p.GetAttributes())
            .Any(a => Lowering.LayerTable.ByAttribute(MetadataNames.Ours(a.AttributeClass)) is not null);

    /// <summary>Reads the record that is a parameter's type.</summary>
    /// <returns>
    /// Null when something is wrong. A fault of the parameter is reported here; a fault of the record is reported at the record.
    /// </returns>
    public PartSpec? Read(IParameterSymbol parameter, INamedTypeSymbol type, int index, List<Finding> findings)
    {
        type = (INamedTypeSymbol)type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (around.Contains(type, SymbolEqualityComparer.Default))
        {
            containsItself |= SymbolEqualityComparer.Default.Equals(type, outermost);
            return Cyclic();
        }
        var foreign = !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
        if (foreign && ForwardMethodOf(type) is { } method)
        {
            findings.Add(Finding.Of(Rules.UnreadableForward, new Anchor(Place.LayerType, index), parameter.Name, type.Name, method));
            return null;
        }
        around.Push(type);
        var (record, errors) = ReadInner(type);
        around.Pop();
        if (record is null && foreign)
            findings.Add(Finding.Of(Rules.UnreadableRecord, new Anchor(Place.LayerType, index), parameter.Name, type.Name, errors.FirstOrDefault() ?? "it was compiled with errors"));
        if (record is { Outputs: { Count: > 0 } outputs })
        {
            findings.Add(Finding.Of(Rules.OutputsInside, new Anchor(Place.LayerType, index), parameter.Name, type.Name, string.Join(" and ", outputs)));
            return null;
        }
        return record is null ? Cyclic() : new RecordPart(parameter.Name, record, Frozen: false);

        PartSpec? Cyclic()
        {
            if (!containsItself || around.Count > 1) return null;
            findings.Add(Finding.Of(Rules.ContainsItself, new Anchor(Place.LayerType, index), parameter.Name, type.Name, outermost.Name));
            containsItself = false;
            return null;
        }
    }

    private (RecordSpec?, IEnumerable<string>) ReadInner(INamedTypeSymbol type)
    {
        var node = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(n => n.ParameterList is not null);
        var reading = RecordReading.Of(type, node, this);
        RecordSpec? record = null;
        if (!IsModel(type)) record = BlockReader.Specify(reading);
        else if (ModelSpecReader.Specify(reading) is { } spec)
        {
            var model = CheckedModel.Of(spec);
            reading.Findings.AddRange(model.Findings);
            if (model.IsRight) record = new RecordSpec(NameOf(type), spec.Parts)
            {
                InputShape = spec.InputShape,
                Forward = spec.Forward,
                Outputs = spec.Outputs
            };
        }
        return (record, reading.Findings.Where(f => f.IsError).Select(f => $"{f.Rule.Id}: {string.Format(f.Rule.MessageFormat.ToString(), [.. f.Arguments])}"));
    }

    /// <summary>Returns the type's name in generated code.</summary>
    public static string NameOf(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Returns the name of the forward method of a record of another project; null when it has none.</summary>
    private static string? ForwardMethodOf(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(
            a => a.AttributeClass?.ToDisplayString() == MetadataNames.ForwardMethod)?.ConstructorArguments.FirstOrDefault().Value as string
        ?? type.GetMembers().FirstOrDefault(Forward.ForwardReader.IsForward)?.Name;
}
