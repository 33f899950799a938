using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelTraining
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Returns the model with the statistics of data: the means and variances of every <see cref="Normalization"/>, and the boundaries
        /// of every <see cref="Discretization"/> with <c>NumBins</c>. Each layer sees the data as the layers before it leave it. The result
        /// does not depend on the order of the samples. Keras: <c>layer.adapt(data)</c>.
        /// </summary>
        /// <remarks>
        /// Use training data alone: statistics of validation data make its score too good. <c>CrossValidate</c> adapts each fold's model to
        /// that fold's training part. Statistics are tensors of the model, so they are in its files. Training does not change them.
        /// </remarks>
        /// <param name="data">The training data; labels are ignored.</param>
        /// <returns>
        /// The model, or an error: it has no such layer, it can't take the data, or a layer reads a number that is not finite.
        /// </returns>
        public Fin<T> Adapt(Dataset data)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            return T.Description.Adapted.IsEmpty
                ? Error.New($"{T.Description.Name} has no layer that learns from data before training: [Normalization] does, and [Discretization(NumBins = …)].")
                : from usable in ParameterChecks.Check(model)
                  from fits in Reading(Engine.Cpu, () => data.CheckInputs(T.Description))
                  from adapted in Reading(ModelCalls.EngineOf(model), () => Adapting.Run(model, data))
                  select adapted;
        }
    }
}
