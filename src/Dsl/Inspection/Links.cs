namespace ModelDsl.Inspection;

/// <summary>The functions between a linear model's sums and its outputs, in double precision and in place.</summary>
internal static class Links
{
    /// <summary>The names of the functions, as layers print them; empty for none.</summary>
    public static readonly string[] Names = ["", "sigmoid", "softmax", "exponential"];

    /// <summary>Returns the function that gives an output its meaning.</summary>
    public static string Of(OutputKind output) => output switch
    {
        OutputKind.Probabilities => "softmax",
        OutputKind.IndependentProbabilities => "sigmoid",
        _ => "",
    };

    /// <summary>Applies a function to rows of sums.</summary>
    public static void Apply(string name, Span<double> sums, int columns)
    {
        if (name == "softmax")
        {
            for (var begin = 0; begin < sums.Length; begin += columns) Softmax(sums.Slice(begin, columns));
            return;
        }
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = name switch
            {
                "sigmoid" => Sigmoid(sums[i]),
                "exponential" => Math.Exp(sums[i]),
                _ => sums[i],
            };
        }
    }

    /// <summary>Returns <c>1 / (1 + e⁻ˣ)</c>.</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>Replaces a row by its softmax. Returns the logarithm of the sum of exponentials.</summary>
    public static double Softmax(Span<double> row)
    {
        var (most, sum) = (double.NegativeInfinity, 0.0);
        foreach (var x in row) most = Math.Max(most, x);
        foreach (ref var x in row) sum += x = Math.Exp(x - most);
        foreach (ref var x in row) x /= sum;
        return most + Math.Log(sum);
    }
}
