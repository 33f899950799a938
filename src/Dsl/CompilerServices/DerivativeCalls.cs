using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The common part of the methods that the generator emits for a model with <see cref="ModelAttribute.Derivatives"/>. Each call compiles
/// its program again.
/// </summary>
public static class DerivativeCalls
{
    /// <summary>
    /// Returns the loss of a batch as training computes it, its gradient, and the product of its Hessian and a direction. Both are values
    /// of the model's own type, zero for everything that is not trainable.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples and labels.</param>
    /// <param name="direction">The direction; parts that are not trainable are not read.</param>
    /// <param name="key">Seed and step of the random numbers in training: the gradient and the product use the same numbers.</param>
    /// <exception cref="ArgumentException">
    /// Samples or labels do not have the model's shape, kind or range, or a tensor of model or direction differs from the description.
    /// </exception>
    public static (double Loss, T Gradient, T Product) HessianVectorProduct<T>(T model, Batch batch, T direction, RandomKey key)
        where T : class, IHessianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(direction);
        var rows = BatchChecks.Check(T.Description, batch);
        var engine = ModelCalls.EngineOf(model);
        using var memory = engine.BeginMemory();
        var (gradient, product) = (new ParameterArena(engine, T.Description), new ParameterArena(engine, T.Description));
        var along = ModelCalls.ParametersOf(direction, engine);
        var program = T.CompileHessianVectorProduct(engine, rows, ModelCalls.ParametersOf(model, engine), along, gradient, product);
        var loss = ModelCalls.RunOn(T.Description, program, batch, key);
        return (loss, model.WithParameters(gradient.Read()).ThrowIfFail(), model.WithParameters(product.Read()).ThrowIfFail());
    }

    /// <summary>
    /// Returns the predictions for samples, and their rate of change as the parameters move along a direction: both <c>[N, …]</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <param name="direction">The direction; parts that are not trainable are not read.</param>
    /// <exception cref="ArgumentException">
    /// The samples do not have the model's shape, or a tensor of model or direction differs from the description.
    /// </exception>
    public static (Tensor Prediction, Tensor Tangent) JacobianVectorProduct<T>(T model, Tensor input, T direction)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(direction);
        return Run(model, input, direction, null);
    }

    /// <summary>
    /// Returns the predictions for samples, and their rate of change as the samples move along a direction: both <c>[N, …]</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <param name="direction">The direction of each sample, in the shape of the samples.</param>
    /// <exception cref="ArgumentException">The samples do not have the model's shape, or the direction does not have theirs.</exception>
    public static (Tensor Prediction, Tensor Tangent) JacobianVectorProduct<T>(T model, Tensor input, Tensor direction)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(direction);
        if (direction.Shape != input.Shape || direction.Element != ElementType.Float)
            throw new ArgumentException($"The samples {input.Shape} need a direction of real numbers with their shape, but this one is {direction.Shape}.");
        return Run(model, input, null, direction);
    }

    private static (Tensor Prediction, Tensor Tangent) Run<T>(T model, Tensor input, T? direction, Tensor? inputDirection)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var rows = BatchChecks.CheckInput(T.Description, input);
        var engine = ModelCalls.EngineOf(model);
        using var memory = engine.BeginMemory();
        // Parameters without a direction do not move: a new arena is all zeros.
        var along = direction is null ? new ParameterArena(engine, T.Description) : ModelCalls.ParametersOf(direction, engine);
        var program = T.CompileJacobianVectorProduct(engine, rows, ModelCalls.ParametersOf(model, engine), along);
        engine.Copy(input.To(engine).Buffer, program.Input);
        if (program.InputDirection is { } moves)
        {
            if (inputDirection is null) engine.Fill(0.0, moves);
            else engine.Copy(inputDirection.To(engine).Buffer, moves);
        }
        program.Run(default);
        return (engine.BringHome(program.Output), engine.BringHome(program.Tangent!));
    }
}
