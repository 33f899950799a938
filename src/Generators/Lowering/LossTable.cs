using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.LossDefinitions;

namespace ModelDsl.Generators.Lowering;

/// <summary>Every kind of loss.</summary>
internal static class LossTable
{
    public static readonly IReadOnlyList<LossDefinition> All =
    [
        CrossEntropy("SparseCategoricalCrossentropy", ActivationTable.Softmax, "BinaryCrossentropy", Losses.SparseSoftmaxCrossEntropy) with { SparseLabels = true },
        CrossEntropy("CategoricalCrossentropy", ActivationTable.Softmax, "BinaryCrossentropy", Losses.SoftmaxCrossEntropy) with
        {
            SmoothedTowards = static type => 1.0 / type.Columns.Size,
        },
        CrossEntropy("BinaryCrossentropy", ActivationTable.Sigmoid, "SparseCategoricalCrossentropy", Losses.SigmoidCrossEntropy) with
        {
            SmoothedTowards = static _ => 0.5,
        },
        .. RegressionLosses.All,
        .. HingeLosses.All,
        .. FocalLosses.All,
        .. CustomLosses.All,
    ];

    /// <summary>The members of <c>ModelDsl.Reduction</c>; a test compares the two.</summary>
    public static readonly IReadOnlyList<string> Reductions = ["SumOverBatchSize", "Sum", "MeanWithSampleWeight"];

    private static readonly Dictionary<string, LossDefinition> ByAttributes = All.ToDictionary(loss => loss.Name + "Attribute");

    public static LossDefinition Of(string name) => All.First(loss => loss.Name == name);

    /// <param name="attribute">The attribute's name within our namespace.</param>
    public static LossDefinition? ByAttribute(string attribute) => ByAttributes.TryGetValue(attribute, out var loss) ? loss : null;

    private static LossDefinition CrossEntropy(string name, string activation, string instead, OperationDefinition operation) =>
        new(name, (build, logits, labels) =>
        {
            var results = build.Graph.AppendAll(operation, [logits, labels], OperationAttributes.None, ["losses", "probabilities"]);
            return (results[0], results[1]);
        })
        {
            Activation = activation,
            TakesLogits = true,
            Instead = instead,
        };
}
