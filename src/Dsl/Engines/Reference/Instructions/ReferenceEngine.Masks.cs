namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void MaskedMean(TensorBuffer x, TensorBuffer mask, TensorBuffer destination)
    {
        var (steps, n) = (mask.Columns, x.Columns);
        Doubles(destination).Clear();
        for (var row = 0; row < mask.Count; row++)
        {
            if (Doubles(mask)[row] == 0.0) continue;
            for (var j = 0; j < n; j++) Doubles(destination)[row / steps * n + j] += Doubles(x)[row * n + j];
        }
        for (var i = 0; i < destination.Count; i++) Doubles(destination)[i] /= Math.Max(CountOf(mask, i / n), 1);
    }

    public void MaskedMeanGradient(TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination)
    {
        var (steps, n) = (mask.Columns, gradient.Columns);
        for (var i = 0; i < destination.Count; i++)
        {
            var sample = i / n / steps;
            Doubles(destination)[i] =
                Doubles(mask)[i / n] == 0.0 ? 0.0 : Doubles(gradient)[sample * n + i % n] / CountOf(mask, sample);
        }
    }

    /// <summary>Returns the number of a sample's steps that count.</summary>
    private static int CountOf(TensorBuffer mask, int sample)
    {
        var count = 0;
        foreach (var number in Doubles(mask).Slice(sample * mask.Columns, mask.Columns))
            if (number != 0.0) count++;
        return count;
    }

    public void MaskedSum(TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination)
    {
        var sum = 0.0;
        var counts = Doubles(mask);
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] != 0.0) sum += Doubles(x)[i];
        Doubles(destination)[0] = factor * sum;
    }

    public void MaskedMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var counts = Doubles(mask);
        var z = Doubles(destination);
        var (left, right) = (transpose == Transpose.Left, transpose == Transpose.Right);
        var (rows, columns) = (destination.Rows, destination.Columns);
        var inner = left ? a.Rows : a.Columns;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < inner; k++)
                {
                    if (counts[left ? k : i] == 0.0) continue;
                    sum += x[left ? k * rows + i : i * inner + k] * y[right ? j * inner + k : k * columns + j];
                }
                z[i * columns + j] = sum;
            }
        }
    }
}
