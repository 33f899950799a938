namespace ModelDsl.Import.Python;

/// <summary>Recurrent layers: PyTorch's modules where they compute the same, otherwise loops with the same weights.</summary>
internal static class RecurrentLayers
{
    /// <summary>
    /// For each gate in PyTorch's order, its number in ONNX's order: i, o, f, c become i, f, g, o, and z, r, h become r, z, n.
    /// </summary>
    private static readonly IReadOnlyDictionary<Cell, int[]> Gates = new Dictionary<Cell, int[]>
    {
        [Cell.Simple] = [0],
        [Cell.Lstm] = [0, 2, 3, 1],
        [Cell.Gru] = [1, 0, 2],
    };

    public static PrintedLayer Recurrent(Recurrent layer, LayerPlace place)
    {
        var module = Module(layer);
        if (module is null && layer.Direction == Direction.Bidirectional)
        {
            place.Refuse("both directions with these activations, or with a reset before the product, are not in PyTorch's modules");
        }
        var bias = layer.Bias is null ? "bias=False" : null;
        var (inputs, units) = (PythonText.Number(layer.Kernel.Shape[2]), PythonText.Number(layer.Units));
        var tensors = Tensors(layer, place);
        if (module is null)
        {
            var (helper, arguments) = Loop(layer);
            return new([place.Makes(helper.Name, [inputs, units, .. arguments, bias])], tensors, x => OneDirection(layer, x, place.Call))
            {
                Helpers = [helper],
            };
        }
        var nonlinearity = layer.Cell == Cell.Simple && layer.Activations[0].Function == UnaryFunction.Relu ? "nonlinearity=\"relu\"" : null;
        if (layer.Direction == Direction.Bidirectional)
        {
            return new(
                [place.Makes(module, inputs, units, nonlinearity, bias, "batch_first=True", "bidirectional=True")], tensors,
                x => layer.ReturnsSequences ? new($"{place.Call(x)}[0]")
                    : new Expression($"{place.Call(x)}[1]{(layer.Cell == Cell.Lstm ? "[0]" : "")}").Then("transpose", "0", "1").Then("flatten", "1"));
        }
        return new(
            [place.Makes(module, inputs, units, nonlinearity, bias, "batch_first=True")], tensors,
            x => OneDirection(layer, x, operand => new($"{place.Call(operand)}[0]")));
    }

    /// <summary>A module gives the steps in the order in which it computes them. The last one is the last state.</summary>
    private static Expression OneDirection(Recurrent layer, Expression x, Func<Expression, Expression> steps)
    {
        var reverse = layer.Direction == Direction.Reverse;
        var computed = steps(reverse ? x.Then("flip", "1") : x);
        return !layer.ReturnsSequences ? new($"{computed}[:, -1]") : reverse ? computed.Then("flip", "1") : computed;
    }

    /// <summary>PyTorch's module that computes the same; null if there is none.</summary>
    private static string? Module(Recurrent layer) => (layer.Cell, Functions(layer)) switch
    {
        (Cell.Simple, [UnaryFunction.Tanh or UnaryFunction.Relu]) => "nn.RNN",
        (Cell.Lstm, [UnaryFunction.Sigmoid, UnaryFunction.Tanh, UnaryFunction.Tanh]) => "nn.LSTM",
        (Cell.Gru, [UnaryFunction.Sigmoid, UnaryFunction.Tanh]) when layer.LinearBeforeReset => "nn.GRU",
        _ => null,
    };

    private static UnaryFunction[] Functions(Recurrent layer) => [.. layer.Activations.Select(activation => activation.Function)];

    private static (Helper Helper, string?[] Arguments) Loop(Recurrent layer)
    {
        string?[] functions = [.. layer.Activations.Select(UnaryTable.Function)];
        return layer.Cell switch
        {
            Cell.Simple => (Helpers.Rnn, functions),
            Cell.Lstm => (Helpers.Lstm, functions),
            _ => (Helpers.Gru, [.. functions, layer.LinearBeforeReset ? null : "reset_after=False"]),
        };
    }

    private static IReadOnlyList<StoredTensor> Tensors(Recurrent layer, LayerPlace place)
    {
        var order = Gates[layer.Cell];
        var (rows, directions) = (order.Length * layer.Units, layer.Kernel.Shape[0]);
        return [.. Enumerable.Range(0, directions).SelectMany(direction =>
        {
            var end = direction == 0 ? "" : "_reverse";
            return place.Stores(
                ("weight_ih_l0" + end, layer.Kernel.Blocks(direction, directions, order, rows, layer.Kernel.Shape[2])),
                ("weight_hh_l0" + end, layer.RecurrentKernel.Blocks(direction, directions, order, rows, layer.Units)),
                ("bias_ih_l0" + end, layer.Bias?.Blocks(2 * direction, 2 * directions, order, rows)),
                ("bias_hh_l0" + end, layer.Bias?.Blocks(2 * direction + 1, 2 * directions, order, rows)));
        })];
    }
}
