using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <content>Sums, and functions of rows.</content>
public static partial class Instructions
{
    /// <summary>Adds <c>bias[j]</c> to every row: x <c>[m, n]</c>, bias <c>[n]</c>. Elementwise in x.</summary>
    public static void AddBias(this ITensorEngine engine, TensorBuffer x, TensorBuffer bias, TensorBuffer destination) =>
        engine.ScaleShiftRows(x, null, bias, destination);

    /// <summary>Multiplies every row by <c>factors[j]</c>: x <c>[m, n]</c>, factors <c>[n]</c>. Elementwise in x.</summary>
    public static void ScaleRows(this ITensorEngine engine, TensorBuffer x, TensorBuffer factors, TensorBuffer destination) =>
        engine.ScaleShiftRows(x, factors, null, destination);

    /// <summary>Computes the mean of each row: <c>[m, n] → [m]</c>.</summary>
    public static void MeanColumns(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        engine.SumColumns(x, 1.0 / x.Columns, destination);

    /// <summary>Computes <c>factor·Σx</c> into a scalar.</summary>
    public static void Sum(this ITensorEngine engine, TensorBuffer x, double factor, TensorBuffer destination) =>
        engine.SumColumns(x, factor, destination);

    /// <summary>Repeats a scalar: <c>destination = factor·x</c> everywhere.</summary>
    public static void BroadcastScalar(this ITensorEngine engine, TensorBuffer x, double factor, TensorBuffer destination) =>
        engine.BroadcastColumns(x, factor, destination);

    /// <summary>Computes <c>g − e^y·Σ g</c> for each row, where y is the output. Elementwise in memory.</summary>
    public static void LogSoftmaxGradient(this ITensorEngine engine, TensorBuffer output, TensorBuffer gradient, TensorBuffer destination)
    {
        var sums = RowSums(engine, gradient, 1, destination, place: 0);
        KernelCall<LessExponential>.Map(engine, [gradient, output, sums, destination], []);
    }

    /// <summary>
    /// Computes g minus the mean of g over the positive outputs of its row, where the output y is positive; NaN where y is NaN, otherwise
    /// 0. Elementwise in memory.
    /// </summary>
    public static void SparsemaxGradient(this ITensorEngine engine, TensorBuffer output, TensorBuffer gradient, TensorBuffer destination)
    {
        var kept = Temporaries.Of(engine, destination, 0, destination.Shape.Dimensions);
        KernelCall<IsPositive>.Map(engine, [output, kept], []);
        var counts = RowSums(engine, kept, 1, destination, place: 1);
        KernelCall<GradientIfPositive>.Map(engine, [output, gradient, kept], []);
        var sums = RowSums(engine, kept, 1, destination, place: 3);
        KernelCall<LessMean>.Map(engine, [output, gradient, sums, counts, destination], []);
    }

    /// <summary>Computes <c>a·sigmoid(b)</c>, where a and b are the halves of each row: <c>[m, 2n] → [m, n]</c>.</summary>
    public static void Glu(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination)
    {
        var (a, b) = Halves(engine, x, destination, destination.Shape.Dimensions);
        KernelCall<Gated>.Map(engine, [a, b, destination], []);
    }

    /// <summary>
    /// Computes <c>g·sigmoid(b)</c> and <c>g·a·sigmoid(b)·(1 − sigmoid(b))</c>, side by side: x and destination <c>[m, 2n]</c>, g
    /// <c>[m, n]</c>.
    /// </summary>
    public static void GluGradient(this ITensorEngine engine, TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        var (a, b) = Halves(engine, x, destination, gradient.Shape.Dimensions);
        KernelCall<GatedGradient>.Map(engine, [a, b, gradient], []);
        engine.ConcatColumns(a, b, destination);
    }

    /// <summary>
    /// Sets each channel of each image to zero with probability <paramref name="rate"/> and multiplies the others by <c>1/(1 − rate)</c>.
    /// Channel c of image n is kept when <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, n·w + c) ≥ rate. w is the number
    /// of channels, rounded up to a multiple of 4. Elementwise in memory; it is its own adjoint, like dropout.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="x">The images: <c>[N, …, channels]</c>.</param>
    /// <param name="rate">In [0, 1).</param>
    /// <param name="key">The run's key.</param>
    /// <param name="stream">The stream of random numbers.</param>
    /// <param name="destination">The result, of x's shape.</param>
    public static void ChannelDropout(
        this ITensorEngine engine, TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        if (x.Count == 0) return;
        var (images, channels, pixels) = (x.Shape[0], x.Columns, x.Rows / x.Shape[0]);
        var uniform = Temporaries.Of(engine, destination, 0, [images, (channels + 3) / 4 * 4]);
        engine.Uniform(key, stream, uniform);
        var factors = Temporaries.Of(engine, destination, 1, [images, channels]);
        engine.Columns(uniform, 0, factors);
        var owners = Temporaries.Of(engine, destination, 103, [images, pixels], static (e, buffer) =>
        {
            var numbers = new float[buffer.Count];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = i / buffer.Columns;
            e.Write(numbers, buffer);
        });
        var each = Temporaries.Of(engine, destination, 3, [x.Rows, channels]);
        engine.Gather(owners, factors, each);
        KernelCall<KeptByChance>.Map(engine, [x, each, destination], [Philox.LeastKept(rate), 1 / (1 - rate)]);
    }

    /// <summary>Computes the sum of each row, times a factor, and repeats it at every place of its row.</summary>
    internal static TensorBuffer RowSums(ITensorEngine engine, TensorBuffer x, double factor, TensorBuffer destination, int place)
    {
        var sums = Temporaries.Of(engine, destination, place, [x.Rows]);
        engine.SumColumns(x, factor, sums);
        return Repeated(engine, sums, 1, x, destination, place + 1);
    }

    /// <summary>Repeats the number of each row, times a factor, at every place of its row.</summary>
    internal static TensorBuffer Repeated(
        ITensorEngine engine, TensorBuffer numbers, double factor, TensorBuffer like, TensorBuffer destination, int place)
    {
        var repeated = Temporaries.Of(engine, destination, place, like.Shape.Dimensions);
        engine.BroadcastColumns(numbers, factor, repeated);
        return repeated;
    }

    private static (TensorBuffer A, TensorBuffer B) Halves(
        ITensorEngine engine, TensorBuffer x, TensorBuffer destination, ReadOnlySpan<int> shape)
    {
        var (a, b) = (Temporaries.Of(engine, destination, 0, shape), Temporaries.Of(engine, destination, 1, shape));
        engine.Columns(x, 0, a);
        engine.Columns(x, a.Columns, b);
        return (a, b);
    }

    /// <summary><c>x·factor</c> where a random number from [0, 1) is not below the rate, otherwise 0.</summary>
    internal readonly struct KeptByChance : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, TMath.Less(at.Load(1), at.Number(0), TMath.Number(0), TMath.Multiply(at.Load(0), at.Number(1))));
    }

    private readonly struct LessExponential : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(3, TMath.Subtract(at.Load(0), TMath.Multiply(TMath.Exp(at.Load(1)), at.Load(2))));
    }

    private readonly struct IsPositive : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(1, TMath.Less(TMath.Number(0), at.Load(0), TMath.Number(1), TMath.Number(0)));
    }

    private readonly struct GradientIfPositive : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, TMath.Less(TMath.Number(0), at.Load(0), at.Load(1), TMath.Number(0)));
    }

    private readonly struct LessMean : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (y, zero) = (at.Load(0), TMath.Number(0));
            var rest = TMath.Equal(y, y, zero, y);
            at.Store(4, TMath.Less(zero, y, TMath.Subtract(at.Load(1), TMath.Divide(at.Load(2), at.Load(3))), rest));
        }
    }

    private readonly struct Gated : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, TMath.Multiply(at.Load(0), TMath.Sigmoid(at.Load(1))));
    }

    /// <summary>Writes the gradient of a over a, and the gradient of b over b.</summary>
    private readonly struct GatedGradient : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (a, gate) = (at.Load(0), TMath.Sigmoid(at.Load(1)));
            var through = TMath.Multiply(at.Load(2), gate);
            at.Store(0, through);
            at.Store(1, TMath.Multiply(TMath.Multiply(through, a), TMath.Subtract(TMath.Number(1), gate)));
        }
    }
}
