namespace ModelDsl;

/// <summary>
/// The derivatives that the generator writes for a model besides its gradient, if <see cref="ModelAttribute.Derivatives"/> asks for them.
/// </summary>
[Flags]
public enum Derivatives
{
    /// <summary>Only the gradient.</summary>
    None = 0,

    /// <summary>
    /// The change of predictions along a direction of the parameters or of the input: <c>model.JacobianVectorProduct(x, direction)</c>.
    /// </summary>
    JacobianVectorProduct = 1,

    /// <summary>
    /// The change of the gradient along a direction of the parameters: <c>model.HessianVectorProduct(batch, direction)</c>.
    /// </summary>
    HessianVectorProduct = 2,
}
