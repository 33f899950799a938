using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A model whose predictions can be differentiated along a direction, in forward mode. The generator implements it besides
/// <see cref="IModel{TSelf}"/> for <c>[Model(…, Derivatives = Derivatives.JacobianVectorProduct)]</c>.
/// </summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IJacobianVectorProduct<TSelf> : IModel<TSelf> where TSelf : class, IJacobianVectorProduct<TSelf>
{
    /// <summary>
    /// Compiles a program, in the memory of an engine, that computes predictions and their tangent. The tangent is the rate of change as
    /// parameters move along the arena's direction and the input along <see cref="ModelProgram.InputDirection"/>, both at the same time.
    /// </summary>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">The parameters that it reads, in the memory of that engine.</param>
    /// <param name="direction">The direction that it reads; parts that are not trainable are not read.</param>
    static abstract ModelProgram CompileJacobianVectorProduct(
        ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena direction);
}
