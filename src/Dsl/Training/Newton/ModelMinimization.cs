using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Tensors;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>The loss of a whole data set as a function of the model, with its gradient and its minimum.</summary>
public static class ModelMinimization
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Returns the loss over all samples of a data set, as training computes it, and its gradient. It is computed on the engine of the
        /// model's parameters.
        /// </summary>
        /// <param name="data">The data.</param>
        /// <param name="batchSize">Number of samples computed together, as in <see cref="NewtonCg.BatchSize"/>.</param>
        public Fin<(double Loss, T Gradient)> LossAndGradient(Dataset data, int batchSize = 1024) =>
            Running<T, (double Loss, T Gradient)>(model, data, new NewtonCg { BatchSize = batchSize }, (start, loss, _) => loss.At(start));
    }

    extension<T>(T model) where T : class, IHessianVectorProduct<T>
    {
        /// <summary>
        /// Returns the model at a minimum of the loss over all samples of a data set, found by Newton's method with conjugate gradients. It
        /// is computed on the engine of the model's parameters. The same seed gives the same bits, for any number of threads.
        /// </summary>
        /// <param name="data">The data.</param>
        /// <param name="options">The options of the minimisation; the defaults if omitted.</param>
        /// <returns>
        /// The minimum, or the point that was reached; or an error. <see cref="InvalidFit"/> lists everything that is wrong with options
        /// and data. Another error says that the loss at the start is not finite. <see cref="OptionFailed{T}"/> carries the model so far,
        /// if <see cref="NewtonCg.OnIteration"/> threw an exception.
        /// </returns>
        public Fin<Minimum<T>> Minimize(Dataset data, NewtonCg? options = null) => Running<T, Minimum<T>>(model, data,
            options ?? new NewtonCg(), (start, loss, asked) =>
        {
            var at = loss.At(start).Loss;
            if (!double.IsFinite(at)) return Error.New(FormattableString.Invariant($"The loss of {T.Description.Name} is {at} at the start: begin with other parameters, or scale the data."));
            using var hessian = new FullBatchHessian<T>(loss);
            return new NewtonRun<T>(loss, hessian, asked).Run(start).Bind(minimum =>
            {
                // If no step was made, the tensors are those of the given model, which must not learn class names from this call.
                var own = minimum.Model.Parameters.Map(p => 1 * p).Strict();
                TrainedOn.After(model, data).Remember(T.Description.Name, own);
                return minimum.Model.WithParameters(own).Map(named => minimum with { Model = named });
            });
        });
    }

    private static Fin<TResult> Running<T, TResult>(
        T model, Dataset data, NewtonCg options, Func<T, FullBatch<T>, NewtonCg, Fin<TResult>> run) where T : class, IModel<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var engine = ModelCalls.EngineOf(model);
        return ModelTraining.Reading(engine, () =>
        {
            object?[] checks = [data.Check(T.Description).Case];
            string?[] conflicts = [data.ConflictWith(TrainedOn.Of(model).Legends), ModelTraining.RescalingFault(model, data),
                data.ConflictWithEncoder(TrainedOn.Of(model).Learnt)];
            var faults = options.Faults().Concat(checks.OfType<Error>().Select(fault => fault.Message.TrimEnd('.')))
                .Concat(conflicts.OfType<string>()).Concat(ParameterChecks.Faults(model)).Concat(Adapting.Missing(model)).ToSeq().Strict();
            if (!faults.IsEmpty) return new InvalidFit($"{T.Description.Name} can't be minimised like this", faults);
            using var team = ThreadTeam.Enter(Environment.ProcessorCount);
            using var memory = engine.BeginMemory();
            using var loss = new FullBatch<T>(engine, data, options.BatchSize, options.Seed);
            // Points are added on the home engine, where a device's results are.
            return run(model.To(engine.Home), loss, options);
        });
    }
}
