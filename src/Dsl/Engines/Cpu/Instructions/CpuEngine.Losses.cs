using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Softmax(TensorBuffer x, TensorBuffer destination)
    {
        ref var from = ref First(x);
        ref var to = ref First(destination);
        for (var i = 0; i < x.Rows; i++)
        {
            SoftmaxRow(ref from, ref to, x.Columns, out _, out _);
            from = ref Unsafe.Add(ref from, x.Columns);
            to = ref Unsafe.Add(ref to, x.Columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination)
    {
        var (columns, width) = ((nuint)destination.Columns, (nuint)TLanes.Count);
        for (nuint start = 0; start < (nuint)destination.Count; start += columns)
        {
            ref var p = ref Unsafe.Add(ref First(probabilities), start);
            ref var g = ref Unsafe.Add(ref First(gradient), start);
            ref var to = ref Unsafe.Add(ref First(destination), start);
            var dot = TLanes.Broadcast((float)LineSums<TLanes, TVector>.OfProducts(ref g, ref p, columns));
            for (nuint j = 0; j < columns; j += width)
                Store(TLanes.Multiply(TLanes.Load(ref p, j), TLanes.Subtract(TLanes.Load(ref g, j), dot)), ref to, j, columns);
        }
    }

    public void ClassIndices(TensorBuffer x, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Ints(destination);
        for (var i = 0; i < to.Length; i++) to[i] = (int)from[i];
    }

    [MethodImpl(HotLoop.Options)]
    public void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities)
    {
        var columns = logits.Columns;
        var classes = Ints(labels);
        var results = Floats(losses);
        ref var z = ref First(logits);
        ref var p = ref First(probabilities);
        for (var i = 0; i < logits.Rows; i++)
        {
            SoftmaxRow(ref z, ref p, columns, out var max, out var logSum);
            results[i] = logSum - (Unsafe.Add(ref z, classes[i]) - max);
            z = ref Unsafe.Add(ref z, columns);
            p = ref Unsafe.Add(ref p, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination)
    {
        var (columns, width) = ((nuint)destination.Columns, (nuint)TLanes.Count);
        var classes = Ints(labels);
        var u = Floats(upstream);
        ref var p = ref First(probabilities);
        ref var to = ref First(destination);
        for (var i = 0; i < destination.Rows; i++)
        {
            var (label, factor) = (classes[i], u[i]);
            var atLabel = Lane.Significant(factor * (Unsafe.Add(ref p, label) - 1f));
            var factors = TLanes.Broadcast(factor);
            for (nuint j = 0; j < columns; j += width)
                Store(Lane.Significant<TLanes, TVector>(TLanes.Multiply(factors, TLanes.Load(ref p, j))), ref to, j, columns);
            Unsafe.Add(ref to, label) = atLabel;
            p = ref Unsafe.Add(ref p, columns);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        var (columns, width, zero) = ((nuint)logits.Columns, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        ref var z = ref First(logits);
        ref var y = ref First(targets);
        ref var p = ref First(probabilities);
        for (var i = 0; i < logits.Rows; i++)
        {
            SoftmaxRow(ref z, ref p, logits.Columns, out var max, out var logSum);
            // Computes with halves, since the difference of two logits may overflow. Halves have the same digits.
            var (half, two) = (TLanes.Broadcast(0.5f), TLanes.Broadcast(2f));
            var (maxima, logSums) = (TLanes.Broadcast(0.5f * max), TLanes.Broadcast(0.5f * logSum));
            var sum = default(RunningSum<TLanes, TVector>);
            for (nuint j = 0; j < columns; j += width)
            {
                var weight = TLanes.Load(ref y, j);
                var loss = TLanes.Subtract(logSums, TLanes.Subtract(TLanes.Multiply(half, TLanes.Load(ref z, j)), maxima));
                // If y is zero, an infinite logit adds nothing.
                loss = TLanes.Equal(weight, zero, zero, TLanes.Multiply(TLanes.Multiply(two, weight), loss));
                sum.Add(Within(loss, j, columns, zero));
            }
            Floats(losses)[i] = float.IsNaN(logSum) ? logSum : (float)sum.Total();
            z = ref Unsafe.Add(ref z, columns);
            y = ref Unsafe.Add(ref y, columns);
            p = ref Unsafe.Add(ref p, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        var (columns, width) = ((nuint)destination.Columns, (nuint)TLanes.Count);
        ref var p = ref First(probabilities);
        ref var y = ref First(targets);
        ref var to = ref First(destination);
        for (var i = 0; i < destination.Rows; i++)
        {
            var factors = TLanes.Broadcast(Floats(upstream)[i]);
            var sums = TLanes.Broadcast((float)LineSums<TLanes, TVector>.Of(ref y, columns));
            for (nuint j = 0; j < columns; j += width)
            {
                var difference = TLanes.Subtract(TLanes.Multiply(TLanes.Load(ref p, j), sums), TLanes.Load(ref y, j));
                Store(Lane.Significant<TLanes, TVector>(TLanes.Multiply(factors, difference)), ref to, j, columns);
            }
            p = ref Unsafe.Add(ref p, columns);
            y = ref Unsafe.Add(ref y, columns);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        var (columns, width, zero, one) = ((nuint)logits.Columns, (nuint)TLanes.Count, TLanes.Broadcast(0f), TLanes.Broadcast(1f));
        ref var z = ref First(logits);
        ref var y = ref First(targets);
        ref var p = ref First(probabilities);
        for (var i = 0; i < logits.Rows; i++)
        {
            var sum = default(RunningSum<TLanes, TVector>);
            for (nuint j = 0; j < columns; j += width)
            {
                var x = TLanes.Load(ref z, j);
                var decay = Float32Math<TLanes, TVector>.Decay(x);
                var linear = TLanes.Subtract(Float32Math<TLanes, TVector>.Positive(x), TLanes.Multiply(x, TLanes.Load(ref y, j)));
                var loss = TLanes.Add(linear, Float32Math<TLanes, TVector>.Log1Plus(decay));
                sum.Add(Within(loss, j, columns, zero));
                Store(TLanes.Divide(TLanes.Less(x, zero, decay, one), TLanes.Add(one, decay)), ref p, j, columns);
            }
            Floats(losses)[i] = (float)(sum.Total() / logits.Columns);
            z = ref Unsafe.Add(ref z, columns);
            y = ref Unsafe.Add(ref y, columns);
            p = ref Unsafe.Add(ref p, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void SigmoidCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        var (columns, width) = ((nuint)destination.Columns, (nuint)TLanes.Count);
        ref var p = ref First(probabilities);
        ref var y = ref First(targets);
        ref var to = ref First(destination);
        for (var i = 0; i < destination.Rows; i++)
        {
            var factors = TLanes.Broadcast(Floats(upstream)[i] / destination.Columns);
            for (nuint j = 0; j < columns; j += width)
            {
                var difference = TLanes.Subtract(TLanes.Load(ref p, j), TLanes.Load(ref y, j));
                Store(Lane.Significant<TLanes, TVector>(TLanes.Multiply(factors, difference)), ref to, j, columns);
            }
            p = ref Unsafe.Add(ref p, columns);
            y = ref Unsafe.Add(ref y, columns);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    /// <summary>
    /// Writes the softmax of a row, and returns its maximum and log Σ e^(x − max). A NaN in the row makes all of them NaN.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    private static void SoftmaxRow(ref float x, ref float to, int length, out float max, out float logSum)
    {
        var (columns, width, least, zero) =
            ((nuint)length, (nuint)TLanes.Count, TLanes.Broadcast(float.NegativeInfinity), TLanes.Broadcast(0f));
        if (columns <= width)
        {
            // A row that fits into a vector stays in it. Storing a part of a vector and loading it again at once would make the processor
            // wait.
            var row = TLanes.First(length, TLanes.Load(ref x, 0), least);
            max = TLanes.Max(row);
            var exponentials = TLanes.First(length, Float32Math<TLanes, TVector>.Exp(TLanes.Subtract(row, TLanes.Broadcast(max))), zero);
            var whole = TLanes.Sum(exponentials);
            Store(TLanes.Divide(exponentials, TLanes.Broadcast(whole)), ref to, 0, columns);
            logSum = MathF.Log(whole);
            return;
        }
        var maxima = least;
        for (nuint j = 0; j < columns; j += width) maxima = TLanes.Max(maxima, Within(TLanes.Load(ref x, j), j, columns, least));
        max = TLanes.Max(maxima);
        maxima = TLanes.Broadcast(max);
        var sum = default(RunningSum<TLanes, TVector>);
        for (nuint j = 0; j < columns; j += width)
        {
            var exponential = Float32Math<TLanes, TVector>.Exp(TLanes.Subtract(TLanes.Load(ref x, j), maxima));
            sum.Add(Within(exponential, j, columns, zero));
            Store(exponential, ref to, j, columns);
        }
        var total = (float)sum.Total();
        logSum = MathF.Log(total);
        var totals = TLanes.Broadcast(total);
        for (nuint j = 0; j < columns; j += width) Store(TLanes.Divide(TLanes.Load(ref to, j), totals), ref to, j, columns);
    }

    /// <summary>Returns the lanes of a vector that lie within a row, and another vector's lanes past its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Within(TVector value, nuint index, nuint count, TVector others) =>
        index + (nuint)TLanes.Count <= count ? value : TLanes.First((int)(count - index), value, others);

    /// <summary>Stores the lanes of a vector that lie within a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(TVector value, ref float destination, nuint index, nuint count)
    {
        if (index + (nuint)TLanes.Count <= count) TLanes.Store(value, ref destination, index);
        else Lane.StoreFirst(value, ref destination, index, (int)(count - index));
    }
}
