using System.Globalization;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>The table that Keras's <c>model.summary()</c> prints, as a compile-time constant.</summary>
internal static class SummaryTable
{
    public static string Render(LoweredModel model)
    {
        string[][] rows =
        [
            ["Layer (type)", "Output shape", "Param #"],
            .. model.Layers.Select(l => new[]
            {
                $"{l.Layer.Name} ({LayerTable.Of(l.Layer).Name})", Shapes.Text(l.Output.Dims), Number(l.ParameterCount),
            }),
        ];
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        string Rule(char left, char middle, char right) =>
            left + string.Join(middle.ToString(), widths.Select(width => new string('─', width + 2))) + right;
        string Row(string[] cells) =>
            $"│ {cells[0].PadRight(widths[0])} │ {cells[1].PadRight(widths[1])} │ {cells[2].PadLeft(widths[2])} │";

        string[] lines =
        [
            $"Model: {model.Spec.Name}, {Inputs(model)}{(model.Spec.HasNames ? $", output {Shapes.Text(model.Output.Dims)}" : "")}",
            Rule('┌', '┬', '┐'),
            Row(rows[0]),
            Rule('├', '┼', '┤'),
            .. rows.Skip(1).Select(Row),
            Rule('└', '┴', '┘'),
            Params("Total", _ => true),
            Params("Trainable", p => p.Trainable),
            Params("Non-trainable", p => !p.Trainable),
            $"Forward pass: {Number(model.Layers.Sum(l => l.Flops))} FLOPs a sample",
            Losses(model),
        ];
        return string.Join("\n", lines);

        string Params(string which, Func<ParameterInfo, bool> counts)
        {
            var count = model.Parameters.Where(counts).Sum(p => p.Type.Elements);
            return $"{which} params: {Number(count)} ({Bytes(4 * count)})";
        }
    }

    private static string Inputs(LoweredModel model) => model.Spec.Inputs.Count == 0
        ? $"input {Shapes.Text(model.Input.Dims)}"
        : "inputs " + string.Join(", ", model.Spec.Inputs.Select(input => $"{input.Name} {Shapes.Text([model.Input.Dims[0], .. input.Shape.Zip(AxisNames.Of(input.Axes, input.Shape.Count), (size, name) => (Dim)size with { Name = name })])}"));

    private static string Losses(LoweredModel model) => model.Outputs is [{ Spec.Weight: 1 } only]
        ? $"Loss: {only.Loss.Name}"
        : "Loss: " + string.Join(" + ", model.Outputs.Select(o =>
            (o.Spec.Weight == 1 ? "" : Literal.Of(o.Spec.Weight) + " · ") + o.Loss.Name + (o.Name.Length > 0 ? $" of {o.Name} {Shapes.Text(o.Type.Dims)}" : "")));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => FormattableString.Invariant($"{bytes} B"),
        < 1 << 20 => FormattableString.Invariant($"{bytes / 1024.0:0.00} KB"),
        _ => FormattableString.Invariant($"{bytes / 1048576.0:0.00} MB"),
    };
}
