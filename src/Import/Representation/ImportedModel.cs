namespace ModelDsl.Import;

/// <summary>One operation of a model: results = operation(operands).</summary>
/// <param name="Node">The name of the node in the file, or of its first output, for comments and messages.</param>
/// <param name="Operation">What is computed.</param>
/// <param name="Operands">What it is computed from. Values come from inputs or from steps before.</param>
/// <param name="Results">What it gives: one value, except for a <see cref="Split"/>.</param>
public sealed record Step(string Node, Operation Operation, IReadOnlyList<Operand> Operands, IReadOnlyList<Value> Results)
{
    /// <summary>The only result.</summary>
    public Value Result => Results[0];
}

/// <summary>A model from a file, as layers and steps. Printers write it in a programming language.</summary>
/// <param name="Name">An identifier in Pascal case: the name of the file, or of its graph.</param>
/// <param name="Inputs">What the model takes. Every shape begins with N.</param>
/// <param name="Layers">The layers, in the order in which steps first use them.</param>
/// <param name="Steps">The steps, in an order in which they can run. Each is needed for an output.</param>
/// <param name="Outputs">What the model returns: values of steps.</param>
/// <param name="Metadata">What else the file says.</param>
public sealed record ImportedModel(
    string Name, IReadOnlyList<Value> Inputs, IReadOnlyList<Layer> Layers, IReadOnlyList<Step> Steps, IReadOnlyList<Value> Outputs,
    ImportedMetadata Metadata);

/// <summary>What a file says about a model besides its function.</summary>
/// <param name="File">The name of the file, without its folder.</param>
/// <param name="Opset">The version of ONNX's operators.</param>
/// <param name="Producer">The program that wrote the file, with its version.</param>
/// <param name="Description">The file's description. It may have several lines, or be empty.</param>
/// <param name="Properties">The file's <c>metadata_props</c>, for example names of classes.</param>
/// <param name="Notes">What was changed on the way, a sentence each: a fixed batch that became N, numbers that became float32.</param>
public sealed record ImportedMetadata(
    string File, int Opset, string Producer, string Description, IReadOnlyDictionary<string, string> Properties,
    IReadOnlyList<string> Notes);

/// <summary>A model, or what is wrong with its file.</summary>
/// <param name="Model">The model, or null if there are errors.</param>
/// <param name="Errors">All errors that were found. Each names the file, the node and its operator, and says what to do.</param>
public sealed record ImportResult(ImportedModel? Model, IReadOnlyList<string> Errors);
