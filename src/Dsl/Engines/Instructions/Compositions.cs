using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// The default bodies of an engine's instructions, composed of those that every engine has. They are correct on any engine; an engine that
/// has a faster way overrides them.
/// </summary>
internal static partial class Compositions
{
    public static void Write(ITensorEngine engine, ReadOnlySpan<double> source, TensorBuffer destination)
    {
        var numbers = new float[source.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)source[i];
        engine.Write(numbers, destination);
    }

    public static void Read(ITensorEngine engine, TensorBuffer source, Span<double> destination)
    {
        var numbers = new float[destination.Length];
        engine.Read(source, numbers);
        for (var i = 0; i < numbers.Length; i++) destination[i] = numbers[i];
    }

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

    /// <summary>Clips by the norm. The host computes the norm in double precision, so that no square overflows.</summary>
    public static void ClipNorm(ITensorEngine engine, TensorBuffer x, double limit)
    {
        var numbers = new double[x.Count];
        engine.Read(x, numbers);
        var squares = 0.0;
        foreach (var number in numbers) squares += number * number;
        engine.Scale(x, limit / Math.Max(Math.Sqrt(squares), limit), x);
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
