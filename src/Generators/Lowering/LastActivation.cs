using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// The activation that a value ends with. A loss that knows it computes with the value before the activation. A reshape that keeps the rows
/// of an activation does not hide it. For example, it adds or removes an axis of length 1.
/// </summary>
internal static class LastActivation
{
    /// <summary>Returns the operation that applied the activation; null when another operation made the value.</summary>
    public static Operation? Of(Value value, string activation)
    {
        var operation = value.Producer;
        while (operation.Is(Sources.Reshape) && KeepsRows(operation, activation)) operation = operation.Operands[0].Producer;
        return Is(operation, activation) ? operation : null;
    }

    /// <summary>
    /// Returns true when a reshape keeps together, as a row, the numbers that an activation uses together. A sigmoid uses each number by
    /// itself.
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
