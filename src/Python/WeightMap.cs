namespace ModelDsl;

/// <summary>
/// What to do where names of Python and of a model don't say it. An error about names prints the lines to write here.
/// </summary>
public sealed record WeightMap
{
    /// <summary>
    /// Names of Python and of the model: <c>("encoder.0", "Stem")</c> for a layer with all its tensors, or
    /// <c>("encoder.0.weight", "Stem.Kernel")</c> for one tensor.
    /// </summary>
    public IReadOnlyList<(string Python, string Own)> Names { get; init; } = [];

    /// <summary>
    /// The part of the file to read: <c>model</c> reads the tensors whose names begin with <c>model.</c>, for instance the state dict
    /// <c>model</c> of a checkpoint. Empty for the whole file, or for the only state dict in it.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>Tensors, or layers with all their tensors, that the file has and the model does not need: <c>fc</c>.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Layers of the model that the file does not have. They keep their weights: <c>Head</c>.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>
    /// Layers whose flattened features PyTorch orders channels first, as it does after convolutions. The model's description tells where a
    /// layer needs to be named here.
    /// </summary>
    public IReadOnlyList<string> ChannelsFirst { get; init; } = [];

    /// <summary>Layers whose flattened features PyTorch orders as this model does: channels last.</summary>
    public IReadOnlyList<string> ChannelsLast { get; init; } = [];
}
