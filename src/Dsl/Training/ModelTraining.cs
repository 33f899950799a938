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

/// <summary>What every model can do with data: <c>Fit</c>, <c>Evaluate</c>, <c>Predict</c>, <c>CrossValidate</c>.</summary>
public static partial class ModelTraining
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Trains the model: a function from model, data and options to a new model and its history. The same seed gives the same bits.
        /// Each run begins with a fresh optimizer, also where the model was trained before: what it remembers (moving averages, momentum, the number of
        /// steps of a schedule) starts anew, where Keras's second <c>fit</c> keeps it.
        /// </summary>
        /// <remarks>
        /// The trained model knows the class names of its training data, in memory and in its files: validation data, and data that it is evaluated
        /// on, is matched by name where it numbers its classes otherwise, and a name that is not among them is an error.
        /// </remarks>
        /// <param name="train">The training data.</param>
        /// <param name="options">How to train; Keras's defaults when left out.</param>
        /// <returns>
        /// The trained model, also when the run was cancelled or stopped; or an error: <see cref="InvalidFit"/> with everything that is
        /// wrong with options and data, <see cref="NonFiniteLoss{T}"/> with the last finite model, <see cref="CallbackFailed{T}"/> or
        /// <see cref="OptionFailed{T}"/> where a callback, a metric, an optimizer or a schedule threw an exception, and, where files of samples could not
        /// be read on, <see cref="DataFailed{T}"/>, all with the model so far; where a device failed,
        /// <see cref="DeviceFailed{T}"/> with the model as of the last finished epoch.
        /// </returns>
        public Fin<Fitted<T>> Fit(Dataset train, FitOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(train);
            return FitNamed(model, train, options ?? new FitOptions(), "");
        }

        /// <summary>Loss and metrics of the model on a data set.</summary>
        /// <remarks>
        /// Where the data and the model know names of classes, labels are matched by name, and a name that the model does not know is an error. A
        /// model knows them after <c>Fit</c> or <c>Load</c>, not after arithmetic or <c>with</c>.
        /// </remarks>
        /// <param name="data">The data.</param>
        /// <param name="metrics">What to measure beside the loss.</param>
        /// <returns>
        /// The figures, or <see cref="InvalidFit"/> with everything that is wrong with data, metrics and the model's tensors: another shape than its
        /// description says, or a number that is not finite.
        /// </returns>
        public Fin<Evaluation> Evaluate(Dataset data, params IReadOnlyList<Metric> metrics) =>
            EvaluateInBatches(model, data, Evaluator<T>.DefaultBatchSize, metrics);

        /// <inheritdoc cref="extension{T}(T).Evaluate(Dataset, IReadOnlyList{Metric})"/>
        /// <param name="data">The data.</param>
        /// <param name="batchSize">
        /// Number of samples computed together; at least 1. It changes memory and time only, but the loss too where batches are summed, divided
        /// by their weights, or by what an ignored class leaves of them.
        /// </param>
        /// <param name="metrics">What to measure beside the loss.</param>
        public Fin<Evaluation> Evaluate(Dataset data, int batchSize, params IReadOnlyList<Metric> metrics) =>
            EvaluateInBatches(model, data, batchSize, metrics);

        /// <summary>
        /// What the model predicts for every sample of a data set, <c>[N, …]</c>, computed on the engine of its parameters and in its memory; on
        /// the CPU engine where that one is a device's.
        /// </summary>
        /// <param name="data">
        /// The data; labels are not looked at. Class names are: where an index means another class than in training, it is an error, since
        /// predictions would be read by the wrong names.
        /// </param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>
        /// The predictions, or an error: data that the model can't take, more numbers than a tensor has, or a tensor of the model of another shape than its
        /// description says, or with a number that is not finite.
        /// </returns>
        public Fin<Tensor> Predict(Dataset data, int batchSize = Evaluator<T>.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(data);
            return from size in CheckBatchSize(batchSize)
                   from usable in ParameterChecks.Check(model)
                   from fits in Reading(Engine.Cpu, () => data.CheckInputs(T.Description))
                   from named in CheckNames(model, data)
                   from room in CheckPredictions(T.Description, data.Count)
                   from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, data, size))
                   select predicted;
        }

        /// <summary>
        /// What the model predicts for samples <c>[N, …]</c>, as for a data set. On an engine of .NET the model keeps what is laid
        /// out for it, for a few numbers of samples; on a device each call lays it out anew, and a <see cref="Predictor{T}"/> keeps it.
        /// </summary>
        /// <param name="samples">The samples.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>The predictions, or an error as for a data set.</returns>
        public Fin<Tensor> Predict(Tensor samples, int batchSize = Evaluator<T>.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(samples);
            return from size in CheckBatchSize(batchSize)
                   from usable in ParameterChecks.Check(model)
                   from rows in Reading(samples.Engine, () => CheckSamples(T.Description, samples))
                   from room in CheckPredictions(T.Description, rows)
                   from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, samples, Math.Min(size, rows)))
                   select predicted;
        }

        /// <summary>
        /// The model made ready to predict many times, on any number of threads: everything is laid out once, and a call allocates nothing.
        /// </summary>
        /// <param name="batchSize">Number of samples of a call; at least 1.</param>
        /// <returns>
        /// The predictor, or an error: a batch for which there is no room, or a tensor of the model of another shape than its description says, or with a
        /// number that is not finite.
        /// </returns>
        public Fin<Predictor<T>> Predictor(int batchSize = 1) =>
            from size in CheckBatchSize(batchSize)
            from usable in ParameterChecks.Check(model)
            from predictor in Reading<Predictor<T>>(ModelCalls.EngineOf(model), () => new Predictor<T>(model, size))
            select predictor;
    }

    internal static Fin<Fitted<T>> FitNamed<T>(T model, Dataset train, FitOptions options, string name) where T : class, IModel<T> =>
        Reading<Fitted<T>>(ModelCalls.EngineOf(model), () =>
        {
            var nulls = options.NullFaults().ToSeq().Strict();
            if (!nulls.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be trained like this", nulls);
            var validation = options.Validation?.NumberedAs(TrainedClasses.After(model, train));
            options = options with { Metrics = OutputLoss.With(T.Description, options.Metrics), Validation = validation?.IfFail(options.Validation!) };
            string?[] classes = [train.ConflictWith(TrainedClasses.Of(model)), (validation?.Case as Error)?.Message.TrimEnd('.')];
            var faults = ValueText.Invariantly(() =>
                options.Faults(T.Description, train).Concat(classes.OfType<string>()).Concat(ParameterChecks.Faults(model)).ToSeq().Strict());
            if (!faults.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be trained like this", faults);
            using var memory = options.Engine.BeginMemory();
            try
            {
                using var run = new FitRun<T>(model, train, options, name);
                return run.Run();
            }
            catch (Exception fault) when (options.Engine.FaultOf(fault) is { } what)
            {
                return new DeviceFailed<T>(what, 0, default, model);
            }
        }, fault => fault.Error(0, default, model));

    private static Fin<Evaluation> EvaluateInBatches<T>(T model, Dataset data, int batchSize, IReadOnlyList<Metric> metrics)
        where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return Reading<Evaluation>(ModelCalls.EngineOf(model), () =>
        {
            var description = T.Description;
            var nulls = Nulls.In("metrics", metrics).ToSeq().Strict();
            if (!nulls.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be evaluated like this", nulls);
            metrics = OutputLoss.With(description, metrics);
            var numbered = data.NumberedAs(TrainedClasses.Of(model));
            object?[] checks = [CheckBatchSize(batchSize).Case, numbered.Bind(set => set.Check(description)).Case];
            var faults = ValueText.Invariantly(() => checks.OfType<Error>().Select(f => f.Message.TrimEnd('.'))
                .Concat(MetricFaults.Of(metrics, description)).Concat(ParameterChecks.Faults(model)).ToSeq().Strict());
            if (!faults.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be evaluated like this", faults);
            using var team = ThreadTeam.Enter(Environment.ProcessorCount);
            using var memory = ModelCalls.EngineOf(model).BeginMemory();
            var parameters = ModelCalls.ParametersOf(model, ModelCalls.EngineOf(model));
            using var evaluator = new Evaluator<T>(parameters, numbered.IfFail(data), metrics, batchSize);
            return evaluator.Run()!;
        });
    }

    /// <summary><see cref="DataFaults.Reading"/>, where code among the options runs, too.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="read">What is done.</param>
    /// <param name="failed">The error where code among the options threw; its message unless given.</param>
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

    /// <summary>Whether what the model predicts for data may be read by the data's own names of classes.</summary>
    private static Fin<Unit> CheckNames<T>(T model, Dataset data) where T : class, IModel<T> =>
        data.ConflictWith(TrainedClasses.Of(model)) is { } conflict ? Error.New(conflict + ".") : Unit.Default;

    private static Fin<int> CheckBatchSize(int batchSize) =>
        batchSize >= 1 ? batchSize : Error.New(FormattableString.Invariant($"The batch size is {batchSize}, but must be at least 1."));

    /// <summary>Whether a tensor has room for so many predictions.</summary>
    private static Fin<int> CheckPredictions(ModelDescription model, int samples) => (long)samples * model.OutputShape.Size <= int.MaxValue ? samples : Error.New(
        $"{model.Name} predicts {model.OutputShape.Size} numbers for each sample, for {samples} samples more than a tensor has, {int.MaxValue}: predict parts of them.");

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
