namespace ModelDsl.Engines.Cpu;

/// <summary>
/// An engine that can leave a gradient uncomputed until gradient descent uses it, so that the gradient is never written to memory. The
/// results have the same bits as otherwise. See ADR 26.
/// </summary>
internal interface ILeavesToDescent
{
    /// <summary>
    /// Tells the engine that parameters and samples don't change between two instructions: the one that writes a gradient, and the
    /// <see cref="ITensorEngine.AddScaled"/> that reads it. Nothing reads the gradient after that.
    /// </summary>
    /// <param name="parameters">All parameters that gradient descent changes, as one vector.</param>
    /// <param name="gradient">Their gradient, in the same layout.</param>
    /// <param name="samples">The samples that a program computes it from; each of several programs has its own.</param>
    void LeaveToDescent(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer samples);
}
