namespace ModelDsl.Import.CSharp;

/// <summary>
/// A file says nothing about a loss. The last activation decides: a cross-entropy takes probabilities, the mean squared error everything
/// else.
/// </summary>
internal static class LossChoice
{
    /// <summary>Returns the loss of an output as an attribute.</summary>
    /// <param name="model">Who uses the values.</param>
    /// <param name="output">The output.</param>
    /// <param name="given">The loss that the author asked for, if any.</param>
    /// <param name="name">The name of the output when there are several; otherwise empty.</param>
    public static string Of(Uses model, Value output, string? given, string name)
    {
        var producer = model.Producers.TryGetValue(output, out var step) ? step.Operation : null;
        var last = output.Shape.Rank - 1;
        var classes = output.Shape[last].Size;
        var loss = given ?? producer switch
        {
            Softmax { IsLogarithm: false } softmax when softmax.Axis == last && classes > 1 => "SparseCategoricalCrossentropy",
            Unary { Function: UnaryFunction.Sigmoid } => "BinaryCrossentropy",
            _ => "MeanSquaredError",
        };
        List<string> options = [];
        if (name.Length > 0) options.Add($"Output = \"{name}\"");
        if (loss == "SparseCategoricalCrossentropy" && last > 1)
            options.Add($"Labels = [{NumberText.List(output.Shape.Dimensions.Skip(1).Take(last - 1).Select(d => d.Size))}]");
        return options.Count == 0 || loss.Contains('(') ? loss : $"{loss}({string.Join(", ", options)})";
    }
}
