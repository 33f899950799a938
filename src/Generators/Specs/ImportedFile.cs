using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>An <c>.onnx</c> file of the project, as the build has imported it.</summary>
/// <param name="Path">Its path, as the project writes it.</param>
/// <param name="Code">A file of C# with the record of the model; null when the import failed.</param>
/// <param name="Faults">The reasons why the import failed, a phrase each.</param>
internal sealed record ImportedFile(string Path, string? Code, EquatableArray<string> Faults)
{
    /// <summary>The name of the resource with its weights.</summary>
    public string Weights => Path + ".safetensors";
}

/// <summary>What the author says about a model that comes from a file, as far as the import depends on it.</summary>
/// <param name="Type">The place of the record in the code.</param>
/// <param name="File">The file of <c>[Onnx]</c>: its name, or the end of its path.</param>
/// <param name="HasLosses">True when the author's half names losses, which replace the loss of the import.</param>
/// <param name="HasWeights">True when the author's half names a weights file, which replaces the weights of the import.</param>
internal sealed record ImportedHalf(TypeSpec Type, string File, bool HasLosses, bool HasWeights);
