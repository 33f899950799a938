using System.Globalization;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>
/// Prints what every instruction of a program reads and writes: names, shapes, bytes of float32, and the place of the result. It helps
/// readers to find a needless pass over memory.
/// </summary>
internal static class TrafficTable
{
    private const int BytesOfNumber = 4;

    /// <summary>Returns the table for a number of samples.</summary>
    public static string Print(Graph graph, int rows)
    {
        var plan = BufferPlan.Of(graph);
        var lines = graph.Operations.Where(o => o.Definition.Instruction is not null && !o.Definition.IsConstant)
            .Select(o => (
                Name: o.Definition.Instruction!.Method, Reads: o.Operands.Sum(Bytes), Writes: o.Results.Sum(Bytes),
                What: $"{string.Join(", ", o.Operands.Select(Text))} → {string.Join(", ", o.Results.Select(r => Text(r) + Place(plan[r], o, plan)))}"))
            .ToArray();
        var width = lines.Max(line => line.Name.Length);
        var text = lines.Select(line => Row(line.Name, Size(line.Reads), Size(line.Writes), line.What))
            .Prepend(Row("instruction", "reads", "writes", "of what"))
            .Append(Row("in all", Size(lines.Sum(l => l.Reads)), Size(lines.Sum(l => l.Writes)), ""));
        return string.Join("\n", text) + "\n";

        long Bytes(Value value) => value.Type.Elements * (value.Type.IsPerSample ? rows : 1) * BytesOfNumber;
        string Row(string name, string reads, string writes, string what) => $"{name.PadRight(width)}  {reads,9}  {writes,9}  {what}".TrimEnd();
        string Text(Value value) => $"{value.Name} {value.Type.ShapeText}";
    }

    private static string Place(Placement placement, Operation operation, BufferPlan plan) => placement switch
    {
        Placement.GradientOf or Placement.ProductOf => " (arena)",
        Placement.StateOf => " (parameters)",
        Placement.InSlot(var slot) when operation.Operands.Any(x => plan[x] is Placement.InSlot(var other) && other == slot) => " (in place)",
        Placement.InSlot(var slot) => $" (slot {slot.Number.ToString(CultureInfo.InvariantCulture)})",
        _ => "",
    };

    private static string Size(long bytes) => bytes < 1000
        ? bytes.ToString(CultureInfo.InvariantCulture) + " B"
        : (bytes / 1000.0).ToString("N1", CultureInfo.InvariantCulture) + " KB";
}
