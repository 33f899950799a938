namespace ModelDsl.Pickles;

/// <summary>A pickle is damaged, or holds something that no state dict holds. The message is a part of a sentence.</summary>
internal sealed class PickleFault(string message) : Exception(message);
