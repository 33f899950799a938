using System.Runtime.CompilerServices;
using LanguageExt;

namespace ModelDsl;

/// <summary>
/// F#'s <c>|&gt;</c>: <c>x | f</c> is <c>f(x)</c>. On a <c>Fin</c> it works on the value; an error is passed on unchanged.
/// </summary>
public static class Pipe
{
    extension<T, R>(T)
    {
        /// <summary>Returns <c>f(x)</c>.</summary>
        public static R operator |(T x, Func<T, R> f) => f(x);
    }

    extension(Tensor)
    {
        /// <summary>Applies a function to each element. A function of tensors with the same name has priority.</summary>
        [OverloadResolutionPriority(-1)]
        public static Tensor operator |(Tensor x, Func<float, float> f) => Functions.Map(f, x);
    }

    extension<T, R>(Fin<T>)
    {
        /// <summary>Returns <c>f</c> of the value, or the error.</summary>
        public static Fin<R> operator |(Fin<T> x, Func<T, R> f) => x.Map(f);

        /// <summary>Returns <c>f</c> of the value, which may also fail, or the error.</summary>
        public static Fin<R> operator |(Fin<T> x, Func<T, Fin<R>> f) => x.Bind(f);
    }
}
