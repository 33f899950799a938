namespace ModelDsl.Files;

/// <summary>What a file says about a layer besides its tensors.</summary>
/// <param name="Class">The class of the layer in snake case, as Keras writes it: <c>batch_normalization</c>.</param>
/// <param name="Order">Its position among the layers of the model.</param>
internal sealed record ModuleFacts(string Class, int Order);
