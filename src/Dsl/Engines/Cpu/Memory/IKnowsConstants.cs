namespace ModelDsl.Engines.Cpu;

/// <summary>An engine that uses the fact that some numbers never change. The results have the same bits as otherwise.</summary>
internal interface IKnowsConstants
{
    /// <summary>Tells the engine that from now on nothing changes these numbers, through any view of their memory.</summary>
    void Keep(TensorBuffer numbers);
}
