namespace ModelDsl.Engines.Cpu;

/// <summary>The known facts about a piece of memory, the same for all views of it.</summary>
internal sealed class MemoryState
{
    /// <summary>True if all numbers are finite and never change, such as the parameters of a predictor.</summary>
    public bool IsConstant { get; set; }

    /// <summary>True if the numbers don't change while a gradient waits that has them as factors.</summary>
    public bool StaysUntilDescent { get; set; }

    /// <summary>The gradient whose parts may not be written yet, if only gradient descent reads it.</summary>
    public WaitingGradient? Waiting { get; set; }
}
