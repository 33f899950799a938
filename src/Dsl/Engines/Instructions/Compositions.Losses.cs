using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <content>Softmax and losses.</content>
internal static partial class Compositions
{
    public static void Softmax(ITensorEngine engine, TensorBuffer x, TensorBuffer destination)
    {
        engine.LogSoftmax(x, destination);
        engine.Activate(ActivationKind.Exponential, destination, destination);
    }

    public static void SoftmaxGradient(ITensorEngine engine, TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination)
    {
        var products = Temporaries.Of(engine, destination, 0, destination.Shape.Dimensions);
        engine.Multiply(probabilities, gradient, products);
        var dots = Instructions.RowSums(engine, products, 1, destination, place: 1);
        KernelCall<ProductWithDifference>.Map(engine, [probabilities, gradient, dots, destination], []);
    }

    public static void SparseSoftmaxCrossEntropy(
        ITensorEngine engine, TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities) =>
        engine.SoftmaxCrossEntropy(logits, OneHot(engine, labels, logits, losses), losses, probabilities);

    public static void SparseSoftmaxCrossEntropyGradient(
        ITensorEngine engine, TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination) =>
        engine.SoftmaxCrossEntropyGradient(probabilities, OneHot(engine, labels, probabilities, destination), upstream, destination);

    public static void SoftmaxCrossEntropy(
        ITensorEngine engine, TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        engine.LogSoftmax(logits, probabilities);
        var terms = Temporaries.Of(engine, losses, 0, logits.Shape.Dimensions);
        KernelCall<CrossEntropy>.Map(engine, [probabilities, targets, terms], []);
        engine.SumColumns(terms, -1, losses);
    }

    public static void SoftmaxCrossEntropyGradient(
        ITensorEngine engine, TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        var totals = Instructions.RowSums(engine, targets, 1, destination, place: 0);
        var factors = Instructions.Repeated(engine, upstream, 1, destination, destination, place: 2);
        KernelCall<CrossEntropyGradient>.Map(engine, [probabilities, targets, totals, factors, destination], []);
    }

    public static void SigmoidCrossEntropy(
        ITensorEngine engine, TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        var terms = Temporaries.Of(engine, losses, 0, logits.Shape.Dimensions);
        KernelCall<BinaryCrossEntropy>.Map(engine, [logits, targets, terms, probabilities], []);
        engine.MeanColumns(terms, losses);
    }

    public static void SigmoidCrossEntropyGradient(
        ITensorEngine engine, TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        var factors = Instructions.Repeated(engine, upstream, 1.0 / destination.Columns, destination, destination, place: 0);
        KernelCall<DifferenceTimes>.Map(engine, [probabilities, targets, factors, destination], []);
    }

    private static TensorBuffer OneHot(ITensorEngine engine, TensorBuffer labels, TensorBuffer like, TensorBuffer destination)
    {
        var (classes, numbers) = (new int[labels.Count], new float[like.Count]);
        engine.Read(labels, classes);
        for (var i = 0; i < classes.Length; i++) numbers[i * like.Columns + classes[i]] = 1;
        var targets = Temporaries.Of(engine, destination, 8, like.Shape.Dimensions);
        engine.Write(numbers, targets);
        return targets;
    }

    /// <summary><c>p·(g − dot)</c></summary>
    private readonly struct ProductWithDifference : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(3, TMath.Multiply(at.Load(0), TMath.Subtract(at.Load(1), at.Load(2))));
    }

    /// <summary>
    /// <c>y·log p</c>, and 0 where y is 0, however small p is; p is written over log p. NaN stays, so that a row without a softmax has no
    /// loss.
    /// </summary>
    private readonly struct CrossEntropy : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (log, y, zero) = (at.Load(0), at.Load(1), TMath.Number(0));
            var none = TMath.Equal(log, log, zero, log);
            at.Store(2, TMath.Equal(y, zero, none, TMath.Multiply(y, log)));
            at.Store(0, TMath.Exp(log));
        }
    }

    /// <summary><c>u·(p·Σy − y)</c></summary>
    private readonly struct CrossEntropyGradient : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(4, TMath.Multiply(at.Load(3), TMath.Subtract(TMath.Multiply(at.Load(0), at.Load(2)), at.Load(1))));
    }

    /// <summary><c>max(z, 0) − z·y + log(1 + e^−|z|)</c>, which neither overflows nor loses digits, and the sigmoid.</summary>
    private readonly struct BinaryCrossEntropy : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (z, zero) = (at.Load(0), TMath.Number(0));
            var distance = TMath.Subtract(TMath.Less(z, zero, zero, z), TMath.Multiply(z, at.Load(1)));
            at.Store(2, TMath.Add(distance, TMath.Softplus(TMath.Negate(TMath.Abs(z)))));
            at.Store(3, TMath.Sigmoid(z));
        }
    }

    /// <summary><c>(p − y)·u</c></summary>
    private readonly struct DifferenceTimes : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(3, TMath.Multiply(TMath.Subtract(at.Load(0), at.Load(1)), at.Load(2)));
    }
}
