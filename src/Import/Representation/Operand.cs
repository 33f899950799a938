namespace ModelDsl.Import;

/// <summary>What a step works on: a <see cref="Value"/> or a <see cref="Constant"/>. Two operands are the same if they are the same
/// object.</summary>
/// <param name="name">Its identifier, which no other operand has.</param>
/// <param name="shape">Its shape, as in the file.</param>
/// <param name="type">What its numbers are.</param>
public abstract class Operand(string name, Shape shape, ElementType type)
{
    /// <summary>The identifier: in camel case, <c>logits</c>, or the name of the weight's layer. No other operand has it.</summary>
    public string Name { get; } = name;

    /// <summary>The shape, as in the file.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>What the numbers are.</summary>
    public ElementType Type { get; } = type;

    /// <summary>The operand as a text, <c>logits [N, 10]</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";
}

/// <summary>An input of the model, or a result of a step.</summary>
/// <param name="name">Its identifier.</param>
/// <param name="source">Its name in the file.</param>
/// <param name="shape">Its shape.</param>
/// <param name="type">What its numbers are.</param>
public sealed class Value(string name, string source, Shape shape, ElementType type) : Operand(name, shape, type)
{
    /// <summary>The name in the file, for messages and for names of inputs and outputs.</summary>
    public string Source { get; } = source;
}

/// <summary>A tensor that the file holds, or that was computed from such tensors, where a step uses it directly.</summary>
/// <param name="name">Its identifier. For a weight, the layer's name.</param>
/// <param name="tensor">Its numbers.</param>
/// <param name="weight">The layer that holds it, if it is a weight that training may change: a tensor of more than one real number that
/// the file stores by name. Otherwise null: the constant is part of the function.</param>
public sealed class Constant(string name, Tensor tensor, Weight? weight = null)
    : Operand(name, new([.. tensor.Shape.Select(size => new Dimension(size))]), tensor.Type)
{
    /// <summary>The numbers.</summary>
    public Tensor Tensor { get; } = tensor;

    /// <summary>The layer that holds the tensor, or null for a constant of the function.</summary>
    public Weight? Weight { get; } = weight;
}
