using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>Moves models between engines.</summary>
public static class ModelPlacement
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>Returns the same model with its parameters in another engine's memory, rounded to that engine's precision.</summary>
        /// <param name="engine">The engine.</param>
        /// <exception cref="ArgumentException">
        /// A tensor differs from the model's description. The tensors may be on several engines.
        /// </exception>
        public T To(ITensorEngine engine)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(engine);
            if (ParameterChecks.MisfitAnywhere(T.Description, model.Parameters) is { } misfit) throw new ArgumentException(misfit);
            var placed = model.Parameters.Map(p => p.To(engine)).Strict();
            return model.WithParameters(TrainedOn.Of(model).Remember(T.Description.Name, placed)).ThrowIfFail();
        }
    }
}
