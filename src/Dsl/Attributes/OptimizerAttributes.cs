namespace ModelDsl;

/// <summary>
/// Marks a partial record as an optimizer of its author's: one method, marked <see cref="UpdateAttribute"/>, says what becomes of a weight; the generated half makes one pass over all of them
/// of it, and remembers its state between steps and in checkpoints. What the method may hold: docs/reference/optimizers.md.
/// </summary>
/// <example><code>
/// [Optimizer]
/// public sealed partial record HeavyBall(double Momentum = 0.9) : Optimizer(0.01)
/// {
///     [Update]
///     private (float Weight, float Velocity) Step(float weight, float gradient, float velocity, float learningRate)
///     {
///         velocity = (float)Momentum * velocity - learningRate * gradient;
///         return (weight + velocity, velocity);
///     }
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OptimizerAttribute : Attribute;

/// <summary>
/// Marks the update rule of an <see cref="OptimizerAttribute"/> record: from a weight, its gradient and what the optimizer remembers of it, by the order of the parameters, to the new weight and what is remembered then, a
/// tuple in the same order. Two parameters are known by their names: <c>learningRate</c>, that of this step, and <c>step</c>, the number of this update, 1 for the first.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UpdateAttribute : Attribute;

/// <summary>Says what an optimizer remembers before the first step; 0 unless written.</summary>
/// <param name="initial">The number.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute(double initial) : Attribute
{
    /// <summary>The number.</summary>
    public double Initial { get; } = initial;
}
