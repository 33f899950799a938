using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Specs;

/// <summary>
/// Gives the evaluator the type of a tensor when a method asks for its shape. The rules of shapes stand only in lowering. A method that
/// does not ask costs nothing.
/// </summary>
internal interface ITensorTypes
{
    /// <summary>Returns the type of one of the tensors that were read so far; null when an error leaves it without a type.</summary>
    TensorType? Of(IReadOnlyList<TensorNode> nodes, int node);
}
