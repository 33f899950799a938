using LanguageExt;

namespace ModelDsl;

/// <summary>A feature of a data set: one number of a sample, or several that belong together, such as a category in one-hot form.</summary>
/// <param name="Name">Its name; no other feature of the data set has it.</param>
/// <param name="First">The position of its first number in a sample, in row-major order.</param>
/// <param name="Width">Count of its numbers; at least 1.</param>
public sealed record DataFeature(string Name, int First, int Width = 1)
{
    /// <summary>Names of its columns, one for each number: <c>Embarked=S</c>. Empty if they have no names of their own.</summary>
    [JsonConverter(typeof(SeqJson<string>))]
    public Seq<string> Columns { get; init; }

    /// <summary>Returns the name of a column: its own, or otherwise the feature's name and, if there are several, a number.</summary>
    /// <param name="column">Index of the column in this feature, from 0.</param>
    internal string ColumnName(int column) =>
        !Columns.IsEmpty ? Columns[column] : Width == 1 ? Name : FormattableString.Invariant($"{Name}.{column}");

    /// <summary>Returns the name and the positions: <c>Age: [3]</c>, <c>Embarked: [4..7]</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {(Width == 1 ? $"[{First}]" : $"[{First}..{First + Width}]")}");
}
