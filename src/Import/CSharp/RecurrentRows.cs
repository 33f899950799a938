namespace ModelDsl.Import.CSharp;

/// <summary>Recurrent layers. Both directions are a layer each.</summary>
internal static class RecurrentRows
{
    public static Placed Recurrent(StepBuilder build, Recurrent layer)
    {
        if (layer.Cell == Cell.Gru && !layer.LinearBeforeReset && layer.Bias is not null)
            throw new CannotSay("its reset gate multiplies the state before the product (linear_before_reset = 0), but a GRU here multiplies the product, as Keras and PyTorch do.");
        if (layer.Cell == Cell.Gru && !layer.LinearBeforeReset) throw new CannotSay("linear_before_reset must be 1, as in Keras and PyTorch.");
        var x = build.Operand(0, Layout.Same(3));
        var result = Layout.Same(layer.ReturnsSequences ? 3 : 2);
        if (layer.Direction != Direction.Bidirectional)
            return build.Result(Applied(build, layer, x.Code, 0, layer.Direction == Direction.Reverse, layer.Name), result);
        x = build.Pinned(x);
        var (there, back) = (Applied(build, layer, x.Code, 0, false, layer.Name), Applied(build, layer, x.Code, 1, true, layer.Name + "Back"));
        return build.Result(new Code($"Concat([{there.Text}, {back.Text}])", Strength.Atom, x.Code.Names), result);
    }

    private static Code Applied(StepBuilder build, Recurrent layer, Code x, int direction, bool isBack, string wanted)
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
        var of = (layer, direction);
        var name = build.Layers.Find(of) ?? build.Layers.Declare(of, wanted, type,
            [
                $"{units}", UnaryTable.ActivationOf(activation) is var f && f == "Activation.Tanh" ? null : f,
                recurrent is null || UnaryTable.ActivationOf(recurrent) is "Activation.Sigmoid" ? null : $"RecurrentActivation = {UnaryTable.ActivationOf(recurrent)}",
                layer.ReturnsSequences ? "ReturnSequences = true" : null, isBack ? "GoBackwards = true" : null, layer.Bias is null ? "UseBias = false" : null,
            ],
            [
                ("Kernel", Part(layer.Kernel).Blocks(units, order).Permuted(1, 0)),
                ("RecurrentKernel", Part(layer.RecurrentKernel).Blocks(units, order).Permuted(1, 0)), ("Bias", Bias()),
            ]);
        var code = x.Into($"m.{name}");
        // The layer gives its steps in the order in which it makes them, the file in that of its input.
        return isBack && layer.ReturnsSequences ? code.Then("Flip", 1) : code;

        Tensor Part(Tensor tensor) =>
            tensor.As([tensor.Shape[0], .. tensor.Shape.Skip(1)]).Blocks(1, direction).As([.. tensor.Shape.Skip(1)]);

        Tensor? Bias()
        {
            if (layer.Bias is null) return null;
            var both = Part(layer.Bias).As(2, gates);
            Tensor Half(int half) => both.Blocks(1, half).As(gates).Blocks(units, order);
            return layer.Cell == Cell.Gru ? both : Half(0).Plus(Half(1));
        }
    }
}
