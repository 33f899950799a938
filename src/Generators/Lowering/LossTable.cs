using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering;

/// <summary>A kind of loss.</summary>
/// <param name="Name">Name of its attribute without the suffix, and in <c>LossKind</c>.</param>
/// <param name="SparseLabels">Labels are class indices, one for each row of the output; else numbers of the output's shape.</param>
/// <param name="Activation">The activation that is one operation with it; null for none.</param>
/// <param name="SmoothedTowards">Where label smoothing moves targets, for the type of the output; null where labels can't be smoothed.</param>
/// <param name="Instead">Which loss to use after the other kind of probabilities, for messages.</param>
/// <param name="Lower">
/// From the output (the logits where the activation stands before it) and the labels: the loss of each row, and the prediction.
/// </param>
internal sealed record LossDefinition(
    string Name, bool SparseLabels, string? Activation, Func<TensorType, double>? SmoothedTowards, string Instead,
    Func<GraphBuilder, Value, Value, (Value Losses, Value? Probabilities)> Lower)
{
    public string AttributeName => $"ModelDsl.{Name}Attribute";

    public TensorType LabelType(TensorType output) =>
        SparseLabels ? new TensorType(ElementType.Int32, output.RowDims) : output;
}

/// <summary>Every kind of loss.</summary>
internal static class LossTable
{
    public static readonly IReadOnlyList<LossDefinition> All =
    [
        CrossEntropy("SparseCategoricalCrossentropy", true, ActivationTable.Softmax, null, "BinaryCrossentropy", Losses.SparseSoftmaxCrossEntropy),
        CrossEntropy("CategoricalCrossentropy", false, ActivationTable.Softmax, static type => 1.0 / type.Columns.Size, "BinaryCrossentropy", Losses.SoftmaxCrossEntropy),
        CrossEntropy("BinaryCrossentropy", false, ActivationTable.Sigmoid, static _ => 0.5, "SparseCategoricalCrossentropy", Losses.SigmoidCrossEntropy),
        new("MeanSquaredError", SparseLabels: false, Activation: null, SmoothedTowards: null, Instead: "", static (graph, output, targets) =>
        {
            var error = graph.Append(Elementwise.Subtract, "error", output, targets);
            var squared = graph.Append(Elementwise.Multiply, "squaredError", error, error);
            return (graph.Append(Reductions.MeanColumns, "losses", squared), null);
        }),
    ];

    public static LossDefinition Of(string name) => All.First(loss => loss.Name == name);

    public static LossDefinition? ByAttribute(string attribute) => All.FirstOrDefault(loss => loss.AttributeName == attribute);

    private static LossDefinition CrossEntropy(
        string name, bool sparse, string activation, Func<TensorType, double>? smoothedTowards, string instead, OperationDefinition operation) =>
        new(name, sparse, activation, smoothedTowards, instead, (graph, logits, labels) =>
        {
            var results = graph.AppendAll(operation, [logits, labels], OperationAttributes.None, ["losses", "probabilities"]);
            return (results[0], results[1]);
        });
}
