using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A tensor of a weights file, or a tensor that a model needs: its type is then empty.</summary>
/// <param name="Name">Its name: <c>Output.Kernel</c>.</param>
/// <param name="Shape">Its shape, as text: <c>[4, 3]</c>.</param>
/// <param name="Type">The type of its numbers, as the file names it: <c>F32</c>.</param>
internal sealed record TensorEntry(string Name, string Shape, string Type = "");

/// <summary>The header of a weights file of the project.</summary>
/// <param name="Path">Its path, as the project writes it. The resource of the assembly has this name.</param>
/// <param name="Fault">The reason why it can't be read, one phrase; null when it can.</param>
/// <param name="Tensors">Its tensors.</param>
internal sealed record WeightsFile(string Path, string? Fault, EquatableArray<TensorEntry> Tensors);
