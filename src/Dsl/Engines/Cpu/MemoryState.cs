namespace ModelDsl.Engines;

/// <summary>What is known of a piece of memory, whichever view of it one has.</summary>
internal sealed class MemoryState
{
    /// <summary>Whether all numbers are finite and stay as they are, as the parameters of a predictor.</summary>
    public bool IsConstant { get; set; }
}
