using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Formatting;
using ModelDsl.Metrics;
using ModelDsl.Printing;
using ModelDsl.Tensors;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>The methods of every model that use data: <c>Fit</c>, <c>Evaluate</c>, <c>Predict</c>, <c>CrossValidate</c>.</summary>
public static partial class ModelTraining
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Trains the model: a function from model, data and options to a new model and its history. The same seed gives the same bits.
        /// Each run begins with a fresh optimizer, even if the model was trained before. The optimizer's memory (moving averages, momentum,
        /// the number of steps of a schedule) starts again; Keras's second <c>fit</c> keeps it.
        /// </summary>
        /// <remarks>
        /// The trained model knows the class names of its training data, in memory and in its files. Validation data, and data that it is
        /// evaluated on, are matched by name if they number their classes differently. A name that is not among them is an error. It also
        /// knows how its training data was scaled. A further <c>Fit</c> on data that is scaled otherwise is an error that says what to do.
        /// </remarks>
        /// <param name="train">The training data.</param>
        /// <param name="options">The options of training; Keras's defaults if omitted.</param>
        /// <returns>
        /// The trained model, also when the run was cancelled or stopped; or an error. <see cref="InvalidFit"/> lists everything that is
        /// wrong with options and data. <see cref="NonFiniteLoss{T}"/> carries the last finite model. <see cref="CallbackFailed{T}"/> and
        /// <see cref="OptionFailed{T}"/> mean that a callback, a metric, an optimizer or a schedule threw an exception.
        /// <see cref="DataFailed{T}"/> means that files of samples could not be read any further. These three carry the model so far.
        /// <see cref="DeviceFailed{T}"/> means that a device failed; it carries the model as of the last finished epoch.
        /// </returns>
        public Fin<Fitted<T>> Fit(Dataset train, FitOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(train);
            return FitNamed(model, train, options ?? new FitOptions(), "");
        }

        /// <summary>
        /// Trains the model on samples that come one after the other. Each epoch has the next <see cref="SampleStream.SamplesPerEpoch"/>
        /// of them, in an order by the seed. <c>[Normalization]</c> and its kind are adapted to a data set before, by <c>Adapt</c>.
        /// </summary>
        /// <param name="stream">The samples.</param>
        /// <param name="options">The options of training; Keras's defaults if omitted.</param>
        /// <returns>
        /// The trained model, or an error as for a data set. Samples that are not like those of the first epoch, and a stream that can't be
        /// read any further, are <see cref="DataFailed{T}"/>, which carries the model so far.
        /// </returns>
        public Fin<Fitted<T>> Fit(SampleStream stream, FitOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(stream);
            options ??= new FitOptions();
            using var pages = new StreamPages(stream, options.Epochs, options.Cancellation);
            try
            {
                return DataFaults.Reading(Engine.Cpu, pages.First).Bind(first => FitNamed(model, first, options, "", pages));
            }
            catch (OperationCanceledException) when (options.Cancellation.IsCancellationRequested)
            {
                return new Fitted<T>(model, Seq<Epoch>.Empty, true, Option<string>.None);
            }
        }

        /// <summary>Returns loss and metrics of the model on a data set.</summary>
        /// <remarks>
        /// If the data and the model know names of classes, labels are matched by name. A name that the model does not know is an error. A
        /// model knows its names after <c>Fit</c> or <c>Load</c>, but not after arithmetic or <c>with</c>.
        /// </remarks>
        /// <param name="data">The data.</param>
        /// <param name="metrics">The metrics to measure besides the loss.</param>
        /// <returns>
        /// The figures, or <see cref="InvalidFit"/> with everything that is wrong with data, metrics and the model's tensors. A tensor is
        /// wrong if its shape differs from the model's description, or if a number in it is not finite.
        /// </returns>
        public Fin<Evaluation> Evaluate(Dataset data, params IReadOnlyList<Metric> metrics) =>
            EvaluateInBatches(model, data, Evaluator<T>.DefaultBatchSize, metrics);

        /// <inheritdoc cref="extension{T}(T).Evaluate(Dataset, IReadOnlyList{Metric})"/>
        /// <param name="data">The data.</param>
        /// <param name="batchSize">
        /// Number of samples computed together; at least 1. It changes memory and time only, with one exception. The loss also depends on
        /// it if the losses of batches are summed, or divided by their weights, or if a class is ignored.
        /// </param>
        /// <param name="metrics">The metrics to measure besides the loss.</param>
        public Fin<Evaluation> Evaluate(Dataset data, int batchSize, params IReadOnlyList<Metric> metrics) =>
            EvaluateInBatches(model, data, batchSize, metrics);

        /// <summary>
        /// Returns the model's predictions for every sample of a data set, <c>[N, …]</c>. They are computed on the engine of its parameters
        /// and stay in its memory, or on the CPU engine if that engine is a device.
        /// </summary>
        /// <param name="data">
        /// The data; labels are ignored. Class names are checked. It is an error if an index means another class than in training:
        /// predictions would be read with the wrong names.
        /// </param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>
        /// The predictions, or an error: the model can't take the data, or there are more numbers than a tensor can hold. It is also an
        /// error if a tensor of the model has another shape than its description says, or a number that is not finite.
        /// </returns>
        public Fin<Tensor> Predict(Dataset data, int batchSize = Evaluator<T>.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(data);
            return from size in CheckBatchSize(batchSize)
                   from usable in Usable(model)
                   from fits in Reading(Engine.Cpu, () => data.CheckInputs(T.Description))
                   from named in CheckNames(model, data)
                   from room in CheckPredictions(T.Description, data.Count)
                   from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, data, size))
                   select predicted;
        }

        /// <summary>
        /// Returns the model's predictions for samples <c>[N, …]</c>, in the same way as for a data set. On a .NET engine the model keeps
        /// the compiled programs for a few numbers of samples. On a device each call compiles them again; a <see cref="Predictor{T}"/>
        /// keeps them.
        /// </summary>
        /// <param name="samples">The samples.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>The predictions, or an error as for a data set.</returns>
        public Fin<Tensor> Predict(Tensor samples, int batchSize = Evaluator<T>.DefaultBatchSize) =>
            Predict(model, samples, SampleForm.Unknown, batchSize);

        /// <inheritdoc cref="extension{T}(T).Predict(Tensor, int)"/>
        /// <param name="samples">The samples.</param>
        /// <param name="form">Whether they are scaled as the training data was.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        public Fin<Tensor> Predict(Tensor samples, SampleForm form, int batchSize = Evaluator<T>.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(samples);
            return from size in CheckBatchSize(batchSize)
                   from usable in Usable(model)
                   from rows in Reading(samples.Engine, () => CheckSamples(T.Description, samples))
                   from room in CheckPredictions(T.Description, rows)
                   from given in InForm(model, samples, form)
                   from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, given, Math.Min(size, rows)))
                   select predicted;
        }

        /// <summary>
        /// Prepares the model to predict many times, on any number of threads: everything is compiled once, and a call allocates nothing.
        /// </summary>
        /// <param name="batchSize">Number of samples of a call; at least 1.</param>
        /// <param name="samples">
        /// Whether the samples of calls are scaled as the training data was; must be given if the model was trained on scaled data.
        /// </param>
        /// <returns>
        /// The predictor, or an error: there is no room for the batch. It is also an error if a tensor of the model has another shape than
        /// its description says, or a number that is not finite.
        /// </returns>
        public Fin<Predictor<T>> Predictor(int batchSize = 1, SampleForm samples = SampleForm.Unknown) =>
            from size in CheckBatchSize(batchSize)
            from usable in Usable(model)
            from scaling in ScalingFor(model, samples)
            from predictor in Reading<Predictor<T>>(ModelCalls.EngineOf(model), () => new Predictor<T>(model, size, scaling))
            select predictor;
    }

    /// <summary>Trains a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">The samples; those of the first epoch, if they come from a stream.</param>
    /// <param name="options">The options.</param>
    /// <param name="name">The name of the run; empty if it is the only one.</param>
    /// <param name="pages">The stream; null for a data set.</param>
    internal static Fin<Fitted<T>> FitNamed<T>(T model, Dataset train, FitOptions options, string name, StreamPages? pages = null)
        where T : class, IModel<T> =>
        Reading<Fitted<T>>(ModelCalls.EngineOf(model), () =>
        {
            var nulls = options.NullFaults().ToSeq().Strict();
            if (!nulls.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be trained like this", nulls);
            var trained = TrainedOn.After(model, train);
            var validation = options.Validation?.NumberedAs(trained.Legends);
            options = options with
            {
                Metrics = OutputLoss.With(T.Description, options.Metrics),
                Validation = validation?.IfFail(options.Validation!)
            };
            string?[] conflicts = [
                train.ConflictWith(TrainedOn.Of(model).Legends), RescalingFault(model, train),
                (validation?.Case as Error)?.Message.TrimEnd('.'),
                options.Validation?.ConflictWith(trained.Scaling),
                train.ConflictWithEncoder(trained.Learnt), options.Validation?.ConflictWithEncoder(trained.Learnt),
            ];
            var faults = ValueText.Invariantly(() =>
                options.Faults(T.Description, train).Concat(conflicts.OfType<string>()).Concat(UnusableFaults(model)).ToSeq().Strict());
            if (!faults.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be trained like this", faults);
            if (pages is not null) pages.Check = page => CheckPage(model, page, train);
            using var memory = options.Engine.BeginMemory();
            try
            {
                using var run = new FitRun<T>(model, train, options, name, pages);
                return run.Run();
            }
            catch (Exception fault) when (options.Engine.FaultOf(fault) is { } what)
            {
                return new DeviceFailed<T>(what, 0, default, model);
            }
        }, fault => fault.Error(0, default, model));

    /// <summary>Returns the samples of an epoch of a stream, with classes numbered as in the first one; or why they don't fit.</summary>
    private static Fin<Dataset> CheckPage<T>(T model, Dataset page, Dataset first) where T : class, IModel<T>
    {
        if (page.Count != first.Count)
            return Error.New(FormattableString.Invariant($"they are {page.Count} samples, and those of the first epoch {first.Count}"));
        if (page.HasWeights != first.HasWeights) return Error.New("either all samples have weights, or none");
        var trained = TrainedOn.After(model, first);
        return from numbered in page.NumberedAs(trained.Legends)
               from fits in numbered.Check(T.Description)
               from scaled in Conflict(page.ConflictWith(trained.Scaling)) is Error fault ? Fin<Unit>.Fail(fault) : Unit.Default
               from encoded in Conflict(page.ConflictWithEncoder(trained.Learnt)) is Error fault ? Fin<Unit>.Fail(fault) : Unit.Default
               select numbered;
    }

    /// <summary>Returns the fault of training data that is scaled otherwise than before; null if it is not.</summary>
    internal static string? RescalingFault<T>(T model, Dataset train) where T : class, IModel<T> =>
        train.ConflictWith(TrainedOn.Of(model).Scaling) is { } fault
            ? $"{fault}. To train these parameters on another scale, write model.ForgetScaling()" : null;

    private static Fin<Evaluation> EvaluateInBatches<T>(T model, Dataset data, int batchSize, IReadOnlyList<Metric> metrics)
        where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return Reading<Evaluation>(ModelCalls.EngineOf(model), () =>
        {
            var nulls = Nulls.In("metrics", metrics).ToSeq().Strict();
            if (!nulls.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be evaluated like this", nulls);
            metrics = OutputLoss.With(T.Description, metrics);
            return CheckEvaluation(model, data, batchSize, metrics, "evaluated").Map(numbered =>
            {
                using var team = ThreadTeam.Enter(Environment.ProcessorCount);
                using var memory = ModelCalls.EngineOf(model).BeginMemory();
                var parameters = ModelCalls.ParametersOf(model, ModelCalls.EngineOf(model));
                using var evaluator = new Evaluator<T>(parameters, numbered, metrics, batchSize);
                return evaluator.Run()!;
            });
        });
    }

    /// <summary>
    /// Returns the data with classes numbered as in training, or an error with everything that is wrong with data, metrics, the model's
    /// tensors and other options.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data, with labels.</param>
    /// <param name="batchSize">Number of samples computed together.</param>
    /// <param name="metrics">The metrics; none is null.</param>
    /// <param name="what">What is done with the model, in errors: <c>evaluated</c>.</param>
    /// <param name="others">Faults of other options.</param>
    internal static Fin<Dataset> CheckEvaluation<T>(
        T model, Dataset data, int batchSize, IReadOnlyList<Metric> metrics, string what, params IEnumerable<string> others)
        where T : class, IModel<T>
    {
        var trained = TrainedOn.Of(model);
        var numbered = data.NumberedAs(trained.Legends);
        object?[] checks = [CheckBatchSize(batchSize).Case, numbered.Bind(set => set.Check(T.Description)).Case,
            Conflict(data.ConflictWith(trained.Scaling)), Conflict(data.ConflictWithEncoder(trained.Learnt))];
        var faults = ValueText.Invariantly(() => checks.OfType<Error>().Select(f => f.Message.TrimEnd('.')).Concat(others)
            .Concat(MetricFaults.Of(metrics, T.Description)).Concat(UnusableFaults(model)).ToSeq().Strict());
        return faults.IsEmpty ? numbered : new InvalidFit($"{T.Description.Name} can't be {what} like this", faults);
    }

    /// <summary>Returns an error with everything that keeps the model from predicting the data, or nothing.</summary>
    /// <inheritdoc cref="CheckEvaluation" path="/param"/>
    internal static Fin<Unit> CheckPrediction<T>(T model, Dataset data, int batchSize, string what, params IEnumerable<string> others)
        where T : class, IModel<T>
    {
        object?[] checks = [CheckBatchSize(batchSize).Case, data.CheckInputs(T.Description).Case, CheckNames(model, data).Case];
        var faults = checks.OfType<Error>().Select(f => f.Message.TrimEnd('.')).Concat(others).Concat(UnusableFaults(model))
            .ToSeq().Strict();
        return faults.IsEmpty ? Unit.Default : new InvalidFit($"{T.Description.Name} can't be {what} like this", faults);
    }

    /// <summary>Works like <see cref="DataFaults.Reading"/>, for work that also runs code among the options.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="read">The work.</param>
    /// <param name="failed">Makes the error when code among the options threw an exception; its message if not given.</param>
    internal static Fin<TResult> Reading<TResult>(ITensorEngine engine, Func<Fin<TResult>> read, Func<OptionFault, Error>? failed = null)
    {
        try
        {
            return DataFaults.Reading(engine, read);
        }
        catch (OptionFault fault)
        {
            return failed?.Invoke(fault) ?? Error.New($"{fault.Message.TrimEnd('.')}.", Error.New(fault.InnerException!));
        }
    }

    /// <summary>Checks whether the model's predictions for data may be read with the data's own class names.</summary>
    private static Fin<Unit> CheckNames<T>(T model, Dataset data) where T : class, IModel<T> =>
        string.Join("; ", TrainedOn.Of(model).ConflictsWith(data)) is { Length: > 0 } conflict ? Error.New(conflict + ".") : Unit.Default;

    private static Error? Conflict(string? what) => what is null ? null : Error.New(what);

    /// <summary>Returns the faults of a model's tensors, and the layers that lack the statistics of data.</summary>
    private static IEnumerable<string> UnusableFaults<T>(T model) where T : class, IModel<T> =>
        ParameterChecks.Faults(model).Concat(Adapting.Missing(model));

    /// <summary>Returns a model whose tensors fit, are finite, and have the statistics of data where layers need them.</summary>
    internal static Fin<T> Usable<T>(T model) where T : class, IModel<T> => ParameterChecks.Check(model).Bind(Adapting.Check);

    private static Fin<int> CheckBatchSize(int batchSize) =>
        batchSize >= 1 ? batchSize : Error.New(FormattableString.Invariant($"The batch size is {batchSize}, but must be at least 1."));

    /// <summary>Checks whether a tensor has room for this number of predictions.</summary>
    private static Fin<int> CheckPredictions(ModelDescription model, int samples) =>
        (long)samples * model.OutputShape.Size <= int.MaxValue ? samples : Error.New(
        $"{model.Name} predicts {model.OutputShape.Size} numbers for each sample, which for {samples} samples is more than a tensor can hold, {int.MaxValue}: predict them in parts.");

    private static Fin<int> CheckSamples(ModelDescription model, Tensor samples)
    {
        try
        {
            return BatchChecks.CheckInput(model, samples);
        }
        catch (ArgumentException fault)
        {
            return Error.New(fault.Message);
        }
    }
}
