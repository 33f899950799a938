using System.CommandLine;
using ModelDsl.Import;

namespace ModelDsl.Tool;

/// <summary><c>modeldsl inspect model.onnx</c>: what a file has, and what of it can't be imported.</summary>
internal static class InspectCommand
{
    /// <summary>Returns the command.</summary>
    public static Command Make()
    {
        var onnx = new OnnxArgument();
        var command = new Command("inspect", "Say what an .onnx file has: inputs, layers, operations, outputs; or why it can't be imported.");
        onnx.AddTo(command);
        command.SetAction(parsed =>
        {
            if (onnx.Read(parsed) is not { } model) return 1;
            foreach (var line in Lines(model)) parsed.InvocationConfiguration.Output.WriteLine(line);
            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Lines(ImportedModel model)
    {
        yield return $"{model.Metadata.File}: opset {model.Metadata.Opset}, written by {model.Metadata.Producer}";
        foreach (var line in model.Metadata.Description.Split('\n').Where(line => line.Trim().Length > 0)) yield return $"  {line.TrimEnd()}";
        foreach (var input in model.Inputs) yield return $"input   {input.Source} {input.Shape}";
        foreach (var output in model.Outputs) yield return $"output  {output.Source} {output.Shape}";
        foreach (var group in model.Layers.GroupBy(layer => layer.GetType().Name)) yield return $"layer   {group.Key} × {group.Count()}";
        var functions = model.Steps.Where(step => step.Operation is not Apply).GroupBy(step => NameOf(step.Operation));
        foreach (var group in functions.OrderBy(group => group.Key, StringComparer.Ordinal)) yield return $"step    {group.Key} × {group.Count()}";
        foreach (var note in model.Metadata.Notes) yield return $"note    {note}";
        foreach (var (key, value) in model.Metadata.Properties) yield return $"says    {key} = {(value.Length > 60 ? value[..60] + "…" : value)}";
    }

    private static string NameOf(Operation operation) => operation switch
    {
        Unary unary => unary.Function.ToString(),
        Binary binary => binary.Function.ToString(),
        Reduce reduce => $"{reduce.Function} over axes",
        Pool { IsMaximum: var isMaximum } => isMaximum ? "MaxPool" : "AveragePool",
        _ => operation.GetType().Name,
    };
}
