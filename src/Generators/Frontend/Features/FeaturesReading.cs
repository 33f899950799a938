using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>A row of a table, as far as it could be read.</summary>
internal sealed class FeaturesReading
{
    private readonly INamedTypeSymbol row;
    private readonly FeatureFaults faults;
    private readonly ImmutableArray<LayerReader.Parameter> parameters;

    private FeaturesReading(INamedTypeSymbol row, TypeDeclarationSyntax? node, NestedRows nested)
    {
        (this.row, faults) = (row, new FeatureFaults(node));
        parameters = LayerReader.ParametersOf(row, nested.Cancellation);
    }

    /// <summary>The place of the declaration; null when no other part can be written.</summary>
    public TypeSpec? Declaration { get; private set; }

    /// <summary>The row; null when something is wrong with it.</summary>
    public FeaturesSpec? Spec { get; private set; }

    /// <summary>The faults of the declaration.</summary>
    public IReadOnlyList<Diagnostic> Faults => faults.Found;

    /// <param name="row">The type with [Features].</param>
    /// <param name="node">The part of it with the attribute; null for a row that another one reads.</param>
    /// <param name="nested">Reads rows inside.</param>
    public static FeaturesReading Of(INamedTypeSymbol row, TypeDeclarationSyntax? node, NestedRows nested)
    {
        var reading = new FeaturesReading(row, node, nested);
        var parts = row.DeclaringSyntaxReferences.Select(r => r.GetSyntax(nested.Cancellation)).OfType<TypeDeclarationSyntax>();
        reading.Read(nested.IsForeign(row) ? null : node ?? parts.FirstOrDefault(), nested);
        return reading;
    }

    private void Read(TypeDeclarationSyntax? node, NestedRows nested)
    {
        if (node is not null && EmittedFiles.Find(row, node) is { } emitted)
        {
            faults.AddToRow(emitted.Rule, [.. emitted.Arguments]);
            return;
        }
        Declaration = DeclarationReader.IfReachable(row);
        if (node is not null) CheckDeclaration(node);
        // The compiler does not see that a struct of another project is a record.
        if ((node is not null && !row.IsRecord) || !FeaturesReader.HasHalf(row)) return;
        var reader = new RowPartReader(row, faults, nested);
        var parts = parameters.Select(reader.Read).ToArray();
        if (node is not null) CheckNames();
        CheckForbidden();
        var names = parameters.Select(p => p.Symbol.Name).Distinct().Count();
        if (faults.AreErrors || Declaration is null || names < parameters.Length || parts.Any(part => part is null)) return;

        var spec = new FeaturesSpec(Declaration, parts.Select(part => part!).ToEquatableArray());
        CheckRoles(spec);
        CheckHeaders(spec);
        if (!faults.AreErrors) Spec = spec;
    }

    private void CheckDeclaration(TypeDeclarationSyntax node)
    {
        var language = new List<Finding>();
        DeclarationReader.CheckLanguage(row.Name, node, language);
        foreach (var finding in language) faults.AddToRow(finding.Rule, [.. finding.Arguments]);
        var fault = !row.IsRecord ? $"is a {DeclarationReader.Keyword(row)}, not a record"
            : RecordReader.IsModel(row) ? "is also a [Model]" : RecordReader.IsBlock(row) ? "is also a [Block]"
            : RecordReader.Has(row, MetadataNames.OptimizerMark) ? "is also an [Optimizer]"
            : parameters.Length == 0 ? "has no parameters"
            : !DeclarationReader.IsPartial(row) ? "is not partial"
            : row.IsAbstract ? "is abstract"
            : row.TypeKind == TypeKind.Class && row.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent ? $"is derived from '{parent.Name}'"
            : DeclarationReader.Around(row).Any(t => t.IsGenericType) ? "is generic, or stands inside a generic type"
            : DeclarationReader.Around(row).Any(t => t.IsFileLocal) ? "is declared 'file', or stands inside a type that is"
            : null;
        if (fault is not null) faults.AddToRow(Rules.FeaturesDeclaration, row.Name, fault, Example(node));
        else if (DeclarationReader.Around(row.ContainingType).FirstOrDefault(t => !DeclarationReader.IsPartial(t)) is { } around)
            faults.AddToRow(Rules.FeaturesDeclaration, row.Name, $"stands inside '{around.Name}', which is not partial", $"partial {DeclarationReader.Keyword(around)} {around.Name}");
    }

    /// <summary>Returns the right form of the declaration.</summary>
    private static string Example(TypeDeclarationSyntax node)
    {
        var modifiers = string.Concat(node.Modifiers
            .Where(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword
                or SyntaxKind.SealedKeyword or SyntaxKind.ReadOnlyKeyword)
            .Select(m => m.Text + " "));
        var isStruct = node is StructDeclarationSyntax || node.IsKind(SyntaxKind.RecordStructDeclaration);
        return $"[Features] {modifiers}partial record {(isStruct ? "struct " : "")}{node.Identifier.Text}(…)";
    }

    /// <summary>Checks names of parameters and members, which must not conflict with the generated ones.</summary>
    private void CheckNames()
    {
        if (GeneratedMembers.OfFeatures.Contains(row.Name)) faults.AddToRow(Rules.OwnName, "A row", row.Name);
        foreach (var (parameter, syntax) in parameters)
        {
            var reason = parameter.Name == row.Name ? "the row itself has this name"
                : GeneratedMembers.OfFeatures.Contains(parameter.Name) ? "the generated half of the row has a member of this name"
                : GeneratedMembers.OfRecords.Contains(parameter.Name) ? "every record has a member of this name"
                : null;
            if (reason is not null) faults.Add(Rules.ReservedName, syntax?.Identifier.GetLocation(), parameter.Name, reason, "A parameter");
        }
        foreach (var member in MemberReader.Of(row))
        {
            if (parameters.Any(p => p.Symbol.Name == member.Name)) continue;
            if (GeneratedMembers.OfFeatures.Contains(member.Name)) faults.Add(Rules.TakenMember, member.Locations[0], row.Name, member.Name, "Row");
            else if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                faults.Add(Rules.RequiredMember, member.Locations[0], row.Name, member.Name, "row", "a table");
        }
    }

    /// <summary>Reports parts that generated code could not use, because they are obsolete with an error.</summary>
    private void CheckForbidden()
    {
        if (DeclarationReader.Around(row).Any(ObsoleteParts.IsObsolete)) return;
        if (parameters.Length > 0 && ObsoleteParts.IsForbidden(parameters[0].Symbol.ContainingSymbol))
            faults.AddToRow(Rules.ForbiddenPart, row.Name, row.Name);
        foreach (var (parameter, syntax) in parameters)
        {
            if (row.GetMembers(parameter.Name).Any(ObsoleteParts.IsForbidden))
                faults.Add(Rules.ForbiddenPart, syntax?.Identifier.GetLocation(), parameter.Name, row.Name);
        }
    }

    private void CheckRoles(FeaturesSpec spec)
    {
        var weights = Enumerable.Range(0, spec.Parts.Count)
            .Where(i => spec.Parts[i] is ColumnPart { Encoding: SampleWeightEncoding }).ToArray();
        if (weights.Length > 1)
        {
            faults.Add(Rules.RowRoles, parameters[weights[1]].Syntax?.Identifier.GetLocation(), row.Name,
                $"has the weights {string.Join(" and ", weights.Select(i => $"'{spec.Parts[i].Name}'"))}, but it can have one: keep one, and write [Ignore] before the others");
        }
        if (spec.Columns.All(column => column.Part.Encoding is OutsideEncoding))
            faults.AddToRow(Rules.RowRoles, row.Name, "has no feature, so a prediction would not depend on it: give a parameter an encoding, such as [Normalize]");
    }

    /// <summary>
    /// Reports two parameters that read one column of a table without a word of their author, and a feature that reads the label's column.
    /// Case does not matter in tables.
    /// </summary>
    private void CheckHeaders(FeaturesSpec spec)
    {
        var first = new Dictionary<string, List<PlacedColumn>>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in spec.Columns)
        {
            var names = column.Part.Items is { } items ? Enumerable.Range(0, items).Select(i => $"{column.Header}.{Literal.Of(i)}") : [column.Header];
            foreach (var name in names)
            {
                if (!first.TryGetValue(name, out var others)) first[name] = others = [];
                var fault = others.Select(other => Conflict(other, column)).FirstOrDefault(found => found is not null);
                others.Add(column);
                if (fault is null) continue;
                var syntax = parameters.First(p => p.Symbol.Name == column.Path.Split('.')[0]).Syntax;
                faults.Add(Rules.ColumnHeader, syntax?.Identifier.GetLocation(), name, row.Name, fault);
                break;
            }
        }
    }

    /// <summary>Returns what is wrong with two parameters that read one column; null when the author says that they do.</summary>
    private static string? Conflict(PlacedColumn one, PlacedColumn other)
    {
        if (one.Part.Encoding is IgnoredEncoding || other.Part.Encoding is IgnoredEncoding) return null;
        if (one.IsLabel != other.IsLabel && !(one.Part.Encoding is SampleWeightEncoding || other.Part.Encoding is SampleWeightEncoding))
        {
            var (label, feature) = one.IsLabel ? (one, other) : (other, one);
            return $"is the label '{label.Path}' and the feature '{feature.Path}', so a model would be told the answer: give one of them another name, as in [Column(\"…\")]";
        }
        return one.HasOwnHeader || other.HasOwnHeader ? null
            : $"is there twice, for '{one.Path}' and '{other.Path}': rename one of them, or write [Column(\"{other.Header}\")] before it if both read one column";
    }
}
