using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>
/// Writes the other half of a row: its columns, how a visitor sees its values, and how it is made of the cells of a table.
/// </summary>
internal static class FeaturesEmitter
{
    private const string Dsl = "global::ModelDsl";

    public static GeneratedFile Emit(FeaturesOutput output) =>
        new(output.Type.HintName + ".g.cs", output.Spec is { } spec ? Half(spec) : Skeleton(output));

    private static string Half(FeaturesSpec spec)
    {
        var name = Naming.Escape(spec.Type.Name);
        var of = $"{Dsl}.IFeatures<{name}>";
        PlacedColumn[] columns = [.. spec.Columns];
        var enumerations = Enumerations.In(columns);
        return TypeFrame.Write(spec.Type, FeaturesDocumentation.Of(spec), $" : {of}", writer =>
        {
            WriteSchema(writer, spec.Type.Name, columns);
            writer.Line("/// <inheritdoc/>");
            using (writer.Braces($"static void {of}.Visit<TVisitor>({name} row, ref TVisitor visitor)"))
                foreach (var column in columns) VisitCode.Write(writer, column);
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"static {name} {of}.Create({Dsl}.RowCells cells) => {CreateCode.Of(spec, enumerations)};");
            enumerations.Write(writer);
        });
    }

    private static void WriteSchema(SourceWriter writer, string name, PlacedColumn[] columns)
    {
        writer.Line("/// <summary>The columns of a table that a row is made of, and how each becomes numbers.</summary>");
        writer.Line($"public static {Dsl}.FeatureSchema Schema {{ get; }} = new({Literal.Of(name)},");
        writer.Line("[");
        foreach (var column in columns) writer.Line($"    {Column(column)},");
        writer.Line("]);").Line();
    }

    private static string Column(PlacedColumn column)
    {
        var (part, names) = (column.Part, $"{Literal.Of(column.Path)}, {Literal.Of(column.Header)}");
        var encoding = $"{Dsl}.FeatureEncoding.{part.Encoding.Source}";
        if (part.Items is { } items) return $".. {Dsl}.FeatureColumn.Items({names}, {Literal.Of(items)}, {encoding})";
        return $"new({names}, {encoding}{(part.Cell.IsOptional && !part.IsLeftOut ? ", IsOptional: true" : "")}){(part.Default is not null || part.IsLeftOut ? " { HasDefault = true }" : "")}";
    }

    /// <summary>Returns members that throw, so that the one error that matters is not hidden among others.</summary>
    private static string Skeleton(FeaturesOutput output)
    {
        var type = output.Type;
        var name = Naming.Escape(type.Name) + type.TypeParameters;
        var of = $"{Dsl}.IFeatures<{name}>";
        var fail = $"throw new global::System.InvalidOperationException({Literal.Of($"Row '{type.Name}' has errors: see the diagnostics MDSLnnn of the build.")})";
        return TypeFrame.Write(type, ["<summary>This row has errors.</summary>"], $" : {of}", writer =>
        {
            if (output.HasSchema) writer.Line($"public static {Dsl}.FeatureSchema Schema => {fail};");
            else writer.Line($"static {Dsl}.FeatureSchema {of}.Schema => {fail};");
            writer.Line($"static void {of}.Visit<TVisitor>({name} row, ref TVisitor visitor) => {fail};");
            writer.Line($"static {name} {of}.Create({Dsl}.RowCells cells) => {fail};");
        });
    }
}
