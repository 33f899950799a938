namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Softmax(TensorBuffer x, TensorBuffer destination)
    {
        for (var i = 0; i < x.Rows; i++) Softmax(Row(x, i), Row(destination, i));
    }

    public void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination)
    {
        for (var i = 0; i < destination.Rows; i++)
        {
            var p = Row(probabilities, i);
            var g = Row(gradient, i);
            var to = Row(destination, i);
            var dot = 0.0;
            for (var j = 0; j < to.Length; j++) dot += g[j] * p[j];
            for (var j = 0; j < to.Length; j++) to[j] = p[j] * (g[j] - dot);
        }
    }

    public void ClassIndices(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Ints(destination);
        for (var i = 0; i < to.Length; i++) to[i] = (int)from[i];
    }

    public void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities)
    {
        for (var i = 0; i < logits.Rows; i++)
        {
            var z = Row(logits, i);
            var (max, logSum) = Softmax(z, Row(probabilities, i));
            Doubles(losses)[i] = logSum - (z[Ints(labels)[i]] - max);
        }
    }

    public void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination)
    {
        for (var i = 0; i < destination.Rows; i++)
        {
            var p = Row(probabilities, i);
            var label = Ints(labels)[i];
            var u = Doubles(upstream)[i];
            var to = Row(destination, i);
            for (var j = 0; j < to.Length; j++) to[j] = u * (p[j] - (j == label ? 1.0 : 0.0));
        }
    }

    public void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        for (var i = 0; i < logits.Rows; i++)
        {
            var z = Row(logits, i);
            var y = Row(targets, i);
            var (max, logSum) = Softmax(z, Row(probabilities, i));
            var loss = 0.0;
            for (var j = 0; j < z.Length; j++)
                if (y[j] != 0.0) loss += y[j] * (logSum - (z[j] - max));
            // A row whose softmax is NaN has no loss either, even if its targets are all zero.
            Doubles(losses)[i] = double.IsNaN(logSum) ? double.NaN : loss;
        }
    }

    public void SoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        for (var i = 0; i < destination.Rows; i++)
        {
            var p = Row(probabilities, i);
            var y = Row(targets, i);
            var u = Doubles(upstream)[i];
            var to = Row(destination, i);
            var total = 0.0;
            foreach (var target in y) total += target;
            for (var j = 0; j < to.Length; j++) to[j] = u * (p[j] * total - y[j]);
        }
    }

    public void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        for (var i = 0; i < logits.Rows; i++)
        {
            var z = Row(logits, i);
            var y = Row(targets, i);
            var p = Row(probabilities, i);
            var sum = 0.0;
            for (var j = 0; j < z.Length; j++)
            {
                sum += Math.Max(z[j], 0.0) - z[j] * y[j] + ReferenceActivations.Log1Plus(Math.Exp(-Math.Abs(z[j])));
                p[j] = ReferenceActivations.Sigmoid(z[j]);
            }
            Doubles(losses)[i] = sum / z.Length;
        }
    }

    public void SigmoidCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        for (var i = 0; i < destination.Rows; i++)
        {
            var p = Row(probabilities, i);
            var y = Row(targets, i);
            var u = Doubles(upstream)[i];
            var to = Row(destination, i);
            for (var j = 0; j < to.Length; j++) to[j] = u * (p[j] - y[j]) / to.Length;
        }
    }

    /// <summary>Writes the softmax of a row, and returns its maximum and log Σ e^(x − max).</summary>
    private static (double Max, double LogSum) Softmax(ReadOnlySpan<double> x, Span<double> probabilities)
    {
        var max = double.NegativeInfinity;
        foreach (var number in x) max = Math.Max(max, number);
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++) sum += probabilities[j] = Math.Exp(x[j] - max);
        for (var j = 0; j < x.Length; j++) probabilities[j] /= sum;
        return (max, Math.Log(sum));
    }

    private static Span<double> Row(TensorBuffer buffer, int row) => Doubles(buffer).Slice(row * buffer.Columns, buffer.Columns);
}
