using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

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
        /// <param name="train">The training data.</param>
        /// <param name="options">How to train; Keras's defaults when left out.</param>
        /// <returns>
        /// The trained model, also when the run was cancelled or stopped; or an error: <see cref="InvalidFit"/> with everything that is
        /// wrong with options and data, <see cref="NonFiniteLoss{T}"/> with the last finite model, <see cref="CallbackFailed{T}"/> or
        /// <see cref="OptionFailed{T}"/> where a callback, a metric, an optimizer or a schedule threw an exception, and, where mapped files could not
        /// be read on, <see cref="DataFailed{T}"/>, all with the model so far; where a device failed,
        /// <see cref="DeviceFailed{T}"/> with the model as of the last finished epoch.
        /// </returns>
        public Fin<Fitted<T>> Fit(Dataset train, FitOptions? options = null) => FitNamed(model, train, options ?? new FitOptions(), "");

        /// <summary>Loss and metrics of the model on a data set.</summary>
        /// <param name="data">The data.</param>
        /// <param name="metrics">What to measure beside the loss.</param>
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
        /// <param name="data">The data; labels are not looked at.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        public Fin<Tensor> Predict(Dataset data, int batchSize = Evaluator<T>.DefaultBatchSize) =>
            from size in CheckBatchSize(batchSize)
            from fits in Reading(Engine.Cpu, () => data.CheckInputs(T.Description))
            from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, data, Math.Min(size, data.Count)))
            select predicted;

        /// <summary>What the model predicts for samples <c>[N, …]</c>, as for a data set.</summary>
        /// <param name="samples">The samples.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        public Fin<Tensor> Predict(Tensor samples, int batchSize = Evaluator<T>.DefaultBatchSize) =>
            from size in CheckBatchSize(batchSize)
            from rows in CheckSamples(T.Description, samples)
            from predicted in Reading<Tensor>(ModelCalls.EngineOf(model), () => Predictions.Of(model, samples, Math.Min(size, rows)))
            select predicted;

        /// <summary>The model made ready to predict many times: everything is laid out once, and a call allocates nothing.</summary>
        /// <param name="batchSize">Number of samples of a call; at least 1.</param>
        public Fin<Predictor<T>> Predictor(int batchSize = 1) => CheckBatchSize(batchSize)
            .Bind(size => Reading<Predictor<T>>(ModelCalls.EngineOf(model), () => new Predictor<T>(model, size)));
    }

    internal static Fin<Fitted<T>> FitNamed<T>(T model, Dataset train, FitOptions options, string name) where T : class, IModel<T> =>
        Reading<Fitted<T>>(ModelCalls.EngineOf(model), () =>
        {
            if (options.NullFaults().ToSeq().Strict() is { IsEmpty: false } nulls) return new InvalidFit($"{T.Description.Name} can't be trained like this", nulls);
            options = options with { Metrics = OutputLoss.With(T.Description, options.Metrics) };
            var faults = options.Faults(T.Description, train).Concat(NonFinite(T.Description, model.Parameters)).ToSeq().Strict();
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
        where T : class, IModel<T> => Reading<Evaluation>(ModelCalls.EngineOf(model), () =>
        {
            var description = T.Description;
            if (Nulls.In("metrics", metrics).ToSeq().Strict() is { IsEmpty: false } nulls) return new InvalidFit($"{T.Description.Name} can't be evaluated like this", nulls);
            metrics = OutputLoss.With(description, metrics);
            object?[] checks = [CheckBatchSize(batchSize).Case, data.Check(description).Case];
            var faults = checks.OfType<Error>().Select(f => f.Message.TrimEnd('.')).Concat(Metric.Faults(metrics, description)).ToSeq().Strict();
            if (!faults.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be evaluated like this", faults);
            using var team = ThreadTeam.Enter(Environment.ProcessorCount);
            using var memory = ModelCalls.EngineOf(model).BeginMemory();
            var parameters = ModelCalls.ParametersOf(model, ModelCalls.EngineOf(model));
            using var evaluator = new Evaluator<T>(parameters, data, metrics, batchSize);
            return evaluator.Run()!;
        });

    /// <summary>Where data lies in files, reading it can fail at any time; so can the device of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="read">What is done.</param>
    /// <param name="failed">The error where code among the options threw; its message unless given.</param>
    internal static Fin<TResult> Reading<TResult>(ITensorEngine engine, Func<Fin<TResult>> read, Func<OptionFault, Error>? failed = null)
    {
        try
        {
            return read();
        }
        catch (UnreadableSamples fault)
        {
            return Error.New(fault.Message);
        }
        catch (OptionFault fault)
        {
            return failed?.Invoke(fault) ?? Error.New($"{fault.Message.TrimEnd('.')}.", Error.New(fault.InnerException!));
        }
        catch (Exception fault) when (engine.FaultOf(fault) is { } what)
        {
            return Error.New(what);
        }
    }

    private static IEnumerable<string> NonFinite(ModelDescription model, Seq<Tensor> parameters) => parameters
        .Select((tensor, i) => (tensor, i))
        .Where(p => !p.tensor.ToDoubles().All(double.IsFinite))
        .Select(p => $"the parameter {model.Parameters[p.i].Name} holds a number that is not finite: start from a fresh model");

    private static Fin<int> CheckBatchSize(int batchSize) =>
        batchSize >= 1 ? batchSize : Error.New($"The batch size is {batchSize}, but must be at least 1.");

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
