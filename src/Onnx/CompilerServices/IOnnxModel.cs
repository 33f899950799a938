using System.ComponentModel;

namespace ModelDsl.CompilerServices;

/// <summary>A model with <see cref="OnnxAttribute"/>. The generator implements it.</summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IOnnxModel<TSelf> : IModel<TSelf> where TSelf : class, IOnnxModel<TSelf>
{
    /// <summary>Writes the computation of a prediction, operation by operation.</summary>
    /// <param name="graph">The graph to which it is written; it has the parameters.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void WriteOnnx(OnnxGraph graph);
}
