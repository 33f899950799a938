namespace ModelDsl.Inspection;

/// <summary>
/// Finds the temperature with the smallest log loss. The loss is convex in the inverse temperature β: Newton's method finds the zero of its
/// slope, and bisection takes over where a step of Newton's would leave the interval that holds the zero.
/// </summary>
internal static class TemperatureSearch
{
    private const int MostIterations = 200;
    private const double Tolerance = 1e-10;

    /// <summary>Returns the inverse temperature; null and the reason if none is finite and positive.</summary>
    /// <param name="logits">The logits, row by row.</param>
    /// <param name="labels">The share of each column that the labels give.</param>
    /// <param name="columns">Number of columns of a row of classes; 1 for answers of yes or no.</param>
    /// <param name="fault">The reason.</param>
    public static double? Find(ReadOnlySpan<double> logits, ReadOnlySpan<double> labels, int columns, out string fault)
    {
        fault = "";
        if (Slope(logits, labels, columns, 0).First >= 0)
            fault = "its predictions of these samples are no better than a guess, so that the best temperature is infinite";
        else if (!HasMistake(logits, labels, columns))
            fault = "it makes no mistake on these samples, so that the best temperature is 0: take more samples, which it was not trained on";
        if (fault.Length > 0) return null;
        var (low, high) = (0.0, 1.0);
        while (Slope(logits, labels, columns, high).First < 0) (low, high) = (high, 2 * high);
        var beta = 0.5 * (low + high);
        for (var i = 0; i < MostIterations && high - low > Tolerance * high; i++)
        {
            var (slope, curvature) = Slope(logits, labels, columns, beta);
            if (slope < 0) low = beta;
            else high = beta;
            var newton = beta - slope / curvature;
            var next = newton > low && newton < high ? newton : 0.5 * (low + high);
            if (Math.Abs(next - beta) <= Tolerance * beta) return next;
            beta = next;
        }
        return beta;
    }

    /// <summary>Returns the mean log loss at an inverse temperature.</summary>
    public static double Loss(ReadOnlySpan<double> logits, ReadOnlySpan<double> labels, int columns, double beta)
    {
        var (sum, row) = (0.0, new double[columns]);
        for (var begin = 0; begin < logits.Length; begin += columns)
        {
            if (columns == 1)
            {
                var z = beta * logits[begin];
                sum += Math.Max(z, 0) - labels[begin] * z + Math.Log(1 + Math.Exp(-Math.Abs(z)));
                continue;
            }
            for (var i = 0; i < columns; i++) row[i] = beta * logits[begin + i];
            var logOfSum = Links.Softmax(row);
            for (var i = 0; i < columns; i++) sum += labels[begin + i] * (logOfSum - beta * logits[begin + i]);
        }
        return sum / (logits.Length / columns);
    }

    /// <summary>Returns slope and curvature of the mean log loss: <c>Σ (p − y)·z</c>, and the variance of z under p.</summary>
    private static (double First, double Second) Slope(ReadOnlySpan<double> logits, ReadOnlySpan<double> labels, int columns, double beta)
    {
        var (first, second, row) = (0.0, 0.0, new double[columns]);
        for (var begin = 0; begin < logits.Length; begin += columns)
        {
            if (columns == 1)
            {
                var (z, p) = (logits[begin], Links.Sigmoid(beta * logits[begin]));
                first += (p - labels[begin]) * z;
                second += p * (1 - p) * z * z;
                continue;
            }
            for (var i = 0; i < columns; i++) row[i] = beta * logits[begin + i];
            Links.Softmax(row);
            var (total, mean, square) = (0.0, 0.0, 0.0);
            for (var i = 0; i < columns; i++) total += labels[begin + i];
            for (var i = 0; i < columns; i++)
            {
                var z = logits[begin + i];
                mean += row[i] * z;
                square += row[i] * z * z;
                first -= labels[begin + i] * z;
            }
            first += total * mean;
            second += total * (square - mean * mean);
        }
        return (first, second);
    }

    /// <summary>Returns whether some row has a larger logit than the one that its label asks for.</summary>
    private static bool HasMistake(ReadOnlySpan<double> logits, ReadOnlySpan<double> labels, int columns)
    {
        for (var begin = 0; begin < logits.Length; begin += columns)
        {
            if (columns == 1)
            {
                var z = logits[begin];
                if ((z > 0 && labels[begin] < 1) || (z < 0 && labels[begin] > 0)) return true;
                continue;
            }
            var (most, asked, total) = (double.NegativeInfinity, 0.0, 0.0);
            for (var i = 0; i < columns; i++)
            {
                most = Math.Max(most, logits[begin + i]);
                asked += labels[begin + i] * logits[begin + i];
                total += labels[begin + i];
            }
            if (asked < total * most - 1e-9 * Math.Abs(most)) return true;
        }
        return false;
    }
}
