using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// The instructions that are composed of an engine's own (<see cref="ITensorEngine"/>). Generated code calls them like members. Elementwise
/// ones are kernels, and the destination may be the buffer of an operand.
/// </summary>
public static partial class Instructions
{
    /// <summary>Computes <c>destination = value</c>.</summary>
    public static void Fill(this ITensorEngine engine, double value, TensorBuffer destination) =>
        KernelCall<Constant>.Map(engine, [destination], [value]);

    /// <summary>Computes <c>destination = x</c>.</summary>
    public static void Copy(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        KernelCall<Identity>.Map(engine, [x, destination], []);

    /// <summary>Computes <c>a + b</c>, elementwise.</summary>
    public static void Add(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        KernelCall<Sum2>.Map(engine, [a, b, destination], []);

    /// <summary>Computes <c>a − b</c>, elementwise.</summary>
    public static void Subtract(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        KernelCall<Difference>.Map(engine, [a, b, destination], []);

    /// <summary>Computes <c>a·b</c>, elementwise.</summary>
    public static void Multiply(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        KernelCall<Product>.Map(engine, [a, b, destination], []);

    /// <summary>Computes <c>a/b</c>, elementwise.</summary>
    public static void Divide(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        KernelCall<Quotient>.Map(engine, [a, b, destination], []);

    /// <summary>Computes <c>factor·x</c>, elementwise.</summary>
    public static void Scale(this ITensorEngine engine, TensorBuffer x, double factor, TensorBuffer destination) =>
        KernelCall<Multiple>.Map(engine, [x, destination], [factor]);

    /// <summary>Computes <c>|x|</c>, elementwise.</summary>
    public static void Abs(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        KernelCall<Magnitude>.Map(engine, [x, destination], []);

    /// <summary>Computes the sign, elementwise: −1, 0 or 1, and NaN for NaN.</summary>
    public static void Sign(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        KernelCall<SignOf>.Map(engine, [x, destination], []);

    /// <summary>Computes the natural logarithm, elementwise.</summary>
    public static void Log(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        KernelCall<Logarithm>.Map(engine, [x, destination], []);

    /// <summary>Computes <c>√x</c>, elementwise.</summary>
    public static void Sqrt(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination) =>
        KernelCall<Root>.Map(engine, [x, destination], []);

    /// <summary>Computes <c>1/√(x + ε)</c>, elementwise.</summary>
    public static void ReciprocalSqrt(this ITensorEngine engine, TensorBuffer x, double epsilon, TensorBuffer destination) =>
        KernelCall<ReciprocalRoot>.Map(engine, [x, destination], [epsilon]);

    /// <summary>Computes <c>max(least, min(x, most))</c>, and NaN for NaN; elementwise. A bound may be infinite.</summary>
    public static void Clamp(this ITensorEngine engine, TensorBuffer x, double least, double most, TensorBuffer destination) =>
        KernelCall<Clamped>.Map(engine, [x, destination], [least, most]);

    /// <summary>Computes the gradient where <c>least ≤ x ≤ most</c>, NaN where x is NaN, otherwise 0; elementwise.</summary>
    public static void ClampGradient(
        this ITensorEngine engine, TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination) =>
        KernelCall<ClampedGradient>.Map(engine, [x, gradient, destination], [least, most]);

    /// <summary>
    /// Computes 1 where <c>a &lt; b</c>, or also where they are equal if <paramref name="orEqual"/> is true; otherwise 0, also where either
    /// is NaN. Elementwise.
    /// </summary>
    public static void Less(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination) =>
        KernelCall<IsLess>.Map(engine, [a, b, destination], [orEqual ? 1 : 0]);

    /// <summary>Computes <c>condition ≠ 0 ? a : b</c>, elementwise. A NaN in the other branch has no effect.</summary>
    public static void Where(this ITensorEngine engine, TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        KernelCall<Choice>.Map(engine, [condition, a, b, destination], []);

    private readonly struct Constant : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(0, at.Number(0));
    }

    private readonly struct Identity : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, at.Load(0));
    }

    private readonly struct Sum2 : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(2, TMath.Add(at.Load(0), at.Load(1)));
    }

    private readonly struct Difference : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(2, TMath.Subtract(at.Load(0), at.Load(1)));
    }

    private readonly struct Product : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(2, TMath.Multiply(at.Load(0), at.Load(1)));
    }

    private readonly struct Quotient : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(2, TMath.Divide(at.Load(0), at.Load(1)));
    }

    private readonly struct Multiple : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, TMath.Multiply(at.Number(0), at.Load(0)));
    }

    /// <summary><c>a + factor·b</c></summary>
    internal readonly struct ScaledSum : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, TMath.MultiplyAdd(at.Number(0), at.Load(1), at.Load(0)));
    }

    private readonly struct Magnitude : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, TMath.Abs(at.Load(0)));
    }

    private readonly struct SignOf : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (x, zero) = (at.Load(0), TMath.Number(0));
            at.Store(1, TMath.Less(zero, x, TMath.Number(1), TMath.Less(x, zero, TMath.Number(-1), x)));
        }
    }

    private readonly struct Logarithm : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, TMath.Log(at.Load(0)));
    }

    private readonly struct Root : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, TMath.Sqrt(at.Load(0)));
    }

    /// <summary>Computed by a division: NaN for a negative number, and ∞ for 0.</summary>
    private readonly struct ReciprocalRoot : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(1, TMath.Divide(TMath.Number(1), TMath.Sqrt(TMath.Add(at.Load(0), at.Number(0)))));
    }

    private readonly struct Clamped : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (x, least, most) = (at.Load(0), at.Number(0), at.Number(1));
            at.Store(1, TMath.Less(x, least, least, TMath.Less(most, x, most, x)));
        }
    }

    private readonly struct ClampedGradient : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (x, zero) = (at.Load(0), TMath.Number(0));
            var gradient = TMath.Less(x, at.Number(0), zero, TMath.Less(at.Number(1), x, zero, at.Load(1)));
            at.Store(2, TMath.Equal(x, x, gradient, x));
        }
    }

    private readonly struct IsLess : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (a, b) = (at.Load(0), at.Load(1));
            at.Store(2, TMath.Less(a, b, TMath.Number(1), TMath.Equal(a, b, at.Number(0), TMath.Number(0))));
        }
    }

    private readonly struct Choice : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(3, TMath.Equal(at.Load(0), TMath.Number(0), at.Load(2), at.Load(1)));
    }
}
