namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask)
    {
        var (samples, steps, u) = (x.Shape[0], x.Shape[1], hidden.Columns);
        var scratch = Scratch.TakeAround(samples * 4 * u + Running.RoomFor(mask, samples, u));
        var products = scratch[..(samples * 4 * u)];
        var running = new Running(mask, samples, steps, scratch[(samples * 4 * u)..]);
        for (var step = 0; step < steps; step++)
        {
            running.MoveTo(step);
            if (step > 0) StepProduct(in running, hidden, step - 1, kernel, null, products);
            for (var i = 0; i < running.Count; i++)
            {
                var row = running[i] * steps + step;
                var gates = products.Slice(i * 4 * u, 4 * u);
                var kept = Row(saved, row);
                var state = Row(hidden, row);
                if (step == 0) Row(x, row).CopyTo(gates);
                else Add(gates, Row(x, row), gates);
                ApplyAndSave(recurrentActivation, gates[..(2 * u)], kept[..(2 * u)]);
                ApplyAndSave(activation, gates.Slice(2 * u, u), kept.Slice(2 * u, u));
                ApplyAndSave(recurrentActivation, gates[(3 * u)..], kept.Slice(3 * u, u));

                var input = gates[..u];
                var f = gates.Slice(u, u);
                var g = gates.Slice(2 * u, u);
                var o = gates[(3 * u)..];
                var cell = kept[(4 * u)..];
                Multiply(input, g, cell);
                if (step > 0) MultiplyAdd(f, Row(saved, row - 1)[(4 * u)..], cell, cell);
                Apply(activation, cell, state);
                Multiply(o, state, state);
            }
            running.Keep(hidden, 0, u);
            running.Clear(saved, 4 * u);
            running.Keep(saved, 4 * u, u);
        }
    }

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask)
    {
        var (samples, steps, u) = (gradient.Shape[0], gradient.Shape[1], gradient.Columns);
        var scratch = Scratch.TakeAround(kernel.Count + (3 * samples + 6) * u + Running.RoomFor(mask, samples, 4 * u));
        var transposed = scratch[..kernel.Count];
        var states = scratch.Slice(kernel.Count, samples * u);
        var cells = scratch.Slice(kernel.Count + samples * u, samples * u);
        var products = scratch.Slice(kernel.Count + 2 * samples * u, samples * u);
        var room = scratch.Slice(kernel.Count + 3 * samples * u, 6 * u);
        var running = new Running(mask, samples, steps, scratch[(kernel.Count + (3 * samples + 6) * u)..]);
        TransposeTo(kernel, transposed);
        states.Clear();
        cells.Clear();
        for (var step = steps - 1; step >= 0; step--)
        {
            running.MoveTo(step);
            running.Add(gradient, states);
            for (var at = 0; at < running.Count; at++)
            {
                var (sample, row) = (running[at], running[at] * steps + step);
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
                var through = room.Slice(5 * u, u);
                Apply(activation, cell, active);

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
            running.Clear(destination, 4 * u);
            if (step > 0) PassBack(in running, destination, step, transposed, u, default, products, states);
        }
    }
}
