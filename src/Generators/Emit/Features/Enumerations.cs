using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit.Features;

/// <summary>The enumerations of a row's cells. Their members, and the names of these in tables, are arrays of the emitted code.</summary>
internal sealed class Enumerations
{
    private readonly List<(CellSpec Cell, string Name)> all = [];

    private Enumerations() { }

    public static Enumerations In(IEnumerable<PlacedColumn> columns)
    {
        var (found, names) = (new Enumerations(), new HashSet<string>());
        foreach (var cell in columns.Select(column => column.Part).Where(part => !part.IsLeftOut).Select(part => part.Cell))
        {
            if (cell.Kind != CellKind.Enumeration || found.all.Any(known => known.Cell.Source == cell.Source)) continue;
            var simple = cell.Source.Substring(cell.Source.LastIndexOfAny(['.', ':']) + 1).TrimStart('@');
            var name = simple;
            for (var i = 2; !names.Add(name); i++) name = simple + Literal.Of(i);
            found.all.Add((cell, name));
        }
        return found;
    }

    /// <summary>Returns the two arrays of an enumeration as arguments: names, then members.</summary>
    public string Arguments(CellSpec cell)
    {
        var name = all.First(known => known.Cell.Source == cell.Source).Name;
        return $"__Columns.{name}Names, __Columns.{name}Members";
    }

    public void Write(SourceWriter writer)
    {
        if (all.Count == 0) return;
        writer.Line().Line("/// <summary>The names in tables of the members of enums, and the members, in the same order.</summary>");
        using var block = writer.Braces("private static class __Columns");
        foreach (var (cell, name) in all)
        {
            writer.List($"internal static readonly string[] {name}Names = [", cell.Members.Select(member => Literal.Of(member.Name)), "];");
            writer.List($"internal static readonly {cell.Source}[] {name}Members = [", cell.Members.Select(member => member.Source), "];");
        }
    }
}
