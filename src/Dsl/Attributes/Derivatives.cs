namespace ModelDsl;

/// <summary>What the generator derives for a model beside its gradient, where <see cref="ModelAttribute.Derivatives"/> asks for it.</summary>
[Flags]
public enum Derivatives
{
    /// <summary>The gradient alone.</summary>
    None = 0,

    /// <summary>How fast predictions change along a direction, of the parameters or of the input: <c>model.JacobianVectorProduct(x, direction)</c>.</summary>
    JacobianVectorProduct = 1,

    /// <summary>How fast the gradient changes along a direction of the parameters: <c>model.HessianVectorProduct(batch, direction)</c>.</summary>
    HessianVectorProduct = 2,
}
