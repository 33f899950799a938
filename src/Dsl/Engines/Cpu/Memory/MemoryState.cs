namespace ModelDsl.Engines.Cpu;

/// <summary>What is known of a piece of memory, whichever view of it one has.</summary>
internal sealed class MemoryState
{
    /// <summary>Whether all numbers are finite and stay as they are, as the parameters of a predictor.</summary>
    public bool IsConstant { get; set; }

    /// <summary>Whether all numbers stay as they are while a gradient waits whose factors they are.</summary>
    public bool StaysUntilDescent { get; set; }

    /// <summary>The gradient whose parts may not be written yet, where gradient descent alone reads it.</summary>
    public WaitingGradient? Waiting { get; set; }
}
