using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A model whose Hessian can be multiplied by a direction. The generator implements it besides <see cref="IModel{TSelf}"/> for
/// <c>[Model(…, Derivatives = Derivatives.HessianVectorProduct)]</c>.
/// </summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IHessianVectorProduct<TSelf> : IModel<TSelf> where TSelf : class, IHessianVectorProduct<TSelf>
{
    /// <summary>
    /// Compiles a program, in the memory of an engine, that computes the loss, its gradient and the Hessian times a direction.
    /// </summary>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">The parameters that it reads, in the memory of that engine; it writes none.</param>
    /// <param name="direction">The direction that it reads; parts that are not trainable are not read.</param>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="product">Receives the Hessian times the direction.</param>
    static abstract ModelProgram CompileHessianVectorProduct(
        ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena direction, ParameterArena gradient,
        ParameterArena product);
}
