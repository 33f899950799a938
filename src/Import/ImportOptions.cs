namespace ModelDsl.Import;

/// <summary>What a file does not say.</summary>
public sealed record ImportOptions
{
    /// <summary>Nothing is given.</summary>
    public static readonly ImportOptions None = new();

    /// <summary>
    /// Shapes of samples for inputs whose sizes are not fixed in the file: the input's name, and sizes without the batch, as in the file
    /// (channels first).
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; } = new Dictionary<string, IReadOnlyList<long>>();
}
