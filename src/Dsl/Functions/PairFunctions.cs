using System.Runtime.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl;

/// <content>The kernels of functions of two tensors: the generator writes the same kernels for these functions in a model.</content>
public static partial class Functions
{
    private readonly struct Larger : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, Extremes<TNumber, TMath>.Larger(at.Load(0), at.Load(1)));
    }

    private readonly struct Smaller : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, Extremes<TNumber, TMath>.Smaller(at.Load(0), at.Load(1)));
    }
}
