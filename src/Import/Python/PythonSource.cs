using System.Text;

namespace ModelDsl.Import.Python;

/// <summary>A model as a module of PyTorch: a file of Python, and the tensors that it loads.</summary>
/// <param name="Text">The file's text. Its <c>load()</c> reads the tensors from the safetensors file of the same name beside it.</param>
/// <param name="Tensors">The state dict, in PyTorch's names and layouts.</param>
public sealed record PythonSource(string Text, IReadOnlyList<StoredTensor> Tensors)
{
    private const int LongestLine = 100;

    /// <summary>Prints a model, or says everything in it that PyTorch can't do.</summary>
    /// <param name="model">The model.</param>
    public static PythonResult Print(ImportedModel model)
    {
        var (names, errors, helpers) = (new ModuleNames(model), new List<string>(), new List<Helper>());
        var layers = model.Layers.ToDictionary(layer => layer, layer => LayerTable.Print(layer, new(
            names[layer],
            [.. Calls(model, layer).Select(step => step.Operands[0].Shape)],
            reason => errors.Add(Refusal(model, Calls(model, layer).First(), layer.GetType().Name, reason)))));
        foreach (var helper in layers.Values.SelectMany(layer => layer.Helpers)) Need(helper);

        var needsSamples = false;
        var forward = ForwardWriter.Write(model, names, step => new(
            layer => layers[layer], Need, Samples, reason => errors.Add(Refusal(model, step, step.Operation.GetType().Name, reason))));
        if (errors.Count > 0) return new(null, [.. errors.Distinct()]);

        var buffers = Buffers(model).ToList();
        var lines = new List<string>();
        lines.AddRange(Head(model, names, forward.Concat(helpers.Select(helper => helper.Text))));
        foreach (var helper in helpers) lines.AddRange([.. helper.Text.Split('\n'), "", ""]);
        lines.AddRange([$"class {names.Class}(nn.Module):", "    def __init__(self):", "        super().__init__()"]);
        lines.AddRange(model.Layers.SelectMany(layer => layers[layer].Lines).Select(line => "        " + line));
        lines.AddRange(Tied([.. model.Layers.SelectMany(layer => layers[layer].Tensors)]).Select(line => "        " + line));
        lines.AddRange(buffers.Select(buffer => "        " + BufferLine(names[buffer], buffer.Tensor)));
        lines.AddRange(["", $"    def forward({string.Join(", ", new[] { "self" }.Concat(model.Inputs.Select(input => names[input])))}):"]);
        if (needsSamples) lines.Add($"        {ModuleNames.Samples} = {names[model.Inputs[0]]}.shape[0]");
        lines.AddRange(forward.Select(line => "        " + line));
        lines.AddRange(["", "", .. Loader(names.Class)]);
        return new(
            new(string.Concat(lines.SelectMany(line => PythonLines.Wrap(line, LongestLine)).Select(line => line.TrimEnd() + "\n")),
                [.. model.Layers.SelectMany(layer => layers[layer].Tensors),
                    .. buffers.Select(buffer => new StoredTensor(names[buffer], buffer.Tensor))]),
            []);

        void Need(Helper helper)
        {
            foreach (var need in helper.Needs) Need(need);
            if (!helpers.Contains(helper)) helpers.Add(helper);
        }

        string Samples(long factor)
        {
            needsSamples = true;
            return factor == 1 ? ModuleNames.Samples : $"{factor} * {ModuleNames.Samples}";
        }
    }

    /// <summary>
    /// Lines for matrices that several layers share in the same layout: training changes them together. Exporters store equal vectors once,
    /// such as the scales of layers that were not trained; these are not meant to be one.
    /// </summary>
    private static IEnumerable<string> Tied(IReadOnlyList<StoredTensor> tensors) => tensors
        .Where(stored => stored.Tensor.Shape.Count > 1)
        .GroupBy(stored => stored.Tensor)
        .SelectMany(same => same.Skip(1).Select(other => $"self.{other.Name} = self.{same.First().Name}"));

    private static IEnumerable<Step> Calls(ImportedModel model, Layer layer) =>
        model.Steps.Where(step => step.Operation is Apply apply && ReferenceEquals(apply.Layer, layer));

    private static string Refusal(ImportedModel model, Step step, string kind, string reason) =>
        $"{model.Metadata.File}: {step.Node} ({kind}) can't be written for PyTorch: {reason}.";

    /// <summary>The constants that are not written as numbers.</summary>
    private static IEnumerable<Constant> Buffers(ImportedModel model) => model.Steps
        .SelectMany(
            step => step.Operands.OfType<Constant>().Where(constant => constant.Weight is null && !ForwardWriter.IsLiteral(step, constant)))
        .Distinct();

    private static string BufferLine(string name, Tensor tensor)
    {
        var kind = tensor.Type switch
        {
            ElementType.Integer => ", dtype=torch.int64",
            ElementType.Boolean => ", dtype=torch.bool",
            _ => "",
        };
        return $"self.register_buffer(\"{name}\", torch.zeros({PythonText.Tuple(tensor.Shape.Select(size => (long)size))}{kind}))";
    }

    private static IEnumerable<string> Head(ImportedModel model, ModuleNames names, IEnumerable<string> code)
    {
        var metadata = model.Metadata;
        yield return $"\"\"\"{names.Class}, a module of PyTorch. ModelDsl wrote it from {Plain(metadata.File)}: `modeldsl export --pytorch`.";
        if (metadata.Description.Length > 0) yield return "";
        foreach (var line in metadata.Description.Split('\n').Where(line => line.Trim().Length > 0)) yield return Plain(line.Trim());
        yield return "";
        yield return "    model = load()  # reads the .safetensors file beside this file; ready to predict";
        yield return $"    {string.Join(", ", model.Outputs.Select(output => names[output]))} = model({string.Join(", ", model.Inputs.Select(input => names[input]))})";
        yield return "";
        yield return "N is the number of samples:";
        yield return "";
        foreach (var input in model.Inputs) yield return $"    {names[input]}: {Kind(input.Type)} {input.Shape}";
        yield return $"    returns {string.Join(", ", model.Outputs.Select(output => $"{names[output]}: {Kind(output.Type)} {output.Shape}"))}";
        if (metadata.Notes.Count > 0) yield return "";
        foreach (var note in metadata.Notes) yield return Plain(note);
        yield return "\"\"\"";
        yield return "import json";
        yield return "import pathlib";
        yield return "import struct";
        yield return "";
        yield return "import torch";
        if (code.Any(line => line.IndexOf("F.", StringComparison.Ordinal) >= 0)) yield return "import torch.nn.functional as F";
        yield return "from torch import nn";
        yield return "";
        yield return "";
    }

    private static string Kind(ElementType type) => type switch
    {
        ElementType.Integer => "int64",
        ElementType.Boolean => "bool",
        _ => "float32",
    };

    /// <summary>Text of the file in a docstring: it can't end the docstring.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text) plain.Append(char.IsControl(c) || c is '\u2028' or '\u2029' or '"' or '\\' ? (c == '"' ? '\'' : ' ') : c);
        return plain.ToString();
    }

    private static IEnumerable<string> Loader(string name) => $$""""
        def load(path=pathlib.Path(__file__).with_suffix(".safetensors")):
            """Returns the model with the weights of a safetensors file, ready to predict."""
            model = {{name}}()
            model.load_state_dict(read_safetensors(path))
            return model.eval()


        def read_safetensors(path):
            """Returns the tensors of a safetensors file, as safetensors.torch.load_file does."""
            types = {"F32": torch.float32, "I64": torch.int64, "BOOL": torch.bool}
            data = bytearray(pathlib.Path(path).read_bytes())
            start = 8 + struct.unpack("<Q", data[:8])[0]
            tensors = {}
            for name, entry in json.loads(data[8:start]).items():
                if name == "__metadata__":
                    continue
                begin, end = entry["data_offsets"]
                numbers, dtype = data[start + begin:start + end], types[entry["dtype"]]
                tensor = torch.frombuffer(numbers, dtype=dtype) if numbers else torch.zeros(0, dtype=dtype)
                tensors[name] = tensor.reshape(entry["shape"])
            return tensors
        """".Split('\n');
}

/// <summary>A printed module, or why it can't be printed.</summary>
/// <param name="Source">The module, or null if there are errors.</param>
/// <param name="Errors">All errors. Each names the file, the node and the operation.</param>
public sealed record PythonResult(PythonSource? Source, IReadOnlyList<string> Errors);
