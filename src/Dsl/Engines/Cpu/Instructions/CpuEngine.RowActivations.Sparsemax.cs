namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>
    /// Computes τ without sorting and without memory of its own. The τ of all numbers that may be positive is too small or correct. Numbers
    /// that it does not leave positive are left out next time, until all stay positive. Michelot, 1986.
    /// </summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination)
    {
        for (var start = 0; start < destination.Count; start += x.Columns)
        {
            var from = Floats(x).Slice(start, x.Columns);
            var to = Floats(destination).Slice(start, x.Columns);
            var largest = float.NegativeInfinity;
            foreach (var number in from) largest = MathF.Max(largest, number);

            // The largest distance is 0, so that τ is −1 or more. A row with NaN or infinity leaves no number positive.
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
}
