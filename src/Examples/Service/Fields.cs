using System.Text.Json;

namespace ModelDsl.Service;

/// <summary>The fields of a record of features, as JSON has them.</summary>
internal static class Fields
{
    /// <summary>Returns the fields of a record that a request gives: all but the label.</summary>
    public static IReadOnlyList<FieldReply> Of(FeatureSchema schema, string label) =>
    [
        .. schema.Columns.Where(column => column.Name != label).Select(column => new FieldReply(
            Name(column.Name), column.Encoding.Choices.IsEmpty ? "number" : "choice", [.. column.Encoding.Choices], column.IsOptional)),
    ];

    /// <summary>Returns the path of a column in a request: <c>$.age</c>.</summary>
    public static string Path(string column) => "$." + Name(column);

    /// <summary>Returns a field's value in words.</summary>
    public static string Expected(FieldReply field) => field switch
    {
        { Choices: ["False", "True"] } => "true or false",
        { Kind: "choice" } => $"one of {string.Join(", ", field.Choices.Select(choice => $"\"{choice}\""))}",
        { IsOptional: true } => "a number or null",
        _ => "a number",
    };

    private static string Name(string column) => JsonNamingPolicy.CamelCase.ConvertName(column);
}
