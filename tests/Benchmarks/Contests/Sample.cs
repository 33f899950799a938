namespace Benchmarks;

/// <summary>One measurement.</summary>
/// <param name="Value">In the contest's unit: seconds, bytes, a number.</param>
/// <param name="Accuracy">
/// On images that were not trained on, so that nobody is fast by not learning; null where nothing is learned.
/// </param>
public sealed record Sample(double Value, double? Accuracy = null);
