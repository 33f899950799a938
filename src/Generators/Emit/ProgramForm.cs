namespace ModelDsl.Generators.Emit;

/// <summary>The differences among the programs of a model in the emitted code.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Purpose">The purpose of the program, for its comment.</param>
/// <param name="Arenas">The arguments of its constructor besides the parameters: arenas with their layout.</param>
internal sealed record ProgramForm(string Name, string Purpose, params string[] Arenas)
{
    public static readonly ProgramForm Forward = new("Forward", "predictions for");

    public static readonly ProgramForm Loss = new("Loss", "predictions and loss, as in evaluation, of");

    public static readonly ProgramForm Gradient = new("Gradient", "predictions, loss and gradient, as in training, of", "gradient");

    public static readonly ProgramForm JacobianVectorProduct = new("JacobianVectorProduct", "predictions, and their tangent along a direction, for", "direction");

    public static readonly ProgramForm HessianVectorProduct = new(
        "HessianVectorProduct", "predictions, loss, gradient, as in training, and the Hessian times a direction, of", "direction", "gradient", "product");
}
