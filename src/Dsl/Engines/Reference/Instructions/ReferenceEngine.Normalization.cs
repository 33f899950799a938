namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        var means = Doubles(mean);
        var variances = Doubles(variance);
        var count = (double)from.Length / means.Length;
        means.Clear();
        variances.Clear();
        for (var i = 0; i < from.Length; i++) means[GroupOf(i, x, groups, means.Length)] += from[i] / count;
        for (var i = 0; i < from.Length; i++)
        {
            var k = GroupOf(i, x, groups, means.Length);
            variances[k] += (from[i] - means[k]) * (from[i] - means[k]) / count;
        }
        for (var i = 0; i < to.Length; i++)
        {
            var k = GroupOf(i, x, groups, means.Length);
            to[i] = (from[i] - means[k]) / Math.Sqrt(variances[k] + epsilon);
        }
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination)
    {
        var s = Doubles(standardized);
        var g = Doubles(gradient);
        var to = Doubles(destination);
        var variances = Doubles(variance);
        var count = (double)s.Length / variances.Length;
        var (means, slopes) = (new double[variances.Length], new double[variances.Length]);
        for (var i = 0; i < s.Length; i++)
        {
            var k = GroupOf(i, standardized, groups, variances.Length);
            means[k] += g[i] / count;
            slopes[k] += g[i] * s[i] / count;
        }
        for (var i = 0; i < s.Length; i++)
        {
            var k = GroupOf(i, standardized, groups, variances.Length);
            to[i] = (g[i] - means[k] - s[i] * slopes[k]) / Math.Sqrt(variances[k] + epsilon);
        }
    }

    public void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
        {
            var value = from[i];
            if (factors is not null) value *= Doubles(factors)[i % x.Columns];
            if (shifts is not null) value += Doubles(shifts)[i % x.Columns];
            to[i] = value;
        }
    }

    public void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < x.Length; i++) to[i % a.Columns] += x[i] * y[i];
    }

    /// <summary>Returns the index of the statistic (mean and variance) that an element belongs to.</summary>
    private static int GroupOf(int element, TensorBuffer x, int groups, int statistics)
    {
        var (row, column) = (element / x.Columns, element % x.Columns);
        var rowsOfEach = x.Rows / (statistics / groups);
        return row / rowsOfEach * groups + column / (x.Columns / groups);
    }
}
