using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>Whether numbers given to a model are scaled as its training data was.</summary>
public enum SampleForm
{
    /// <summary>
    /// A tensor knows it if <c>ToTensor</c> or <c>Prepare</c> made it. Other numbers are an error if the model was trained on scaled data.
    /// </summary>
    Unknown,

    /// <summary>They are as the training data was before <c>Scale</c> and <c>Standardize</c>: the model scales them.</summary>
    Raw,

    /// <summary>They are scaled already.</summary>
    Scaled,
}

public static partial class ModelTraining
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Scales a data set as the model's training data was scaled. A model remembers what <c>Scale</c> and <c>Standardize</c> did with
        /// the data that it was trained on, in memory and in its files.
        /// </summary>
        /// <param name="data">Raw data.</param>
        /// <returns>The data set, or an error: it is scaled in another way, or its samples have another shape.</returns>
        public Fin<Dataset> Prepare(Dataset data)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            return TrainedOn.Of(model).Scaling is { } scaling ? data.ScaledAs(scaling) : data;
        }

        /// <summary>
        /// Returns the model without the scaling of its training data; its parameters stay. Its next <c>Fit</c> may use any scale, which
        /// it then remembers. Until then it takes numbers as they are.
        /// </summary>
        /// <exception cref="ArgumentException">A tensor differs from the model's description.</exception>
        public T ForgetScaling()
        {
            ArgumentNullException.ThrowIfNull(model);
            if (ParameterChecks.MisfitAnywhere(T.Description, model.Parameters) is { } misfit) throw new ArgumentException(misfit);
            var trained = TrainedOn.Of(model) with { Scaling = null };
            // What is known stands beside the tensors, so that other ones are needed.
            var copies = model.Parameters.Map(parameter => 1 * parameter).Strict();
            return model.WithParameters(trained.Remember(T.Description.Name, copies)).ThrowIfFail();
        }

        /// <summary>Scales samples as the model's training data was scaled, on the CPU engine.</summary>
        /// <param name="samples">Raw samples, <c>[N, …]</c>.</param>
        /// <returns>
        /// The samples, or an error: they do not have the model's shape, or a number is too large for float32 after scaling.
        /// </returns>
        public Fin<Tensor> Prepare(Tensor samples)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(samples);
            return from rows in Reading(samples.Engine, () => CheckSamples(T.Description, samples))
                   from prepared in TrainedOn.Of(model).Scaling is { } scaling
                       ? Scaled(T.Description, samples, scaling) : Fin<Tensor>.Succ(samples)
                   select prepared;
        }
    }

    /// <summary>Returns samples as the model's programs take them.</summary>
    private static Fin<Tensor> InForm<T>(T model, Tensor samples, SampleForm form) where T : class, IModel<T>
    {
        if (TrainedOn.Of(model).Scaling is not { } scaling || form == SampleForm.Scaled) return samples;
        if (form == SampleForm.Raw) return Scaled(T.Description, samples, scaling);
        return SampleScaling.Of(samples) switch
        {
            { } own when scaling.IsLike(own) => samples,
            { } own => Error.New($"The samples are {own}, but {T.Description.Name} was trained on samples that were {scaling}."),
            null => Error.New($"{T.Description.Name} was trained on samples that were {scaling}, and nothing tells whether these are. " +
                "If they are raw, write Predict(samples, SampleForm.Raw), or model.Prepare(samples); if they are scaled, Predict(samples, SampleForm.Scaled)."),
        };
    }

    /// <summary>Returns the scaling that a predictor has to do.</summary>
    private static Fin<FeatureTransform> ScalingFor<T>(
        T model, SampleForm form) where T : class, IModel<T> => TrainedOn.Of(model).Scaling switch
        {
            null => FeatureTransform.Identity,
            _ when form == SampleForm.Scaled => FeatureTransform.Identity,
            { } scaling when form == SampleForm.Raw => scaling.Transform,
            { } scaling => Error.New($"{T.Description.Name} was trained on samples that were {scaling}. Say what the predictor will get: " +
                "Predictor(samples: SampleForm.Raw) scales them, Predictor(samples: SampleForm.Scaled) takes them as they are."),
        };

    private static Fin<Tensor> Scaled(ModelDescription model, Tensor samples, SampleScaling scaling)
    {
        var raw = samples.To(Engine.Cpu).ToArray();
        var scaled = new float[raw.Length];
        return scaling.Transform.ApplyToAll(raw, scaled, model.InputShape.Size) is { } tooLarge
            ? Error.New($"{model.Name} can't scale the samples: {tooLarge}.")
            : SampleScaling.Mark(Tensor.Create(samples.Shape, scaled), scaling);
    }
}
