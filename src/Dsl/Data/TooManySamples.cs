namespace ModelDsl.Data;

/// <summary>More samples than a program, or a tensor of its results, has room for. Members that return a <c>Fin</c> make it an error.</summary>
internal sealed class TooManySamples(string message) : ArgumentException(message);
