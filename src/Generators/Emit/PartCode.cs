using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>The parameters of a record, and the parts inside them, as C#.</summary>
internal static class PartCode
{
    private const string ToSeq = "global::LanguageExt.Prelude.toSeq";

    /// <summary>Returns a part's type.</summary>
    public static string TypeOf(PartSpec part) => part switch
    {
        LayerPart { Layer: var layer } => $"global::{LayerTable.Of(layer).LayerName}",
        RecordPart { Record: var record } => record.Type,
        RepeatedPart { Items: var items } => $"global::LanguageExt.Seq<{TypeOf(items[0])}>",
        _ => throw new InvalidOperationException($"A {part.GetType().Name} is not emitted."),
    };

    /// <summary>Returns the code that reads a path: <c>m.Encoder.Hidden</c>, <c>m.Blocks[0]</c>.</summary>
    public static string Access(string from, string path) =>
        from + string.Concat(path.Split('.').Select(name => char.IsDigit(name[0]) ? $"[{name}]" : "." + Naming.Escape(name)));

    /// <summary>Returns the same code for a path on which something may be null: <c>m.Encoder?.Hidden</c>.</summary>
    public static string AccessIfAny(string from, string path)
    {
        var names = path.Split('.');
        return Access(from, names[0]) + string.Concat(names.Skip(1).Select(name => char.IsDigit(name[0]) ? $"[{name}]" : "?." + Naming.Escape(name)));
    }

    /// <summary>Returns several parts as one value.</summary>
    public static string Several(RepeatedPart part, IEnumerable<string> items) =>
        $"{ToSeq}(new {TypeOf(part.Items[0])}[] {{ {string.Join(", ", items)} }})";

    /// <summary>
    /// Returns a part rebuilt from itself: a layer by a rule, and the records around it by <c>with</c>. It returns null when the rule
    /// changes nothing.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="path">Its path.</param>
    /// <param name="from">The code of the value that is rebuilt.</param>
    /// <param name="layer">Returns the new code of a layer, from its path and its present code; null for no change.</param>
    /// <param name="mayBeNull">True when a record on the way may be null; it then stays null.</param>
    /// <param name="binds">True to give records of the library their functions.</param>
    public static string? Changed(
        PartSpec part, string path, string from, Func<string, string, string?> layer, bool mayBeNull = false, bool binds = false)
    {
        switch (part)
        {
            case LayerPart:
                return layer(path, from);
            case RecordPart { Record: var record }:
                var changes = record.Parts
                    .Select(inner => (inner.Name, Code: Changed(inner, $"{path}.{inner.Name}", Access(from, inner.Name), layer, mayBeNull, binds)))
                    .Where(change => change.Code is not null)
                    .Select(change => $"{Naming.Escape(change.Name)} = {change.Code}")
                    .Concat(binds && record.Function is { } function ? [$"Function = {function}"] : Array.Empty<string>())
                    .ToArray();
                return changes.Length == 0 ? null : With(from, string.Join(", ", changes), mayBeNull);
            case RepeatedPart repeated:
                var items = repeated.Items.Select(item => (item.Name, Code: Changed(item, $"{path}.{item.Name}", Access(from, item.Name), layer, mayBeNull, binds))).ToArray();
                return items.All(item => item.Code is null) ? null
                    : Several(repeated, items.Select(item => item.Code ?? Access(from, item.Name)));
            default:
                return null;
        }
    }

    /// <summary>Returns a record with other members.</summary>
    public static string With(string record, string members, bool mayBeNull) =>
        $"{(mayBeNull ? $"{record} is null ? null! : " : "")}{record} with {{ {members} }}";
}
