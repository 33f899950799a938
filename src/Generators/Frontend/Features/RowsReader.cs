using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>
/// Reads the input of a model of rows, <c>[Model(typeof(Passenger))]</c>: one vector of numbers, and an input for each parameter that is an
/// index. The vector comes first in a sample.
/// </summary>
internal static class RowsReader
{
    /// <summary>The argument of [Model] that is the type of the rows.</summary>
    public const string Argument = "features";

    /// <summary>The name of the vector beside inputs of indices.</summary>
    private const string Numbers = "Numbers";

    private static readonly RowsOutline Unknown = new("", [], AreRows: false);

    private static readonly Anchor AtType = new(Place.Input, Argument: Argument);

    /// <summary>Returns true when a model takes rows.</summary>
    public static bool AreTaken(AttributeData model) => model.AttributeConstructor?.Parameters is [{ Name: Argument }];

    /// <param name="model">The model.</param>
    /// <param name="attribute">Its [Model].</param>
    /// <param name="inputs">Its [Input] attributes, which it should not have.</param>
    /// <param name="records">Gives the project.</param>
    /// <param name="findings">The list to which findings are added.</param>
    public static InputReader.Reading Read(
        INamedTypeSymbol model, AttributeData attribute, ImmutableArray<AttributeData> inputs, RecordReader records, List<Finding> findings)
    {
        var reader = new AttributeReader(attribute, Place.Input, -1, findings);
        var row = reader.Type(Argument) as INamedTypeSymbol;
        var outline = row is { TypeKind: not TypeKind.Error } ? OutlineOf(row, model, records.Cancellation) : Unknown;
        var wrong = new InputReader.Reading(null, [], inputs) { Outline = outline };
        if (reader.HasErrors || row is { TypeKind: TypeKind.Error }) return wrong;
        if (row is not null && ObsoleteParts.IsForbidden(row, model)) return wrong;
        if (row is null || !NestedRows.IsRow(row))
            return Wrong(reader.Type(Argument) is { } other
                ? $"'{CellReader.Text(other)}', which is no record with [Features]: write [Features] before it" : "no type: write a record with [Features], as in [Model(typeof(Passenger))]");
        if (inputs.Length > 0) return Wrong($"'{row.Name}', and has inputs of its own: remove every [Input], for the row's columns are the inputs");
        if (!IsAsAccessible(row, model)) return Wrong($"'{row.Name}', which can't be seen wherever the model can: give both the same accessibility");

        var nested = new NestedRows(row, records.Compilation, records.Cancellation);
        if (FeaturesReading.Of(row, null, nested).Spec is not { } spec)
            return nested.IsForeign(row) ? Wrong($"'{row.Name}', a record of another project, which was compiled with errors") : wrong;
        if (!spec.Labels.Any())
            return Wrong($"'{row.Name}', which has no label, so there is nothing to learn: write [Label] before the parameter to predict");
        return Arrange(model.Name, row, spec, reader, findings) is { } reading ? reading with { Outline = outline } : wrong;

        InputReader.Reading Wrong(string what)
        {
            findings.Add(Finding.Of(Rules.ModelRows, AtType, model.Name, what));
            return wrong;
        }
    }

    /// <summary>Returns the inputs with their places in a sample; null when something is wrong, which is reported.</summary>
    private static InputReader.Reading? Arrange(
        string model, INamedTypeSymbol row, FeaturesSpec spec, AttributeReader reader, List<Finding> findings)
    {
        var total = spec.Columns.Sum(column => column.Part.Width);
        if (total > int.MaxValue)
        {
            findings.Add(Finding.Of(Rules.TooLarge, AtType, $"A sample of model '{model}'", total.ToString(CultureInfo.InvariantCulture)));
            return null;
        }
        var (inputs, indices, next) = (new List<InputSpec>(), new List<IndexSpec>(), (int)spec.Numbers);
        if (next > 0) inputs.Add(new InputSpec(Numbers, [next], 0));
        foreach (var column in spec.Indices)
        {
            var (name, count) = (column.InputName, (int)column.Part.Width);
            var fault = TupleNames.IsReserved(name) || TupleNames.IsNumber(name) ? "has a name that is reserved for tuples: choose another"
                : inputs.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)) ? $"has the name of another input: rename the parameter '{column.Path}' of '{row.Name}'"
                : null;
            if (fault is not null) findings.Add(Finding.Of(Rules.NamedInput, AtType, name, model, fault));
            inputs.Add(new InputSpec(name, [count], next));
            indices.Add(new IndexSpec(column.Path, next, count, (int)column.Part.Encoding.Width(column.Part.Cell.IsOptional)));
            next += count;
        }
        if (findings.Any(finding => finding.Anchor == AtType)) return null;
        var isOne = inputs.Count == 1;
        return new InputReader.Reading([(int)total], isOne ? [] : inputs.ToEquatableArray(), [])
        {
            Axes = AxisReader.Names($"Model '{model}'", reader, isOne ? 1 : 0),
            Rows = new RowsSpec(
                RecordReader.NameOf(row), row.Name, spec.Labels.Select(LabelOf).ToEquatableArray(), indices.ToEquatableArray()),
        };
    }

    private static LabelSpec LabelOf(ColumnPart label) => new(label.Name, label.Cell.Source, label switch
    {
        { Encoding: NumberLabelEncoding } => [],
        { Cell.Kind: CellKind.Boolean } => ["false", "true"],
        { Cell: { Kind: CellKind.Enumeration, Members: var members } } => members.Select(member => member.Source).ToEquatableArray(),
        _ => ((ClassLabelEncoding)label.Encoding).Names.Select(Literal.Of).ToEquatableArray(),
    });

    /// <summary>
    /// Returns the rows with their labels in the order of the model's outputs, which have the same names. One output predicts the only
    /// label, whatever its name. It is null when labels and outputs don't match, which is reported.
    /// </summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">Names of the model's outputs, when it has several.</param>
    /// <param name="findings">The list to which findings are added.</param>
    public static RowsSpec? Match(string model, RowsSpec rows, EquatableArray<string> outputs, List<Finding> findings)
    {
        if (outputs.Count == 0 && rows.Labels.Count == 1) return rows;
        if (outputs.Count == rows.Labels.Count && outputs.All(output => rows.Labels.Any(label => label.Name == output)))
            return rows with { Labels = outputs.Select(output => rows.Labels.First(label => label.Name == output)).ToEquatableArray() };
        var names = rows.Labels.Select(label => label.Name).ToArray();
        var (missing, extra) = (outputs.Except(names).ToArray(), names.Except(outputs).ToArray());
        var instead = outputs.Count == 0
            ? $"return an output for each, as in 'static ({string.Join(", ", names.Select(name => $"Tensor {name}"))}) F({model} m, Tensor x)', or write [Ignore] before the labels that it does not predict"
            : missing.Length == 0 ? $"return an output for {Listed(extra)} too, or write [Ignore] before it"
            : extra.Length == 0 ? $"give the row a label for {Listed(missing)} too: parameters and outputs are matched by name"
            : $"{Listed(missing)} has no label, and {Listed(extra)} has no output: parameters and outputs are matched by name, in the same case";
        findings.Add(Finding.Of(Rules.LabelsOfOutputs, AtType, model,
            outputs.Count == 0 ? "one output" : $"the outputs {Listed(outputs)}", rows.Name,
            $"the {(names.Length == 1 ? "label" : "labels")} {Listed(names)}", instead));
        return null;

        static string Listed(IEnumerable<string> names) => string.Join(" and ", names.Select(name => $"'{name}'"));
    }

    /// <summary>Returns the rows as far as the model's members can name them.</summary>
    private static RowsOutline OutlineOf(INamedTypeSymbol row, INamedTypeSymbol model, CancellationToken cancellation)
    {
        if (!(row.IsRecord || NestedRows.IsRow(row)) || row.IsGenericType || DeclarationReader.Around(row).Any(t => t.IsFileLocal)
            || !IsAsAccessible(row, model) || ObsoleteParts.IsForbidden(row, model)) return Unknown;
        var labels = LayerReader.ParametersOf(row, cancellation).Select(p => p.Symbol)
            .Where(p => p.Name.Length > 0 && p.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Label)))
            .Select(p => new LabelSpec(p.Name, p.Type.TypeKind == TypeKind.Error ? "" : CellReader.Of(p.Type).Source, []));
        // The elements of a tuple need names of their own.
        var named = labels.GroupBy(label => label.Name).Select(same => same.First()).ToArray();
        if (named.Length > 1) named = [.. named.Where(label => !TupleNames.IsReserved(label.Name) && !TupleNames.IsNumber(label.Name))];
        return new RowsOutline(RecordReader.NameOf(row), named.ToEquatableArray(), FeaturesReader.HasHalf(row));
    }

    /// <summary>
    /// Returns true when a row can be seen wherever a model can, so that the model's public members may name it.
    /// </summary>
    private static bool IsAsAccessible(INamedTypeSymbol row, INamedTypeSymbol model) =>
        DeclarationReader.Around(row).All(type => type.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal => DeclarationReader.Around(model)
                .Any(around => around.DeclaredAccessibility == Accessibility.Private
                    && IsWithin(around.ContainingType, type.ContainingType)),
            _ => DeclarationReader.Around(model).Any(around =>
                around.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal),
        });

    private static bool IsWithin(INamedTypeSymbol? type, INamedTypeSymbol? outer) =>
        DeclarationReader.Around(type).Any(around => SymbolEqualityComparer.Default.Equals(around, outer));
}
