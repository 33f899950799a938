using System.Text;

namespace ModelDsl.Import.CSharp;

/// <summary>Writes the file of a record.</summary>
internal static class SourceFile
{
    public static string Write(ImportedModel model, CSharpOptions options, string name, MethodBuilder method)
    {
        var text = new StringBuilder();
        foreach (var line in Header(model, options, name, method)) text.Append("// ").Append(line).Append('\n');
        // The notes name such an input.
        if (method.Inputs.Any(input => method.Uses.Of(input.Value) == 0)) text.Append("#pragma warning disable MDSL147\n");
        if (method.Statements.Any(statement => statement.Contains("MathF."))) text.Append("using System;\n");
        text.Append("using ModelDsl;\nusing static ModelDsl.Functions;\n\n");
        if (options.Namespace is { Length: > 0 } space) text.Append("namespace ").Append(space).Append(";\n\n");
        foreach (var line in Documentation(model)) text.Append("/// ").Append(line).Append('\n');
        text.Append('[').Append(string.Join(", ", [.. Inputs(method), .. Losses(options, method)])).Append("]\n");
        text.Append("public sealed partial record ").Append(name).Append("(\n");
        text.Append(string.Join(",\n", method.Layers.All.Select(layer => $"    [{layer.Attribute}] {layer.Type} {layer.Name}")));
        text.Append(")\n{\n    [Forward]\n");
        text.Append("    static ").Append(Result(method)).Append(" Run(").Append(name).Append(" m, ").Append(Parameter(method)).Append(")\n    {\n");
        foreach (var statement in method.Statements) text.Append("        ").Append(statement).Append('\n');
        return text.Append("    }\n}\n").ToString();
    }

    private static IEnumerable<string> Header(ImportedModel model, CSharpOptions options, string name, MethodBuilder method)
    {
        var producer = model.Metadata.Producer.Length > 0 ? $", by {OneLine(model.Metadata.Producer)}" : "";
        yield return $"{name} is {OneLine(model.Metadata.File)} (opset {model.Metadata.Opset}{producer}) as a model of ModelDsl.";
        if (options.WeightsFile is { } file) yield return $"Its weights: {name}.Load(\"{OneLine(file)}\").";
        foreach (var note in model.Metadata.Notes) yield return OneLine(note);
        foreach (var place in method.Uses.LeftOut)
            yield return $"The output '{OneLine(place.Source)}' of the file is the place of the largest number of another one, and is left out.";
        if (options.Loss is null) yield return "The file names no loss. This one fits the last activation: choose your own before you train.";
    }

    private static IEnumerable<string> Documentation(ImportedModel model)
    {
        var shapes = $"{string.Join(", ", model.Inputs.Select(Shown))} → {string.Join(", ", model.Outputs.Select(Shown))}";
        var description = model.Metadata.Description.Split('\n').Select(line => Escaped(OneLine(line).Trim()))
            .Where(line => line.Length > 0).ToArray();
        if (description.Length == 0) return [$"<summary><c>{shapes}</c></summary>"];
        return ["<summary>", .. description, "</summary>", $"<remarks><c>{shapes}</c></remarks>"];

        static string Shown(Value value) => Escaped($"{OneLine(value.Source)} {value.Shape}");
    }

    private static IEnumerable<string> Inputs(MethodBuilder method) => method.Inputs.Count == 1
        ? [$"Model({Sample(method.Inputs[0].Value)})"]
        : ["Model", .. method.Inputs.Select(input => $"Input(\"{input.Name}\", {Sample(input.Value)})")];

    private static IEnumerable<string> Losses(CSharpOptions options, MethodBuilder method) => method.Uses.Outputs.Select((output, i) =>
        LossChoice.Of(method.Uses, output, options.Loss, method.Uses.Outputs.Count > 1 ? method.Outputs[i] : ""));

    private static string Parameter(MethodBuilder method) => method.Inputs.Count == 1
        ? $"Tensor {method.Parameter}"
        : $"({string.Join(", ", method.Inputs.Select(input => $"Tensor {input.Name}"))}) {method.Parameter}";

    private static string Result(MethodBuilder method) => method.Outputs.Count == 1
        ? "Tensor"
        : $"({string.Join(", ", method.Outputs.Select(output => $"Tensor {output}"))})";

    private static string Sample(Value value) => NumberText.List(value.Shape.Dimensions.Skip(1).Select(d => d.Size));

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
