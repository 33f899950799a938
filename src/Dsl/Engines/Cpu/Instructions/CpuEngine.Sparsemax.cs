namespace ModelDsl.Engines.Cpu;

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
}
