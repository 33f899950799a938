namespace ModelDsl.Engines.Cpu;

/// <summary>
/// An engine that can leave a gradient undone until gradient descent takes it, so that it never goes through memory. What it computes are the same
/// bits as without. See ADR 26.
/// </summary>
internal interface ILeavesToDescent
{
    /// <summary>
    /// Says that parameters and samples don't change between the instruction that writes a gradient and the <see cref="ITensorEngine.AddScaled"/> that
    /// reads it, after which nobody reads it any more.
    /// </summary>
    /// <param name="parameters">All parameters that gradient descent changes, as one vector.</param>
    /// <param name="gradient">Their gradient, of the same layout.</param>
    /// <param name="samples">What a program computes it from; each of several programs has its own.</param>
    void LeaveToDescent(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer samples);
}
