using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A model whose Hessian can be multiplied with a direction: what the generator implements beside <see cref="IModel{TSelf}"/> for
/// <c>[Model(…, Derivatives = Derivatives.HessianVectorProduct)]</c>.
/// </summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IHessianVectorProduct<TSelf> : IModel<TSelf> where TSelf : class, IHessianVectorProduct<TSelf>
{
    /// <summary>Lays the program out in the memory of an engine that gives the loss, its gradient and the Hessian times a direction.</summary>
    /// <param name="engine">Where it runs.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">The parameters that it reads, in the memory of that engine; none are written.</param>
    /// <param name="direction">The direction that it reads; of what is not trainable nothing is read.</param>
    /// <param name="gradient">Where it writes the gradient.</param>
    /// <param name="product">Where it writes the Hessian times the direction.</param>
    static abstract ModelProgram CompileHessianVectorProduct(
        ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena direction, ParameterArena gradient, ParameterArena product);
}
