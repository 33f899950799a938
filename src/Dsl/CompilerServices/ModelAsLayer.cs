using ModelDsl.CompilerServices;

namespace ModelDsl;

/// <summary>Models as layers of models.</summary>
public static class ModelAsLayer
{
    extension<T>(T) where T : class, IModel<T>
    {
        /// <summary>
        /// The model applied to a batch <c>[N, …]</c>, as in prediction. In the <see cref="ForwardAttribute"/> method of a model around it: <c>x | m.Encoder</c>.
        /// </summary>
        public static Tensor operator |(Tensor x, T model) => ModelCalls.Forward(model, x);
    }
}
