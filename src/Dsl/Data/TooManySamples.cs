namespace ModelDsl.Data;

/// <summary>
/// Thrown if a program, or a tensor of its results, has no room for so many samples. Members that return a <c>Fin</c> turn it into an
/// error.
/// </summary>
internal sealed class TooManySamples(string message) : ArgumentException(message);
