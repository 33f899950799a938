namespace ModelDsl.Import;

/// <summary>Reads the activations of a recurrent layer.</summary>
internal static class RecurrentActivations
{
    // The function, and which parameters of the node's lists it takes, with their standards; NaN for one that must be given.
    private sealed record Row(UnaryFunction Function, double? Alpha = null, double? Beta = null);

    private static readonly Dictionary<string, Row> Rows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tanh"] = new(UnaryFunction.Tanh),
        ["Sigmoid"] = new(UnaryFunction.Sigmoid),
        ["Relu"] = new(UnaryFunction.Relu),
        ["Softsign"] = new(UnaryFunction.Softsign),
        ["Softplus"] = new(UnaryFunction.Softplus),
        ["LeakyRelu"] = new(UnaryFunction.LeakyRelu, 0.01),
        ["ThresholdedRelu"] = new(UnaryFunction.ThresholdedRelu, 1),
        ["Elu"] = new(UnaryFunction.Elu, 1),
        ["HardSigmoid"] = new(UnaryFunction.HardSigmoid, 0.2, 0.5),
        ["Affine"] = new(UnaryFunction.Identity, double.NaN, 0),
    };

    /// <summary>The activations of one direction.</summary>
    public static IReadOnlyList<Unary> Read(Context context, Cell cell, int directions)
    {
        string[] standard = cell switch
        {
            Cell.Lstm => ["Sigmoid", "Tanh", "Tanh"],
            Cell.Gru => ["Sigmoid", "Tanh"],
            _ => ["Tanh"],
        };
        var names = context.Node.Texts("activations") is { Length: > 0 } given
            ? given
            : [.. Enumerable.Repeat(standard, directions).SelectMany(name => name)];
        var (alphas, betas) = (new Queue<float>(context.Node.Numbers("activation_alpha") ?? []),
            new Queue<float>(context.Node.Numbers("activation_beta") ?? []));
        var activations = names.Select(name => Activation(context, name, alphas, betas)).ToList();
        if (activations.Count != standard.Length * directions)
            throw context.Error($"has {activations.Count} activations, and needs {standard.Length * directions}. Export the model again.");
        var (first, second) = (activations.Take(standard.Length).ToList(), activations.Skip(standard.Length).ToList());
        return directions == 1 || first.SequenceEqual(second)
            ? first
            : throw context.Error("has other activations in one direction than in the other, which is not offered. Use the same in both.");
    }

    private static Unary Activation(Context context, string name, Queue<float> alphas, Queue<float> betas)
    {
        if (!Rows.TryGetValue(name, out var row))
            throw context.Error($"has the activation {name}, which is not offered. Use one of {string.Join(", ", Rows.Keys)}.");
        double Next(double? standard, Queue<float> numbers) =>
            standard is { } number ? numbers.Count > 0 ? Decimals.Short(numbers.Dequeue()) : number : 0;
        var (alpha, beta) = (Next(row.Alpha, alphas), Next(row.Beta, betas));
        if (double.IsNaN(alpha))
            throw context.Error($"has the activation {name} without activation_alpha, for which programs take different numbers. Export the"
                + " model with the number.");
        if (row.Function == UnaryFunction.Identity)
            return alpha == 1 && beta == 0
                ? new(UnaryFunction.Identity)
                : throw context.Error($"has the activation {alpha}·x + {beta}, which is not offered. Use a linear one, or tanh.");
        return new(row.Function, alpha, beta);
    }
}
