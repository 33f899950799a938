namespace Benchmarks;

/// <summary>One measurement.</summary>
/// <param name="Value">The value in the contest's unit: seconds, bytes or a count.</param>
/// <param name="Accuracy">
/// The accuracy on images that were not trained on, so that nobody is fast by not learning; null where nothing is learned.
/// </param>
public sealed record Sample(double Value, double? Accuracy = null);
