namespace Benchmarks;

/// <summary>One timed piece of work.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Accuracy">On images that were not trained on, so that nobody is fast by not learning.</param>
public sealed record Sample(double Seconds, double Accuracy);
