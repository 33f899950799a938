using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

// A mask has 1 for each row that counts, and 0 for the others.
public sealed partial class OnnxGraph
{
    /// <summary>x·kernel in the rows that count, and 0 in the others</summary>
    public OnnxValue MaskedMatMul(string name, OnnxValue x, OnnxValue kernel, OnnxValue mask, Transpose transpose = Transpose.None)
    {
        var product = MatMul(name + ".MatMul", x, kernel, transpose);
        return Multiply(name, product, BroadcastColumns(name + ".Rows", mask, 1, (int)product.Columns));
    }

    /// <summary>The mean over the steps that count, <c>[N, steps, n] → [N, n]</c>; 0 when none counts</summary>
    public OnnxValue MaskedMean(string name, OnnxValue x, OnnxValue mask)
    {
        var counted = Multiply(name + ".Counted", x, BroadcastColumns(name + ".Rows", mask, 1, (int)x.Columns));
        var mean = MeanColumns(name + ".Mean", Permute(name + ".Steps", counted, [0, 2, 1]));
        var share = Clamp(name + ".Share", MeanColumns(name + ".MaskMean", mask), 0.5 / mask.Columns, double.PositiveInfinity);
        return Divide(name, mean, BroadcastColumns(name + ".Shares", share, 1, (int)x.Columns));
    }
}
