using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// The activation that a value ends with. A loss that knows it computes with what stood before it. Shapes that leave the rows of an activation
/// as they are hide nothing: such as those that add an axis of length 1, or drop one.
/// </summary>
internal static class LastActivation
{
    /// <summary>The operation that applied it; null where something else made the value.</summary>
    public static Operation? Of(Value value, string activation)
    {
        var operation = value.Producer;
        while (operation.Is(Sources.Reshape) && KeepsRows(operation, activation)) operation = operation.Operands[0].Producer;
        return Is(operation, activation) ? operation : null;
    }

    /// <summary>
    /// Whether in another shape the numbers that an activation looks at together are still a row; a sigmoid looks at each by itself.
    /// </summary>
    public static bool KeepsRows(Operation reshape, string activation) =>
        ActivationTable.YesOrNo.Contains(activation) || reshape.Operands[0].Type.Columns == reshape.Result.Type.Columns;

    private static bool Is(Operation operation, string activation) => activation switch
    {
        ActivationTable.Softmax => operation.Is(Losses.Softmax),
        ActivationTable.Sparsemax => operation.Is(RowActivations.Sparsemax),
        _ => operation.Is(Elementwise.Activate) && operation.Attributes.Activation == activation,
    };
}
