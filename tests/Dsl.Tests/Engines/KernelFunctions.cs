using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>A function of one number, in any arithmetic.</summary>
public interface IOfOne
{
    static abstract TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber>;
}

/// <summary>An operation of kernels' arithmetic on each element.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Low">The least number to try.</param>
/// <param name="High">The largest number to try.</param>
/// <param name="Map">Applies the operation from one buffer to another.</param>
/// <param name="Units">
/// The CPU engine's largest error for any float32 number, in units in the last place of the result; null if another law states it.
/// </param>
public sealed record KernelFunction(
    string Name, double Low, double High, Action<ITensorEngine, TensorBuffer, TensorBuffer> Map, double? Units);

/// <summary>The operations of one number.</summary>
public static class KernelFunctions
{
    public static readonly KernelFunction[] All =
    [
        Of<Negate>(-2.0, 2.0, 0), Of<Abs>(-2.0, 2.0, 0), Of<Sqrt>(0.0, 40.0, 0.5), Of<Exp>(-2.0, 2.0, 2), Of<ExpMinus1>(-3.0, 2.0, 4),
        Of<Log>(1e-3, 40.0, 2),
        Of<Sin>(-9.0, 9.0, null), Of<Cos>(-9.0, 9.0, null), Of<Tanh>(-9.0, 9.0, 3), Of<Sigmoid>(-9.0, 9.0, 4), Of<Softplus>(-9.0, 9.0, 4),
        Of<Normal>(-9.0, 9.0, null),
        Of<Floor>(-9.0, 9.0, 0),
    ];

    private static KernelFunction Of<TFunction>(double low, double high, double? units) where TFunction : struct, IOfOne =>
        new(typeof(TFunction).Name, low, high, static (engine, x, to) => engine.Map<Each<TFunction>>([x, to], []), units);

    private readonly struct Each<TFunction> : IKernel where TFunction : struct, IOfOne
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct => at.Store(1, TFunction.Of<TNumber, TMath>(at.Load(0)));
    }

    private readonly struct Negate : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Negate(x);
    }

    private readonly struct Abs : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Abs(x);
    }

    private readonly struct Sqrt : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Sqrt(x);
    }

    private readonly struct Exp : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Exp(x);
    }

    private readonly struct ExpMinus1 : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.ExpMinus1(x);
    }

    private readonly struct Log : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Log(x);
    }

    private readonly struct Sin : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Sin(x);
    }

    private readonly struct Cos : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Cos(x);
    }

    private readonly struct Tanh : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Tanh(x);
    }

    private readonly struct Sigmoid : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Sigmoid(x);
    }

    private readonly struct Softplus : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Softplus(x);
    }

    private readonly struct Normal : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Normal(x);
    }

    private readonly struct Floor : IOfOne
    {
        public static TNumber Of<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => TMath.Floor(x);
    }
}
