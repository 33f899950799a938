namespace ModelDsl.Import.CSharp;

/// <summary>How a model is written as C#.</summary>
public sealed record CSharpOptions
{
    /// <summary>The name of the record; null for the model's name.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace of the record; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The loss as an attribute, as in <c>BinaryCrossentropy</c>; null for one that fits the last activation.</summary>
    public string? Loss { get; init; }

    /// <summary>The file that gets the weights, for a comment; null for none.</summary>
    public string? WeightsFile { get; init; }
}

/// <summary>A model as C#, with its weights.</summary>
/// <param name="Name">The name of the record.</param>
/// <param name="Source">The text of a file that declares it.</param>
/// <param name="Tensors">The weights, named and laid out as the record's parameters.</param>
/// <param name="Metadata">
/// What the file of the weights says about them: the model's name, and the names of classes if they are known.
/// </param>
public sealed record CSharpModel(
    string Name, string Source, IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Writes the weights into a safetensors file, which the record's <c>Load</c> reads.</summary>
    public void WriteWeights(string path) => SafetensorsWriter.Write(path, Tensors, Metadata);
}

/// <summary>A model as C#, or the reasons why it can't be said there.</summary>
/// <param name="Model">The model; null if there are errors.</param>
/// <param name="Errors">All errors that were found. Each names file, node and operation, and says what to do.</param>
public sealed record CSharpResult(CSharpModel? Model, IReadOnlyList<string> Errors);

/// <summary>Writes a model as a record with layers and a forward method, in C# that one reads.</summary>
public static class CSharpPrinter
{
    /// <summary>Writes a model. Nothing is thrown for a model that C# can't say; the result tells what is missing.</summary>
    public static CSharpResult Print(ImportedModel model, CSharpOptions? options = null)
    {
        options ??= new CSharpOptions();
        var name = Identifiers.Legal(options.Name ?? model.Name);
        var method = new MethodBuilder(model, name);
        method.Run();
        return method.Errors.Count > 0
            ? new CSharpResult(null, [.. method.Errors.Distinct()])
            : new CSharpResult(new CSharpModel(name, SourceFile.Write(model, options, name, method), method.Layers.Tensors,
                Metadata(model, name, method.Uses.Outputs)), []);
    }

    private static Dictionary<string, string> Metadata(ImportedModel model, string name, IReadOnlyList<Value> outputs)
    {
        var metadata = new Dictionary<string, string> { ["model"] = name };
        foreach (var pair in model.Metadata.Properties)
            if (pair.Key.StartsWith("modeldsl.", StringComparison.Ordinal)) metadata[pair.Key] = pair.Value;
        if (ClassNames.Of(model, outputs) is { } classes) metadata["modeldsl.classes"] = classes;
        return metadata;
    }
}
