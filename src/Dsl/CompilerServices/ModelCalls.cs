using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Metrics;
using ModelDsl.Tensors;

namespace ModelDsl.CompilerServices;

/// <summary>
/// What the methods that the generator emits for a model have in common: <c>Forward</c>, <c>Loss</c>, <c>LossAndGradient</c> and
/// <c>WithParameters</c> call these. A call of <c>Loss</c> or <c>LossAndGradient</c> lays its program out anew; training compiles it once
/// instead, and what predicts is kept with the model (<see cref="KeptPrograms{T}"/>).
/// </summary>
public static class ModelCalls
{
    /// <summary>Samples that are computed together where the caller does not say.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>
    /// The model's predictions, <c>[N, …]</c>, computed on the engine that holds its parameters; the result is in its memory, or on the CPU
    /// engine where that one is a device's.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, <c>[N, …]</c>.</param>
    /// <exception cref="ArgumentException">The samples are not of the model's shape, or one of its tensors is not as its description says.</exception>
    public static Tensor Forward<T>(T model, Tensor input) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        BatchChecks.CheckInput(T.Description, input);
        using var programs = new CallPrograms<T>(model);
        return programs.Predict(input);
    }

    /// <summary>The loss of a batch as evaluation computes it: the mean over samples, and regularisation; nothing is dropped.</summary>
    /// <exception cref="ArgumentException">
    /// Samples or labels are not of the model's shape, kind or range, or one of its tensors is not as its description says.
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
    /// The loss of a batch as training computes it, and its gradient: a value of the model's own type. The gradient of moving statistics is
    /// zero, and the model's own stay as they are: <c>Fit</c> moves them.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Samples and labels.</param>
    /// <param name="key">Seed and step of what is random in training, dropout for instance.</param>
    /// <exception cref="ArgumentException">
    /// Samples or labels are not of the model's shape, kind or range, or one of its tensors is not as its description says.
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
    /// The tensors themselves where they fit the model, else one error that names every one that is missing, extra or misshapen.
    /// </summary>
    /// <param name="model">What the model expects.</param>
    /// <param name="parameters">Tensors in the order of <see cref="ModelDescription.Parameters"/>.</param>
    public static Fin<Seq<Tensor>> CheckParameters(ModelDescription model, Seq<Tensor> parameters) =>
        ParameterChecks.Misfit(model, parameters) is { } misfit ? Error.New(misfit) : parameters;

    /// <summary>The same for tensors that are to take the place of a model's own, which must have a place: a layer that is null has none.</summary>
    /// <param name="model">What the model expects.</param>
    /// <param name="own">The tensors that the model has.</param>
    /// <param name="parameters">Tensors in the order of <see cref="ModelDescription.Parameters"/>.</param>
    public static Fin<Seq<Tensor>> CheckParameters(ModelDescription model, Seq<Tensor> own, Seq<Tensor> parameters) =>
        ParameterChecks.Missing(model, own) is { } missing ? Error.New(missing) : CheckParameters(model, parameters);

    /// <summary>The sum of two models, parameter by parameter.</summary>
    /// <exception cref="ArgumentException">A tensor of one of them is not as the description says.</exception>
    public static T Add<T>(T a, T b) where T : class, IModel<T> => Combine(a, b, static (x, y) => x + y);

    /// <summary>The difference of two models, parameter by parameter.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public static T Subtract<T>(T a, T b) where T : class, IModel<T> => Combine(a, b, static (x, y) => x - y);

    /// <summary>Every parameter of a model times a factor.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public static T Scale<T>(double factor, T model) where T : class, IModel<T> =>
        model.WithParameters(ParameterChecks.Checked(model).Map(x => factor * x).Strict()).ThrowIfFail();

    private static T Combine<T>(T a, T b, Func<Tensor, Tensor, Tensor> combine) where T : class, IModel<T>
    {
        var (left, right) = (ParameterChecks.Checked(a), ParameterChecks.Checked(b));
        return a.WithParameters(left.Zip(right, combine).ToSeq().Strict()).ThrowIfFail();
    }

    /// <summary>A model as it prints: its name, its layers and how many numbers its tensors hold.</summary>
    public static string Text<T>(T model) where T : class, IModel<T> => T.Description.ModelText;

    /// <summary>The engine that holds a model's parameters; the CPU engine where it has none.</summary>
    internal static ITensorEngine EngineOf<T>(T model) where T : class, IModel<T>
    {
        // Tensors may be missing: what runs on the engine compares them with the description.
        foreach (var tensor in model.Parameters)
            if (tensor is not null) return tensor.Engine;
        return Engine.Cpu;
    }

    /// <summary>The tensors of a model in order: those of its description, and behind them those that its layers should not have.</summary>
    /// <param name="declared">Those of the description; null where one, or its layer, is missing.</param>
    /// <param name="unused">What stands where layers have no tensor, as <c>Bias</c> under <c>UseBias = false</c>: null, if all is well.</param>
    public static Seq<Tensor> Tensors(Tensor[] declared, params Tensor?[] unused) =>
        Prelude.toSeq(Array.TrueForAll(unused, tensor => tensor is null) ? declared : [.. declared, .. unused.OfType<Tensor>()]);

    /// <summary>Repeated layers themselves, where they are as many as <see cref="RepeatAttribute"/> says.</summary>
    /// <param name="name">The model and its parameter.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="layers">The layers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static Seq<TLayer> Repeated<TLayer>(string name, int count, Seq<TLayer> layers) => layers.Count == count
        ? layers
        : throw new ArgumentException($"{name} is declared with [Repeat({count})], but was given {layers.Count} layers.");

    /// <summary>A model's parameters side by side in an engine's memory.</summary>
    /// <exception cref="ArgumentException">One is not as the model's description says.</exception>
    internal static ParameterArena ParametersOf<T>(T model, ITensorEngine engine) where T : class, IModel<T>
    {
        var arena = new ParameterArena(engine, T.Description);
        arena.Write(model.Parameters);
        return arena;
    }

    /// <summary>A model's parameters side by side, for programs that only read them.</summary>
    internal static ParameterArena ConstantParametersOf<T>(T model, ITensorEngine engine) where T : class, IModel<T>
    {
        var arena = ParametersOf(model, engine);
        (engine as IKnowsConstants)?.Keep(arena.All);
        return arena;
    }

    /// <summary>The loss of a batch, after its program was filled and run.</summary>
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
