namespace ModelDsl.Import;

/// <summary>Products with weights become dense layers, and sums after them their biases.</summary>
internal static class DensePass
{
    /// <summary>A product with a matrix of weights.</summary>
    public static bool Recognise(Draft draft, DraftStep step)
    {
        if (step.Operation is not MatMul || step.Operands[1] is not { Constant: { } kernel, Rank: 2 } weight
            || step.Operands[0].Constant is not null)
            return false;
        var dense = weight.TransposeOf?.Constant is { } original
            ? new Dense(original.Name, original, null, true)
            : new Dense(kernel.Name, kernel, null, false);
        draft.Rewrite(step, new Apply(dense), step.Operands[0]);
        return true;
    }

    /// <summary>A sum with a number for each output of a dense layer, or for each filter of a convolution.</summary>
    public static bool TakeBias(Draft draft, DraftStep step)
    {
        if (step.Operation is not Binary { Function: BinaryFunction.Add })
            return false;
        foreach (var (x, weight) in new[] { (step.Operands[0], step.Operands[1]), (step.Operands[1], step.Operands[0]) })
        {
            if (weight.Constant is not { Type: ElementType.Float } tensor
                || draft.Producer(x) is not { Operation: Apply(var layer) } product
                || draft.Uses(x) != 1 || !x.Shape.Equals(step.Result.Shape))
                continue;
            var taken = layer switch
            {
                Dense { Bias: null } dense => Along(tensor, x, x.Shape.Rank - 1) is { } bias ? dense with { Bias = bias } : null,
                Conv { Bias: null } conv => Along(tensor, x, 1) is { } bias ? conv with { Bias = bias } : null,
                ConvTranspose { Bias: null } conv => Along(tensor, x, 1) is { } bias ? conv with { Bias = bias } : null,
                _ => (Layer?)null,
            };
            if (taken is null)
                continue;
            draft.Rewrite(step, new Apply(taken), product.Operands[0]);
            return true;
        }
        return false;
    }

    // The numbers of a constant that differ along one axis alone, or a single one for all.
    private static Tensor? Along(Tensor tensor, Wire x, int axis)
    {
        var place = tensor.Shape.Count - x.Shape.Rank + axis;
        var size = (int)x.Shape[axis].Size;
        return tensor.Length == size && (size == 1 || place >= 0 && tensor.Shape[place] == size)
            ? tensor.Shape.Count == 1 ? tensor : Tensor.Floats(tensor.Name, [size], tensor.ReadFloats)
            : null;
    }
}
