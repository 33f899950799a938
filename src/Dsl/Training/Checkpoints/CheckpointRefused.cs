namespace ModelDsl.Training;

/// <summary>
/// Thrown when a callback finds that a checkpoint is of another run. Resuming then ends with an error, which is not the callback's fault.
/// </summary>
/// <param name="message">The difference.</param>
internal sealed class CheckpointRefused(string message) : InvalidOperationException(message);
