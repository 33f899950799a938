using ModelDsl.CompilerServices;

namespace ModelDsl;

/// <summary>Models as layers of models.</summary>
public static class ModelAsLayer
{
    extension<T>(T) where T : class, IModel<T>
    {
        /// <summary>
        /// Applies the model to a batch <c>[N, …]</c>, as in prediction. In the <see cref="ForwardAttribute"/> method of an outer model:
        /// <c>x | m.Encoder</c>.
        /// </summary>
        public static Tensor operator |(Tensor x, T model) => ModelCalls.Forward(model, x);
    }
}
