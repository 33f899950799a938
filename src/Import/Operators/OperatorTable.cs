using Onnx;

namespace ModelDsl.Import;

/// <summary>One operator of ONNX: what it becomes.</summary>
/// <param name="Name">Its name in ONNX.</param>
/// <param name="Since">The operator set in which it was first defined.</param>
/// <param name="Becomes">What it becomes, for the documents (docs/bring-a-model.md).</param>
/// <param name="Translate">Adds its steps, and returns its results.</param>
/// <param name="Results">How many results may be used.</param>
internal sealed record Operator(string Name, int Since, string Becomes, Func<Context, IReadOnlyList<Wire>> Translate, int Results = 1)
{
    /// <summary>An operator with one result.</summary>
    public static Operator Of(string name, int since, string becomes, Func<Context, Wire> translate) =>
        new(name, since, becomes, context => [translate(context)]);
}

/// <summary>All operators that are read, in the order of their names. Attributes and operands of every operator set from 7 to 26 are
/// known.</summary>
internal static class OperatorTable
{
    /// <summary>The rows.</summary>
    public static readonly IReadOnlyList<Operator> Rows =
    [
        .. new[]
        {
            ElementwiseOperators.Rows, ConstantOperators.Rows, ShapeOperators.Rows, PartOperators.Rows, ReductionOperators.Rows,
            ProductOperators.Rows, ImageOperators.Rows, NormalizationOperators.Rows, SequenceOperators.Rows,
        }.SelectMany(rows => rows).OrderBy(row => row.Name, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<string, Operator> ByName = Rows.ToDictionary(row => row.Name);

    private static readonly HashSet<string> Names = new(Rows.Select(row => row.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name only repeats the name of an operator: <c>relu</c>.</summary>
    public static bool HasName(string name) => Names.Contains(name);

    /// <summary>The row of a node's operator, or null if it is not offered.</summary>
    public static Operator? Find(SourceNode node) =>
        ModelParser.IsStandard(node.Domain) && ByName.TryGetValue(node.Operator, out var row) && node.Opset >= row.Since ? row : null;

    /// <summary>Operators of a file that are not offered: all of them, one sentence each.</summary>
    public static IReadOnlyList<string> Uncovered(ModelProto model)
    {
        var opset = ModelParser.Opset(model);
        return
        [
            .. model.Graph.Node.Select(node => new SourceNode(node, ModelParser.OpsetOf(model, node, opset)))
                .Where(node => Find(node) is null)
                .GroupBy(node => (node.Domain, node.Operator)).Select(group => $"{group.First()} is not offered"
                    + $"{(group.Count() > 1 ? $" (nor are {group.Count() - 1} more of its kind)" : "")}. {Advice(group.First())}"),
        ];
    }

    private static string Advice(SourceNode node) => node.Operator switch
    {
        "If" or "Loop" or "Scan" => "Export the model without control flow: trace it with fixed sizes, or simplify the file.",
        "QuantizeLinear" or "DequantizeLinear" or "QLinearConv" or "QLinearMatMul" or "MatMulInteger" or "ConvInteger"
            or "DynamicQuantizeLinear" =>
            "Export the model before it is quantised, with float32 weights.",
        _ when !ModelParser.IsStandard(node.Domain) => "Export the model with ONNX's own operators alone, before a runtime optimises it.",
        _ => "docs/bring-a-model.md lists the operators. Write this part as a ModelDsl method, and export the model without it.",
    };
}
