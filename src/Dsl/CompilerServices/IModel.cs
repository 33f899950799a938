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

    /// <summary>
    /// Changes a file of an older version of the model, so that it fits: the record's method with <see cref="MigrationAttribute"/>. Null if
    /// the record has none.
    /// </summary>
    static virtual Func<SafetensorsFile, Fin<SafetensorsFile>>? Migration => null;

    /// <summary>
    /// Compiles a program whose output is what one of <see cref="ModelDescription.Adapted"/> reads. A model has it if that list is not
    /// empty.
    /// </summary>
    /// <param name="layer">Index of the layer in <see cref="ModelDescription.Adapted"/>.</param>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="rows">Number of samples of a run; positive.</param>
    /// <param name="parameters">The parameters that it reads, in the memory of that engine.</param>
    static virtual ModelProgram CompileAdaptation(int layer, ITensorEngine engine, int rows, ParameterArena parameters) =>
        throw new NotSupportedException($"{TSelf.Description.Name} has no layer that learns from data before training.");

    /// <summary>All tensors of its layers, in the order of <see cref="ModelDescription.Parameters"/>.</summary>
    Seq<Tensor> Parameters { get; }

    /// <summary>
    /// Returns this model with other parameters, or an error that names every tensor that is missing, extra or of the wrong shape.
    /// </summary>
    Fin<TSelf> WithParameters(Seq<Tensor> parameters);

    /// <summary>
    /// What the model learnt of its data besides its parameters, as text for files: the encoder of a model of feature records. Null for
    /// nothing.
    /// </summary>
    string? Learnt => null;

    /// <summary>Returns this model with what a file says that it learnt, or an error: the text is of another version of its rows.</summary>
    /// <param name="learnt">The text, as <see cref="Learnt"/> gave it.</param>
    Fin<TSelf> WithLearnt(string learnt) => LanguageExt.Common.Error.New(
        $"{TSelf.Description.Name} takes tensors, but the file is of a model that takes rows of a features record");

    /// <summary>Returns the sum, parameter by parameter.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Returns the difference, parameter by parameter.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Returns the model with every parameter multiplied by a factor.</summary>
    static abstract TSelf operator *(double factor, TSelf model);

    /// <summary>Returns the model with every parameter multiplied by a factor.</summary>
    static abstract TSelf operator *(TSelf model, double factor);
}
