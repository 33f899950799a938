namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>
    /// Without sorting, in no memory of its own: τ of all that may be positive is too small or right, and what it does not leave positive is
    /// left out next time, until nothing is. Michelot, 1986.
    /// </summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination)
    {
        for (var start = 0; start < destination.Count; start += x.Columns)
        {
            var from = Floats(x).Slice(start, x.Columns);
            var to = Floats(destination).Slice(start, x.Columns);
            var largest = float.NegativeInfinity;
            foreach (var number in from) largest = MathF.Max(largest, number);

            // The largest is 0, so that τ is −1 or more. A row with NaN or infinity leaves none positive.
            var (threshold, kept) = (-1.0, int.MaxValue);
            while (true)
            {
                var (sum, count) = (0.0, 0);
                foreach (var number in from)
                    if ((double)number - largest > threshold) (sum, count) = (sum + ((double)number - largest), count + 1);
                if (count >= kept) break;
                kept = count;
                threshold = (sum - 1.0) / count;
            }
            for (var j = 0; j < to.Length; j++) to[j] = (float)Math.Max((double)from[j] - largest - threshold, 0.0);
        }
    }

    public void SparsemaxGradient(TensorBuffer output, TensorBuffer gradient, TensorBuffer destination)
    {
        for (var start = 0; start < destination.Count; start += output.Columns)
        {
            var y = Floats(output).Slice(start, output.Columns);
            var g = Floats(gradient).Slice(start, output.Columns);
            var to = Floats(destination).Slice(start, output.Columns);
            var (sum, count) = (0.0, 0);
            for (var j = 0; j < y.Length; j++)
                if (y[j] > 0f) (sum, count) = (sum + g[j], count + 1);
            var mean = sum / count;
            for (var j = 0; j < y.Length; j++) to[j] = float.IsNaN(y[j]) ? y[j] : y[j] > 0f ? (float)(g[j] - mean) : 0f;
        }
    }
}
