using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A model whose predictions can be derived along a direction, in forward mode: what the generator implements beside
/// <see cref="IModel{TSelf}"/> for <c>[Model(…, Derivatives = Derivatives.JacobianVectorProduct)]</c>.
/// </summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IJacobianVectorProduct<TSelf> : IModel<TSelf> where TSelf : class, IJacobianVectorProduct<TSelf>
{
    /// <summary>
    /// Lays the program out in the memory of an engine that gives predictions and their tangent: how fast they change as parameters move along
    /// the arena's direction and the input along <see cref="ModelProgram.InputDirection"/>, both at once.
    /// </summary>
    /// <param name="engine">Where it runs.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">The parameters that it reads, in the memory of that engine.</param>
    /// <param name="direction">The direction that it reads; of what is not trainable nothing is read.</param>
    static abstract ModelProgram CompileJacobianVectorProduct(ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena direction);
}
