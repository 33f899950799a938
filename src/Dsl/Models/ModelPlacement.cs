using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>Moves models between engines.</summary>
public static class ModelPlacement
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>The same model with its parameters in another engine's memory, rounded to that engine's precision.</summary>
        public T To(ITensorEngine engine) => model.WithParameters(
            TrainedClasses.Remember(T.Description.Name, model.Parameters.Map(p => p.To(engine)).Strict(), TrainedClasses.Of(model))).ThrowIfFail();
    }
}
