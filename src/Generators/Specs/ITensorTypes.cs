using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Specs;

/// <summary>
/// What the evaluator asks when a method asks for the shape of a tensor. The rules of shapes stand in lowering, and nowhere else; a method that does not ask costs
/// nothing.
/// </summary>
internal interface ITensorTypes
{
    /// <summary>The type of a tensor among those that were read so far; null where it has none, as something is wrong with it.</summary>
    TensorType? Of(IReadOnlyList<TensorNode> nodes, int node);
}
