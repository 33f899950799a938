namespace ModelDsl.Training;

/// <summary>A callback finds that a checkpoint is of another run. Going on from it becomes an error; it is no fault of the callback.</summary>
/// <param name="message">What differs.</param>
internal sealed class CheckpointRefused(string message) : InvalidOperationException(message);
