using System.ComponentModel;
using System.Text;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// A layer of a model: an immutable value. Its hyper-parameters are in the attribute of the model's parameter. In a model with a
/// <see cref="ForwardAttribute"/> method a layer is also a function of batches: <c>x | m.Hidden</c>.
/// </summary>
public abstract record Layer
{
    /// <summary>The layer as a function of a batch, set by the generated half of its model. Equality ignores it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [JsonIgnore]
    public Func<Layer, Tensor, Tensor>? Function { get; init; }

    /// <summary>Applies the layer to a batch <c>[N, …]</c>, as in prediction: nothing is dropped, and moving statistics are used.</summary>
    public static Tensor operator |(Tensor x, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Call(x);
    }

    /// <inheritdoc cref="op_BitwiseOr(Tensor, Layer)"/>
    /// <exception cref="InvalidOperationException">The layer belongs to no model with a <see cref="ForwardAttribute"/> method.</exception>
    public Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply(x);
    }

    /// <summary>Does the work of <see cref="Call"/>: applies the layer's <see cref="Function"/>; a block runs its own code.</summary>
    protected virtual Tensor Apply(Tensor x) => Function is { } function
        ? function(this, x)
        : throw new InvalidOperationException(
            $"This {GetType().Name} layer can't be called: its hyper-parameters stand in the attribute of a model, and only a model with a [Forward] method binds them.");

    /// <summary>Returns whether both layers are of the same kind; derived layers also compare their tensors.</summary>
    public virtual bool Equals(Layer? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Returns the layer with its tensors; only a few of their numbers are shown.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes nothing: derived layers write their tensors.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;
}
