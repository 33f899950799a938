namespace ModelDsl.Generators.Specs;

/// <summary>
/// The code to write for a block: its generated half. A block with errors gets only the members that let other code use it.
/// </summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="Spec">The block; null when it has an error.</param>
/// <param name="IsLayer">True when the block can inherit from a layer: none of the author's members has the name of a layer's
/// member.</param>
internal sealed record BlockOutput(TypeSpec Type, BlockSpec? Spec, bool IsLayer);
