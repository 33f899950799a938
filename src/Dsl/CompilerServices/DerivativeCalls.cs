using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// What the methods have in common that the generator emits for a model with <see cref="ModelAttribute.Derivatives"/>. A call lays a program
/// out anew.
/// </summary>
public static class DerivativeCalls
{
    /// <summary>
    /// The loss of a batch as training computes it, its gradient, and the product of its Hessian and a direction: values of the model's own
    /// type, zero where nothing is trainable.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples and labels.</param>
    /// <param name="direction">The direction; of what is not trainable nothing is read.</param>
    /// <param name="key">Seed and step of what is random in training: the gradient and the product see the same draw.</param>
    /// <exception cref="ArgumentException">
    /// Samples or labels are not of the model's shape, kind or range, or a tensor of model or direction is not as the description says.
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

    /// <summary>The predictions for samples, and how fast they change as the parameters move along a direction: both <c>[N, …]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <param name="direction">The direction; of what is not trainable nothing is read.</param>
    /// <exception cref="ArgumentException">The samples are not of the model's shape, or a tensor of model or direction is not as the description says.</exception>
    public static (Tensor Prediction, Tensor Tangent) JacobianVectorProduct<T>(T model, Tensor input, T direction)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(direction);
        return Run(model, input, direction, null);
    }

    /// <summary>The predictions for samples, and how fast they change as these move along a direction: both <c>[N, …]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <param name="direction">The direction of each sample, of the samples' shape.</param>
    /// <exception cref="ArgumentException">The samples are not of the model's shape, or the direction is not of theirs.</exception>
    public static (Tensor Prediction, Tensor Tangent) JacobianVectorProduct<T>(T model, Tensor input, Tensor direction)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(direction);
        if (direction.Shape != input.Shape || direction.Element != ElementType.Float)
            throw new ArgumentException($"The samples {input.Shape} move along a direction of real numbers of their shape, but this one is {direction.Shape}.");
        return Run(model, input, null, direction);
    }

    private static (Tensor Prediction, Tensor Tangent) Run<T>(T model, Tensor input, T? direction, Tensor? inputDirection)
        where T : class, IJacobianVectorProduct<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var rows = BatchChecks.CheckInput(T.Description, input);
        var engine = ModelCalls.EngineOf(model);
        using var memory = engine.BeginMemory();
        // What no direction is given for does not move: an arena begins with zeros.
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
