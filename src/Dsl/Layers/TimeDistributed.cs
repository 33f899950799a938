namespace ModelDsl;

/// <summary>
/// Applies a layer to each step of a sequence by itself, always with the same weights: <c>[N, steps, …]</c> becomes
/// <c>[N, steps, …]</c> with the output of the layer for each step, of at most 256. A <see cref="Dense"/> and other layers that work on the
/// last axis need no such attribute. Keras: <c>layers.TimeDistributed</c>.
/// </summary>
/// <example><code>[TimeDistributed, Conv2D(16, 3)] TimeDistributed&lt;Conv2D&gt; Frames</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimeDistributedAttribute : Attribute;

/// <summary>A layer that is applied to each step of a sequence.</summary>
/// <typeparam name="TLayer">The layer, which takes a step as a sample.</typeparam>
/// <param name="Layer">The layer.</param>
public sealed record TimeDistributed<TLayer>(TLayer Layer) : Layer where TLayer : Layer;
