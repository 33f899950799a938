using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// A layer that is applied to one batch, eagerly: the memory that its generated function writes, and the checks of everything that it
/// reads. The engine is that of the layer's tensors, or that of the batch if the layer has no tensors.
/// </summary>
/// <param name="layer">Name of the layer, for errors.</param>
/// <param name="x">The batch, <c>[N, …]</c>.</param>
/// <param name="tensors">The layer's tensors; null for one that it does not use.</param>
[JsonConverter(typeof(TextJson))]
public sealed class LayerCall(string layer, Tensor x, params Tensor?[] tensors)
{
    /// <summary>Returns the layer and the batch: <c>Hidden of [32, 784]</c>.</summary>
    public override string ToString() => $"{layer} of {x.Shape}";

    /// <summary>The engine that computes.</summary>
    public ITensorEngine Engine { get; } = Array.Find(tensors, tensor => tensor is not null)?.Engine ?? x.Engine;

    /// <summary>Number of samples: N in the shapes of generated code.</summary>
    public int Rows => x.Shape.Rank == 0 ? 0 : x.Shape[0];

    /// <summary>The batch, in the engine's memory.</summary>
    public TensorBuffer Input => x.On(Engine);

    /// <summary>Returns whether the samples have a shape.</summary>
    public bool Takes(Shape sample) => x.Shape.Rank > 0 && x.Shape.Tail == sample;

    /// <summary>Returns a tensor of the layer, in the engine's memory.</summary>
    /// <exception cref="ArgumentException">
    /// It is missing, has another shape than in the model, or is on another engine than the first tensor.
    /// </exception>
    public TensorBuffer Parameter(string name, Tensor? tensor, Shape shape)
    {
        if (tensor?.Shape != shape) throw new ArgumentException($"{layer}.{name} is {tensor?.Shape.ToString() ?? "missing"}, but must be {shape}.");
        return ReferenceEquals(tensor.Engine, Engine)
            ? tensor.On(Engine)
            : throw new ArgumentException($"{layer}.{name} lies on the engine {tensor.Engine.Name}, but the layer's first tensor on {Engine.Name}: bring them to one by model.To(engine).");
    }

    /// <summary>Checks that the layer was not given a tensor that its attribute excludes.</summary>
    /// <exception cref="ArgumentException">The tensor is not null.</exception>
    public void Unused(string name, Tensor? tensor)
    {
        if (tensor is not null) throw new ArgumentException($"{layer}.{name} is {tensor.Shape}, but the layer is declared without it: it must be null.");
    }

    /// <summary>Returns the name of one of the batch's axes; <c>_</c> if it has no name.</summary>
    public string Axis(int axis) => x.Axes[axis];

    /// <summary>Returns the result as a tensor.</summary>
    /// <param name="buffer">The memory that holds it.</param>
    /// <param name="axes">Names of its axes; none if the model has none.</param>
    public Tensor Result(TensorBuffer buffer, params ReadOnlySpan<string> axes)
    {
        var copy = Engine.Allocate(buffer.Element, buffer.Shape);
        Engine.Copy(buffer, copy);
        return new Tensor(Engine, copy, AxisNames.Of(axes));
    }

    /// <summary>Returns the error for a batch with a shape that the model never gives to this layer.</summary>
    public ArgumentException Misfit(string shapes) => new($"Layer '{layer}' takes {shapes}, but this batch is {x.Shape}.");

    /// <summary>Checks that a batch holds indices of a table's rows.</summary>
    /// <exception cref="ArgumentException">A number is not an index.</exception>
    public void CheckIndices(int limit)
    {
        foreach (var number in x.ToDoubles())
            if (!(number >= 0 && number < limit && number == Math.Floor(number)))
                throw new ArgumentException(FormattableString.Invariant($"Layer '{layer}' looks up whole numbers from 0 to {limit - 1}, but the batch holds {number}."));
    }
}
