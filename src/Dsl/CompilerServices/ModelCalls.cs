using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Metrics;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The common part of the methods that the generator emits for a model: <c>Forward</c>, <c>Loss</c>, <c>LossAndGradient</c> and
/// <c>WithParameters</c> call these. Each call of <c>Loss</c> or <c>LossAndGradient</c> compiles its program again. Training compiles it
/// only once, and programs that predict are kept with the model (<see cref="KeptPrograms{T}"/>).
/// </summary>
public static class ModelCalls
{
    /// <summary>Default number of samples that are computed together.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>
    /// Returns the model's predictions, <c>[N, …]</c>, computed on the engine that holds its parameters. The result is in that engine's
    /// memory, or on the CPU engine if that engine is a device.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <exception cref="ArgumentException">
    /// The samples do not have the model's shape, or one of its tensors differs from its description.
    /// </exception>
    public static Tensor Forward<T>(T model, Tensor input) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        BatchChecks.CheckInput(T.Description, input);
        using var programs = new CallPrograms<T>(model);
        return programs.Predict(input);
    }

    /// <summary>
    /// Returns the loss of a batch as evaluation computes it: the mean over samples, and regularisation; without dropout.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Samples or labels do not have the model's shape, kind or range, or one of its tensors differs from its description.
    /// </exception>
    public static double Loss<T>(T model, Batch batch) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var rows = BatchChecks.Check(T.Description, batch);
        var engine = EngineOf(model);
        using var memory = engine.BeginMemory();
        return RunOn(T.Description, T.Compile(ProgramKind.Loss, engine, rows, ParametersOf(model, engine), null), batch, default);
    }

    /// <summary>
    /// Returns the loss of a batch as training computes it, and its gradient: a value of the model's own type. The gradient of moving
    /// statistics is zero, and the model's own statistics do not change: <c>Fit</c> changes them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples and labels.</param>
    /// <param name="key">Seed and step of the random numbers in training, for instance of dropout.</param>
    /// <exception cref="ArgumentException">
    /// Samples or labels do not have the model's shape, kind or range, or one of its tensors differs from its description.
    /// </exception>
    public static (double Loss, T Gradient) LossAndGradient<T>(T model, Batch batch, RandomKey key) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var rows = BatchChecks.Check(T.Description, batch);
        var engine = EngineOf(model);
        using var memory = engine.BeginMemory();
        var gradient = new ParameterArena(engine, T.Description);
        var loss = RunOn(T.Description, T.Compile(ProgramKind.Gradient, engine, rows, ParametersOf(model, engine), gradient), batch, key);
        return (loss, model.WithParameters(gradient.Read()).ThrowIfFail());
    }

    /// <summary>
    /// Returns the same tensors if they fit the model; otherwise one error that names every tensor that is missing, extra or of the wrong
    /// shape.
    /// </summary>
    /// <param name="model">The model that the tensors must fit.</param>
    /// <param name="parameters">Tensors in the order of <see cref="ModelDescription.Parameters"/>.</param>
    public static Fin<Seq<Tensor>> CheckParameters(ModelDescription model, Seq<Tensor> parameters) =>
        ParameterChecks.Misfit(model, parameters) is { } misfit ? Error.New(misfit) : parameters;

    /// <summary>Checks tensors that replace a model's own. Each must have a place: a layer that is null has none.</summary>
    /// <param name="model">The model that the tensors must fit.</param>
    /// <param name="own">The tensors that the model has.</param>
    /// <param name="parameters">Tensors in the order of <see cref="ModelDescription.Parameters"/>.</param>
    public static Fin<Seq<Tensor>> CheckParameters(ModelDescription model, Seq<Tensor> own, Seq<Tensor> parameters) =>
        ParameterChecks.Missing(model, own) is { } missing ? Error.New(missing) : CheckParameters(model, parameters);

    /// <summary>Returns the sum of two models, parameter by parameter.</summary>
    /// <exception cref="ArgumentException">A tensor of one of them differs from the description.</exception>
    public static T Add<T>(T a, T b) where T : class, IModel<T> => Combine(a, b, static (x, y) => x + y);

    /// <summary>Returns the difference of two models, parameter by parameter.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public static T Subtract<T>(T a, T b) where T : class, IModel<T> => Combine(a, b, static (x, y) => x - y);

    /// <summary>Returns a model with every parameter multiplied by a factor.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public static T Scale<T>(double factor, T model) where T : class, IModel<T> =>
        model.WithParameters(ParameterChecks.Checked(model).Map(x => factor * x).Strict()).ThrowIfFail();

    private static T Combine<T>(T a, T b, Func<Tensor, Tensor, Tensor> combine) where T : class, IModel<T>
    {
        var (left, right) = (ParameterChecks.Checked(a), ParameterChecks.Checked(b));
        return a.WithParameters(left.Zip(right, combine).ToSeq().Strict()).ThrowIfFail();
    }

    /// <summary>Returns the text of a model: its name, its layers and the count of numbers in its tensors.</summary>
    public static string Text<T>(T model) where T : class, IModel<T> => T.Description.ModelText;

    /// <summary>Returns the engine that holds a model's parameters; the CPU engine if it has no parameters.</summary>
    internal static ITensorEngine EngineOf<T>(T model) where T : class, IModel<T>
    {
        // Tensors may be missing: code that runs on the engine compares them with the description.
        foreach (var tensor in model.Parameters)
            if (tensor is not null) return tensor.Engine;
        return Engine.Cpu;
    }

    /// <summary>
    /// Returns the tensors of a model in order: those of its description, followed by those that its layers should not have.
    /// </summary>
    /// <param name="declared">Those of the description; null if one, or its layer, is missing.</param>
    /// <param name="unused">
    /// Tensors in places that must be empty, such as <c>Bias</c> under <c>UseBias = false</c>: null if all is correct.
    /// </param>
    public static Seq<Tensor> Tensors(Tensor[] declared, params Tensor?[] unused) =>
        Prelude.toSeq(Array.TrueForAll(unused, tensor => tensor is null) ? declared : [.. declared, .. unused.OfType<Tensor>()]);

    /// <summary>Returns repeated layers, if their number is the one in <see cref="RepeatAttribute"/>.</summary>
    /// <param name="name">The model and its parameter.</param>
    /// <param name="count">The required number of layers.</param>
    /// <param name="layers">The layers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static Seq<TLayer> Repeated<TLayer>(string name, int count, Seq<TLayer> layers) => layers.Count == count
        ? layers
        : throw new ArgumentException($"{name} is declared with [Repeat({count})], but was given {layers.Count} layers.");

    /// <summary>Copies a model's parameters side by side into an engine's memory.</summary>
    /// <exception cref="ArgumentException">One differs from the model's description.</exception>
    internal static ParameterArena ParametersOf<T>(T model, ITensorEngine engine) where T : class, IModel<T>
    {
        var arena = new ParameterArena(engine, T.Description);
        arena.Write(model.Parameters);
        return arena;
    }

    /// <summary>Copies a model's parameters side by side, for programs that only read them.</summary>
    internal static ParameterArena ConstantParametersOf<T>(T model, ITensorEngine engine) where T : class, IModel<T>
    {
        var arena = ParametersOf(model, engine);
        (engine as IKnowsConstants)?.Keep(arena.All);
        return arena;
    }

    /// <summary>Fills a program with a batch, runs it, and returns the loss.</summary>
    internal static double RunOn(ModelDescription model, ModelProgram program, Batch batch, RandomKey key)
    {
        program.Engine.Copy(batch.Inputs.To(program.Engine).Buffer, program.Input);
        var classes = batch.Labels.Element == ElementType.Int32 ? batch.Labels.ToClasses() : null;
        float[]? packed = null;
        if (RowWeights.For(model, batch.Weights is not null) is { } rowWeights)
        {
            if (!model.Outputs.IsEmpty) packed = Array.ConvertAll(batch.Labels.ToDoubles(), number => (float)number);
            var weights = new float[program.Weights!.Count];
            rowWeights.Compute(
                Array.ConvertAll(batch.Weights?.ToDoubles() ?? [], weight => (float)weight), new BatchLabels(classes, packed), weights);
            program.Engine.Write(weights, program.Weights);
            if (classes is not null) rowWeights.Feed(classes, classes);
            if (packed is not null) packed = rowWeights.Feed(packed).ToArray();
        }
        if (classes is not null) program.Engine.Write(classes, program.Labels!);
        else if (packed is not null) program.Engine.Write(packed, program.Labels!);
        else program.Engine.Copy(batch.Labels.To(program.Engine).Buffer, program.Labels!);
        program.Run(key);
        Span<double> loss = stackalloc double[1];
        program.Engine.Read(program.Loss!, loss);
        return loss[0];
    }
}
