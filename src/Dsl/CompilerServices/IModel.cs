using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// A differentiable model. The generator implements it for every record with <see cref="ModelAttribute"/>. A model is a point in a vector
/// space, and its gradient is a value of the same type.
/// </summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface IModel<TSelf> where TSelf : class, IModel<TSelf>
{
    /// <summary>Shapes, layers and parameters.</summary>
    static abstract ModelDescription Description { get; }

    /// <summary>Creates a new model with random weights: the same seed gives the same bits.</summary>
    static abstract TSelf Initialize(int seed);

    /// <summary>Compiles one of the model's programs in the memory of an engine.</summary>
    /// <param name="kind">The kind of program.</param>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">
    /// The parameters that it reads, in the memory of that engine. A gradient program changes those that are not trainable: the statistics
    /// of normalisation.
    /// </param>
    /// <param name="gradient">Receives the gradient of a gradient program; null for the others.</param>
    static abstract ModelProgram Compile(
        ProgramKind kind, ITensorEngine engine, int rows, ParameterArena parameters, ParameterArena? gradient);

    /// <summary>All tensors of its layers, in the order of <see cref="ModelDescription.Parameters"/>.</summary>
    Seq<Tensor> Parameters { get; }

    /// <summary>
    /// Returns this model with other parameters, or an error that names every tensor that is missing, extra or of the wrong shape.
    /// </summary>
    Fin<TSelf> WithParameters(Seq<Tensor> parameters);

    /// <summary>Returns the sum, parameter by parameter.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Returns the difference, parameter by parameter.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Returns the model with every parameter multiplied by a factor.</summary>
    static abstract TSelf operator *(double factor, TSelf model);

    /// <summary>Returns the model with every parameter multiplied by a factor.</summary>
    static abstract TSelf operator *(TSelf model, double factor);
}
