using Onnx;

namespace ModelDsl.Import;

/// <summary>Reads a model from an <c>.onnx</c> file.</summary>
public static class OnnxFile
{
    /// <summary>Reads a model. Nothing is thrown for a wrong file; the result says what is wrong.</summary>
    /// <param name="path">The file. Weights in other files are read from its folder alone.</param>
    /// <param name="options">What the file does not say, or null.</param>
    public static ImportResult Read(string path, ImportOptions? options = null)
    {
        try
        {
            return Read(ModelParser.Parse(path), path, options ?? ImportOptions.None);
        }
        catch (ImportException error)
        {
            return Failed(path, [error.Message]);
        }
        // A file of weights beside the model may vanish while it is read.
        catch (IOException error)
        {
            return Failed(path, [error.Message]);
        }
    }

    private static ImportResult Read(ModelProto model, string path, ImportOptions options)
    {
        var notes = new HashSet<string>();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Operators that are not offered are told first: no shape that one could give would help.
        if (OperatorTable.Uncovered(model) is { Count: > 0 } uncovered)
            return Failed(path, uncovered);
        var graph = SourceGraph.Create(model, folder, options, what => notes.Add($"Weights of {what}."));
        var errors = new List<string>();
        var fixedBatch = FixedBatchOf(graph);
        if (fixedBatch is not null)
        {
            // What is wrong with the file itself shows in its own batch.
            Translator.Translate(graph, fixedBatch.Size, fixedBatch, errors);
            if (errors.Count > 0)
                return Failed(path, errors);
            fixedBatch = fixedBatch with { IsOwn = false };
            notes.Add($"The file was written for a batch of {fixedBatch.Size}. The model takes batches of any size.");
        }
        var first = Translator.Translate(graph, Generalisation.First, fixedBatch, errors);
        var second = errors.Count > 0 ? first : Translator.Translate(graph, Generalisation.Second, fixedBatch, errors);
        if (errors.Count > 0)
            return Failed(path, fixedBatch is null ? errors : errors.Select(error =>
                $"{error} (This is so in a batch of {first.Drafter.Batch}; the file was written for {fixedBatch.Size}. Export it with a"
                    + " dynamic batch.)"));
        Generalisation.Merge(first, second);
        foreach (var (name, wire) in graph.Outputs.Zip(first.Draft.Outputs, (name, wire) => (name, wire)))
            if (!wire.Shape.IsBatchFirst)
                errors.Add($"output '{name}' has the shape {wire.Shape}, and a prediction begins with the batch. Export the model batch"
                    + " first.");
        if (errors.Count > 0)
            return Failed(path, errors);
        Simplifier.Run(first.Draft);
        notes.UnionWith(graph.Inputs
            .Where(input => first.Draft.Steps.All(step => step.Operands.All(operand => operand.Source != input.Name
                || !first.Draft.Inputs.Contains(operand))) && first.Draft.Outputs.All(output => output.Source != input.Name))
            .Select(unused => $"Input '{unused.Name}' has no effect."));
        return new(Finish.Model(NameOf(path, model), first.Draft, Metadata(model, path, graph.Opset, notes)), []);
    }

    private static FixedBatch? FixedBatchOf(SourceGraph graph)
    {
        var batches = graph.Inputs.Select(input => input.Batch).Where(batch => batch is not null).Distinct().ToList();
        return batches switch
        {
            [] => null,
            [{ } batch] => new(batch, [], IsOwn: true),
            _ => throw new ImportException(
                $"its inputs are {string.Join(", ", graph.Inputs.Select(input => $"'{input.Name}' of {input.Batch} samples"))}. Inputs of"
                    + " a model have"
                + " the same number of samples. Export it with the batch first in each input."),
        };
    }

    private static ImportedMetadata Metadata(ModelProto model, string path, int opset, IEnumerable<string> notes)
    {
        var properties = new Dictionary<string, string>();
        foreach (var property in model.MetadataProps)
            properties[property.Key] = property.Value;
        var description = model.DocString.Length > 0 ? model.DocString : model.Graph.DocString;
        return new(Path.GetFileName(path), opset, $"{model.ProducerName} {model.ProducerVersion}".Trim(), description, properties,
            [.. notes.OrderBy(note => note, StringComparer.Ordinal)]);
    }

    private static string NameOf(string path, ModelProto model) =>
        new Names().Unique(Names.Pascal([Path.GetFileNameWithoutExtension(path)]) ?? Names.Pascal([model.Graph.Name]) ?? "Model");

    private static ImportResult Failed(string path, IEnumerable<string> errors) =>
        new(null, [.. errors.Select(error => $"{Path.GetFileName(path)}: {error}")]);
}
