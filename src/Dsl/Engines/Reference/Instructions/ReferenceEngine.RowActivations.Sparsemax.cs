namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    /// <summary>
    /// Computes τ from the sorted numbers, using as many of the largest as it leaves positive. Martins and Astudillo, 2016.
    /// </summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination)
    {
        for (var i = 0; i < x.Rows; i++)
        {
            var to = Row(destination, i);
            Row(x, i).CopyTo(to);
            var ordered = to.ToArray();
            Array.Sort(ordered);
            Array.Reverse(ordered);
            var (largest, sum, threshold) = (ordered[0], 0.0, -1.0);
            for (var k = 0; k < ordered.Length && ordered[k] - largest > (sum + ordered[k] - largest - 1.0) / (k + 1); k++)
                threshold = ((sum += ordered[k] - largest) - 1.0) / (k + 1);
            // NaN sorts before all numbers, and infinity minus itself is NaN.
            var spoilt = double.IsNaN(ordered[^1]) || !double.IsFinite(largest);
            for (var j = 0; j < to.Length; j++) to[j] = spoilt ? double.NaN : Math.Max(to[j] - largest - threshold, 0.0);
        }
    }
}
