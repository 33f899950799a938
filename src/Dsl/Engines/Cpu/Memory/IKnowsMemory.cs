namespace ModelDsl.Engines;

/// <summary>An engine that makes use of what a run knows of its memory. What it computes are the same bits as without.</summary>
internal interface IKnowsMemory
{
    /// <summary>A gradient that nobody but an optimizer is going to read: it need not lie there before.</summary>
    void ReadByOptimizer(TensorBuffer gradient);

    /// <summary>Numbers that nobody changes from now on.</summary>
    void Constant(TensorBuffer numbers);
}
