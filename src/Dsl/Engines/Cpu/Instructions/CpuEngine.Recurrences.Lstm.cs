namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved)
    {
        var (samples, steps, u) = (x.Shape[0], x.Shape[1], hidden.Columns);
        var products = Scratch.TakeAround(samples * 4 * u);
        for (var step = 0; step < steps; step++)
        {
            if (step > 0) StepProduct(hidden, step - 1, kernel, null, products);
            for (var sample = 0; sample < samples; sample++)
            {
                var row = sample * steps + step;
                var gates = products.Slice(sample * 4 * u, 4 * u);
                var kept = Row(saved, row);
                var state = Row(hidden, row);
                if (step == 0) Row(x, row).CopyTo(gates);
                else Add(gates, Row(x, row), gates);
                ApplyAndSave(recurrentActivation, gates[..(2 * u)], kept[..(2 * u)]);
                ApplyAndSave(activation, gates.Slice(2 * u, u), kept.Slice(2 * u, u));
                ApplyAndSave(recurrentActivation, gates[(3 * u)..], kept.Slice(3 * u, u));

                var i = gates[..u];
                var f = gates.Slice(u, u);
                var g = gates.Slice(2 * u, u);
                var o = gates[(3 * u)..];
                var cell = kept[(4 * u)..];
                Multiply(i, g, cell);
                if (step > 0) MultiplyAdd(f, Row(saved, row - 1)[(4 * u)..], cell, cell);
                Apply(activation, cell, state);
                Multiply(o, state, state);
            }
        }
    }

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination)
    {
        var (samples, steps, u) = (gradient.Shape[0], gradient.Shape[1], gradient.Columns);
        var scratch = Scratch.TakeAround(kernel.Count + (2 * samples + 6) * u);
        var transposed = scratch[..kernel.Count];
        var states = scratch.Slice(kernel.Count, samples * u);
        var cells = scratch.Slice(kernel.Count + samples * u, samples * u);
        var room = scratch[(kernel.Count + 2 * samples * u)..];
        TransposeTo(kernel, transposed);
        for (var step = steps - 1; step >= 0; step--)
        {
            if (step < steps - 1) StepProduct(destination, step + 1, transposed, u, states);
            else scratch.Slice(kernel.Count, 2 * samples * u).Clear();
            for (var sample = 0; sample < samples; sample++)
            {
                var row = sample * steps + step;
                var ofState = states.Slice(sample * u, u);
                var ofCell = cells.Slice(sample * u, u);
                var kept = Row(saved, row);
                var sums = Row(destination, row);
                var ofI = sums[..u];
                var ofF = sums.Slice(u, u);
                var ofG = sums.Slice(2 * u, u);
                var ofO = sums[(3 * u)..];
                var inputs = OutputsOf(recurrentActivation, kept[..(2 * u)], room[..(2 * u)]);
                var g = OutputsOf(activation, kept.Slice(2 * u, u), room.Slice(2 * u, u));
                var o = OutputsOf(recurrentActivation, kept.Slice(3 * u, u), room.Slice(3 * u, u));
                var cell = kept[(4 * u)..];
                var active = room.Slice(4 * u, u);
                var through = room[(5 * u)..];
                Apply(activation, cell, active);

                Add(ofState, Row(gradient, row), ofState);
                Multiply(ofState, active, ofO);
                Multiply(ofState, o, through);
                ApplyGradient(activation, Activations.DerivativeFromOutput(activation) ? active : cell, through, through);
                Add(ofCell, through, ofCell);
                Multiply(ofCell, g, ofI);
                if (step > 0) Multiply(ofCell, Row(saved, row - 1)[(4 * u)..], ofF);
                else ofF.Clear();
                Multiply(ofCell, inputs[..u], ofG);
                Multiply(ofCell, inputs[u..], ofCell);

                ApplyGradient(recurrentActivation, kept[..(2 * u)], sums[..(2 * u)], sums[..(2 * u)]);
                ApplyGradient(activation, kept.Slice(2 * u, u), ofG, ofG);
                ApplyGradient(recurrentActivation, kept.Slice(3 * u, u), ofO, ofO);
            }
        }
    }
}
