namespace ModelDsl.Engines.Cpu;

/// <summary>An engine that makes use of numbers that stay as they are. What it computes are the same bits as without.</summary>
internal interface IKnowsConstants
{
    /// <summary>Says that nobody changes these numbers, nor any other view of their memory, from now on.</summary>
    void Keep(TensorBuffer numbers);
}
