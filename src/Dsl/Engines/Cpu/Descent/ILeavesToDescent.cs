namespace ModelDsl.Engines;

/// <summary>
/// An engine that can leave a gradient undone until gradient descent takes it, so that it never goes through memory. What it computes are the same
/// bits as without. See ADR 26.
/// </summary>
internal interface ILeavesToDescent
{
    /// <summary>
    /// Says that parameters don't change between the instruction that writes their gradient and the <see cref="ITensorEngine.Sgd"/> without
    /// velocity that reads it, after which nobody reads it any more.
    /// </summary>
    /// <param name="parameters">All parameters that gradient descent changes, as one vector.</param>
    /// <param name="gradient">Their gradient, of the same layout.</param>
    void LeaveToDescent(TensorBuffer parameters, TensorBuffer gradient);
}
