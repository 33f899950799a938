namespace ModelDsl.Files;

/// <summary>A file with tensors, which is open while they are read.</summary>
internal abstract class TensorSource : IDisposable
{
    /// <summary>The tensors, in the order of the file.</summary>
    public abstract IReadOnlyList<ForeignTensor> Tensors { get; }

    /// <summary>What the file says about layers, by the names of their tensors without the last part.</summary>
    public virtual IReadOnlyDictionary<string, ModuleFacts> Modules => new Dictionary<string, ModuleFacts>();

    /// <summary>The framework whose layouts the tensors have.</summary>
    public abstract Framework Framework { get; }

    /// <summary>Reads the numbers of a tensor, in row order.</summary>
    /// <param name="index">Its position in <see cref="Tensors"/>.</param>
    /// <exception cref="FileFault">They can't be read.</exception>
    public abstract float[] Read(int index);

    /// <inheritdoc/>
    public abstract void Dispose();
}
