using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>The code to emit for a model: its whole generated half, or only the members' signatures when the model has errors.</summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="Spec">The model; null when it has an error.</param>
/// <param name="Taken">The names of members that the author has already declared; empty for a model without errors.</param>
internal sealed record ModelOutput(TypeSpec Type, ModelSpec? Spec, EquatableArray<string> Taken)
{
    /// <summary>The inputs, when there are several.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; } = [];

    /// <summary>The names of the outputs, when there are several.</summary>
    public EquatableArray<string> Outputs { get; init; } = [];

    /// <summary>The rows that the model takes; null when it takes tensors.</summary>
    public RowsOutline? Rows { get; init; }

    /// <summary>The derivatives that the model asks for, besides its gradient.</summary>
    public Derivatives Derivatives { get; init; }

    /// <summary>True when the model takes weights from a file.</summary>
    public bool HasWeights { get; init; }

    /// <summary>True when the model has [Onnx].</summary>
    public bool IsExported { get; init; }

    /// <summary>The name of the resource with its weights; null when there is none.</summary>
    public string? Resource { get; init; }
}
