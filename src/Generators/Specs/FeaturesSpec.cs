using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A parameter of a row: a value, an array, or another row.</summary>
/// <param name="Name">Its name.</param>
internal abstract record RowPart(string Name)
{
    /// <summary>True when its author gives its name in tables.</summary>
    public bool HasOwnHeader { get; init; }

    /// <summary>The number of columns of a table that it takes.</summary>
    public abstract int Count { get; }
}

/// <summary>A value of a row, or an array of values.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Header">Its name in tables.</param>
/// <param name="Cell">The type of the value, or of the array's items.</param>
/// <param name="Encoding">The way in which it becomes numbers.</param>
internal sealed record ColumnPart(string Name, string Header, CellSpec Cell, EncodingSpec Encoding) : RowPart(Name)
{
    /// <summary>The number of items of an array; null for a single value.</summary>
    public int? Items { get; init; }

    /// <summary>The parameter's default value, as C#, when it has one other than null; otherwise null.</summary>
    public string? Default { get; init; }

    /// <summary>True when the parameter has its default value in every row of a table, because no cell has its type.</summary>
    public bool IsLeftOut { get; init; }

    public override int Count => Items ?? 1;

    /// <summary>The number of encoded columns of all its items, also when they are indices.</summary>
    public long Width => Count * (Encoding.IsIndex ? Encoding.IndexCount : Encoding.Width(Cell.IsOptional));
}

/// <summary>Another row that is a part of a row.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Header">Its name in tables.</param>
/// <param name="Type">Its type, as C#.</param>
/// <param name="IsReference">True for a class.</param>
/// <param name="Parts">Its parameters.</param>
internal sealed record NestedPart(string Name, string Header, string Type, bool IsReference, EquatableArray<RowPart> Parts) : RowPart(Name)
{
    public override int Count => Parts.Sum(part => part.Count);
}

/// <summary>A value or an array at its place in the outermost row.</summary>
/// <param name="Number">The number of its first column in a table.</param>
/// <param name="Path">The names of the parameters that lead to it: <c>Home.Rooms</c>.</param>
/// <param name="Header">Its name in tables, after those of the rows around it.</param>
/// <param name="Access">Its value in a row, as C# after the row: <c>.Home?.Rooms</c>.</param>
/// <param name="IsBehindNull">True when one of the rows around it may be null.</param>
/// <param name="Part">The value.</param>
internal sealed record PlacedColumn(int Number, string Path, string Header, string Access, bool IsBehindNull, ColumnPart Part)
{
    /// <summary>True when its author gives its name in tables, or that of a row around it.</summary>
    public bool HasOwnHeader { get; init; }

    /// <summary>True for a class or a number to predict.</summary>
    public bool IsLabel => Part.Encoding is ClassLabelEncoding or NumberLabelEncoding;

    /// <summary>The name of the input that it is for a model, when it is an index.</summary>
    public string InputName => string.Concat(Path.Split('.'));
}

/// <summary>A row of a table, as its author wrote it.</summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="Parts">Its parameters.</param>
internal sealed record FeaturesSpec(TypeSpec Type, EquatableArray<RowPart> Parts)
{
    /// <summary>All values, in the order of the table's columns.</summary>
    public IEnumerable<PlacedColumn> Columns => Placed(Parts, 0, "", "", "", isBehindNull: false);

    /// <summary>The labels, in their order.</summary>
    public IEnumerable<ColumnPart> Labels =>
        Parts.OfType<ColumnPart>().Where(part => part.Encoding is ClassLabelEncoding or NumberLabelEncoding);

    /// <summary>The number of encoded columns that are one vector.</summary>
    public long Numbers => Columns.Where(column => !column.Part.Encoding.IsIndex).Sum(column => column.Part.Width);

    /// <summary>The values that are indices.</summary>
    public IEnumerable<PlacedColumn> Indices => Columns.Where(column => column.Part.Encoding.IsIndex);

    private static IEnumerable<PlacedColumn> Placed(
        IEnumerable<RowPart> parts, int number, string path, string header, string access, bool isBehindNull)
    {
        foreach (var part in parts)
        {
            var to = access + (isBehindNull && access.Length > 0 ? "?." : ".") + Naming.Escape(part.Name);
            if (part is ColumnPart column)
            {
                yield return new(number, path + part.Name, header + column.Header, to, isBehindNull, column)
                {
                    HasOwnHeader = part.HasOwnHeader,
                };
            }
            else if (part is NestedPart nested)
            {
                foreach (var inner in Placed(nested.Parts, number, $"{path}{part.Name}.", $"{header}{nested.Header}.", to, nested.IsReference))
                {
                    yield return inner with
                    {
                        IsBehindNull = inner.IsBehindNull || isBehindNull,
                        HasOwnHeader = inner.HasOwnHeader || part.HasOwnHeader,
                    };
                }
            }
            number += part.Count;
        }
    }
}

/// <summary>The code to emit for a row: its generated half, or only its members when it has errors.</summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="Spec">The row; null when it has an error.</param>
/// <param name="HasSchema">True when it can have a member of this name.</param>
internal sealed record FeaturesOutput(TypeSpec Type, FeaturesSpec? Spec, bool HasSchema);
