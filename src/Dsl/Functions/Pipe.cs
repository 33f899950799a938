using System.Runtime.CompilerServices;
using LanguageExt;

namespace ModelDsl;

/// <summary>F#'s <c>|&gt;</c>: <c>x | f</c> is <c>f(x)</c>. On a <c>Fin</c> it works on the value, and an error passes by.</summary>
public static class Pipe
{
    extension<T, R>(T)
    {
        /// <summary><c>f(x)</c></summary>
        public static R operator |(T x, Func<T, R> f) => f(x);
    }

    extension(Tensor)
    {
        /// <summary>A function of each element. A function of tensors of the same name goes first.</summary>
        [OverloadResolutionPriority(-1)]
        public static Tensor operator |(Tensor x, Func<float, float> f) => Functions.Map(f, x);
    }

    extension<T, R>(Fin<T>)
    {
        /// <summary><c>f</c> of the value, or the error.</summary>
        public static Fin<R> operator |(Fin<T> x, Func<T, R> f) => x.Map(f);

        /// <summary><c>f</c> of the value, which may fail too, or the error.</summary>
        public static Fin<R> operator |(Fin<T> x, Func<T, Fin<R>> f) => x.Bind(f);
    }
}
