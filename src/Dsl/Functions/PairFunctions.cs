using System.Runtime.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <content>The kernels of functions of two tensors: what the generator writes for the same functions in a model.</content>
public static partial class Functions
{
    /// <summary>The larger of two elements, the first where they are equal, NaN where either is NaN.</summary>
    private readonly struct Larger : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var (a, b) = (at.Load(0), at.Load(1));
            at.Store(2, TMath.Less(a, b, b, TMath.Equal(b, b, a, b)));
        }
    }

    /// <summary>The smaller of two elements, the first where they are equal, NaN where either is NaN.</summary>
    private readonly struct Smaller : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var (a, b) = (at.Load(0), at.Load(1));
            at.Store(2, TMath.Less(b, a, b, TMath.Equal(b, b, a, b)));
        }
    }
}
