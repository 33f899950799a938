namespace ModelDsl;

/// <summary>
/// Marks a partial record as your own optimizer. One method, marked <see cref="UpdateAttribute"/>, computes the new value of a weight. The
/// generated half runs it over all weights in one pass, and keeps its state between steps and in checkpoints. The code that the method may
/// contain: docs/reference/optimizers.md.
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
/// Marks the update rule of an <see cref="OptimizerAttribute"/> record. Its parameters are, in this order, a weight, its gradient and the
/// state remembered for it. It returns the new weight and the new state, as a tuple in the same order. Two more parameters are recognized
/// by their names: <c>learningRate</c>, the rate of this step, and <c>step</c>, the number of this update, 1 for the first.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UpdateAttribute : Attribute;

/// <summary>Sets a number of an optimizer's state before the first step; 0 by default.</summary>
/// <param name="initial">The number.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute(double initial) : Attribute
{
    /// <summary>The number.</summary>
    public double Initial { get; } = initial;
}
