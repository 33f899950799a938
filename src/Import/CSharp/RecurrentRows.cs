namespace ModelDsl.Import.CSharp;

/// <summary>Recurrent layers, in one direction or in both.</summary>
internal static class RecurrentRows
{
    public static Placed Recurrent(StepBuilder build, Recurrent layer)
    {
        var x = build.Operand(0, Layout.Same(3));
        var result = Layout.Same(layer.ReturnsSequences ? 3 : 2);
        var code = x.Code.Into($"m.{build.Layers.Find(layer) ?? Declare(build, layer)}");
        // The layer gives its steps in the order in which it makes them, the file in that of its input. Bidirectional turns them itself.
        return build.Result(layer is { Direction: Direction.Reverse, ReturnsSequences: true } ? code.Then("Flip", 1) : code, result);
    }

    private static string Declare(StepBuilder build, Recurrent layer)
    {
        var (type, order, activation, recurrent) = layer.Cell switch
        {
            Cell.Lstm => ("LSTM", new[] { 0, 2, 3, 1 }, layer.Activations[1], layer.Activations[0]),
            Cell.Gru => ("GRU", [0, 1, 2], layer.Activations[1], layer.Activations[0]),
            _ => ("SimpleRNN", [0], layer.Activations[0], null),
        };
        if (layer.Cell == Cell.Lstm && !layer.Activations[1].Equals(layer.Activations[2]))
            throw new CannotSay("an LSTM has one activation for its cell and its output. Use the same for both.");
        var (units, gates) = (layer.Units, order.Length * layer.Units);
        var both = layer.Direction == Direction.Bidirectional;
        return build.Layers.Declare(layer, layer.Name, type,
            [
                $"{units}", UnaryTable.ActivationOf(activation) is var f && f == "Activation.Tanh" ? null : f,
                recurrent is null || UnaryTable.ActivationOf(recurrent) is "Activation.Sigmoid" ? null : $"RecurrentActivation = {UnaryTable.ActivationOf(recurrent)}",
                layer.Cell == Cell.Gru && !layer.LinearBeforeReset ? "ResetAfter = false" : null, layer.ReturnsSequences ? "ReturnSequences = true" : null, layer.Direction == Direction.Reverse ? "GoBackwards = true" : null,
                layer.Bias is null ? "UseBias = false" : null,
            ],
            both ? [.. Weights("Forward.", 0), .. Weights("Backward.", 1)] : Weights("", 0), bidirectional: both);

        (string, Tensor?)[] Weights(string prefix, int direction) =>
        [
            (prefix + "Kernel", Part(layer.Kernel, direction).Blocks(units, order).Permuted(1, 0)),
            (prefix + "RecurrentKernel", Part(layer.RecurrentKernel, direction).Blocks(units, order).Permuted(1, 0)),
            (prefix + "Bias", Bias(direction)),
        ];

        Tensor Part(Tensor tensor, int direction) =>
            tensor.As([tensor.Shape[0], .. tensor.Shape.Skip(1)]).Blocks(1, direction).As([.. tensor.Shape.Skip(1)]);

        Tensor? Bias(int direction)
        {
            if (layer.Bias is null) return null;
            var halves = Part(layer.Bias, direction).As(2, gates);
            Tensor Half(int half) => halves.Blocks(1, half).As(gates).Blocks(units, order);
            return layer.Cell == Cell.Gru && layer.LinearBeforeReset ? halves : Half(0).Plus(Half(1));
        }
    }
}
