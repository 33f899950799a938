using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <content>Numbers that are made of uniform ones.</content>
internal static partial class Compositions
{
    public static void Dropout(ITensorEngine engine, TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        var uniform = Temporaries.Of(engine, destination, 0, x.Shape.Dimensions);
        engine.Uniform(key, stream, uniform);
        KernelCall<Instructions.KeptByChance>.Map(engine, [x, uniform, destination], [Philox.LeastKept(rate), 1 / (1 - rate)]);
    }

    public static void Normal(ITensorEngine engine, RandomKey key, uint stream, TensorBuffer destination)
    {
        var angles = Temporaries.Of(engine, destination, 0, destination.Shape.Dimensions);
        engine.Uniform(key, stream + RandomStreams.Angles, angles);
        engine.Uniform(key, stream, destination);
        KernelCall<BoxMuller>.Map(engine, [destination, angles], [Math.Tau]);
    }

    private readonly struct BoxMuller : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var radius = TMath.Sqrt(TMath.Multiply(TMath.Number(-2), TMath.Log(TMath.Subtract(TMath.Number(1), at.Load(0)))));
            at.Store(0, TMath.Multiply(radius, TMath.Cos(TMath.Multiply(at.Number(0), at.Load(1)))));
        }
    }
}
