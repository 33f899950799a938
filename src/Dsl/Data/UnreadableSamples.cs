namespace ModelDsl.Data;

/// <summary>
/// Samples on disk that could not be read any more, or should not be. Where data is gathered it is an exception; <c>Fit</c>, <c>Evaluate</c>
/// and <c>Predict</c> make it an error.
/// </summary>
internal sealed class UnreadableSamples(string message) : IOException(message);
