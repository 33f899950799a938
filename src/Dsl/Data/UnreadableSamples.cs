namespace ModelDsl.Data;

/// <summary>
/// Thrown if samples on disk can no longer be read, or must not be. It is an exception during gathering; <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> turn it into an error.
/// </summary>
internal sealed class UnreadableSamples(string message) : IOException(message);
