namespace ModelDsl.Generators.Specs;

/// <summary>What is written for a block: its half, or, for one with errors, what lets it be used.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="Spec">The block; null where something is wrong with it.</param>
/// <param name="IsLayer">Whether it can be derived from a layer: no member of the author's has a name that a layer's has.</param>
internal sealed record BlockOutput(TypeSpec Type, BlockSpec? Spec, bool IsLayer);
