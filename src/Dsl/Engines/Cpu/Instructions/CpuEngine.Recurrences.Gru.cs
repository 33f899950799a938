namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask)
    {
        var (samples, steps, u) = (x.Shape[0], x.Shape[1], hidden.Columns);
        var scratch = Scratch.TakeAround(samples * 3 * u + Running.RoomFor(mask, samples, u));
        var products = scratch[..(samples * 3 * u)];
        var running = new Running(mask, samples, steps, scratch[(samples * 3 * u)..]);
        for (var step = 0; step < steps; step++)
        {
            running.MoveTo(step);
            if (step > 0) StepProduct(in running, hidden, step - 1, kernel, bias, products);
            for (var i = 0; i < running.Count; i++)
            {
                var row = running[i] * steps + step;
                var parts = products.Slice(i * 3 * u, 3 * u);
                var kept = Row(saved, row);
                var inputs = Row(x, row);
                if (step == 0 && bias is not null) Floats(bias).CopyTo(parts);
                else if (step == 0) parts.Clear();
                var gates = parts[..(2 * u)];
                var candidate = parts[(2 * u)..];
                var state = Row(hidden, row);
                candidate.CopyTo(kept[(3 * u)..]);
                Add(gates, inputs[..(2 * u)], gates);
                ApplyAndSave(recurrentActivation, gates, kept[..(2 * u)]);
                MultiplyAdd(gates[u..], candidate, inputs[(2 * u)..], candidate);
                ApplyAndSave(activation, candidate, kept.Slice(2 * u, u));

                // z·h + (1 − z)·g = g + z·(h − g)
                if (step == 0) Negate(candidate, state);
                else Subtract(Row(hidden, row - 1), candidate, state);
                MultiplyAdd(gates[..u], state, candidate, state);
            }
            running.Keep(hidden, 0, u);
            running.Clear(saved, 4 * u);
        }
    }

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask)
    {
        var (samples, steps, u) = (gradient.Shape[0], gradient.Shape[1], gradient.Columns);
        var scratch = Scratch.TakeAround(kernel.Count + (3 * samples + 3) * u + Running.RoomFor(mask, samples, 3 * u));
        var transposed = scratch[..kernel.Count];
        var states = scratch.Slice(kernel.Count, samples * u);
        var passed = scratch.Slice(kernel.Count + samples * u, samples * u);
        var products = scratch.Slice(kernel.Count + 2 * samples * u, samples * u);
        var room = scratch.Slice(kernel.Count + 3 * samples * u, 3 * u);
        var running = new Running(mask, samples, steps, scratch[(kernel.Count + (3 * samples + 3) * u)..]);
        TransposeTo(kernel, transposed);
        states.Clear();
        for (var step = steps - 1; step >= 0; step--)
        {
            running.MoveTo(step);
            running.Add(gradient, states);
            for (var i = 0; i < running.Count; i++)
            {
                var (sample, row) = (running[i], running[i] * steps + step);
                var ofState = states.Slice(sample * u, u);
                var kept = Row(saved, row);
                var ofInputs = Row(destination, row);
                var ofProduct = Row(recurrent, row);
                var ofZ = ofInputs[..u];
                var ofReset = ofInputs.Slice(u, u);
                var ofCandidate = ofInputs[(2 * u)..];
                var gates = OutputsOf(recurrentActivation, kept[..(2 * u)], room[..(2 * u)]);
                var candidate = OutputsOf(activation, kept.Slice(2 * u, u), room[(2 * u)..]);
                var z = gates[..u];

                if (step == 0) Negate(candidate, ofZ);
                else Subtract(Row(hidden, row - 1), candidate, ofZ);
                Multiply(ofState, ofZ, ofZ);
                Multiply(ofState, z, passed.Slice(i * u, u));
                Subtract(ofState, passed.Slice(i * u, u), ofCandidate);
                ApplyGradient(activation, kept.Slice(2 * u, u), ofCandidate, ofCandidate);
                Multiply(ofCandidate, kept[(3 * u)..], ofReset);
                ApplyGradient(recurrentActivation, kept[..(2 * u)], ofInputs[..(2 * u)], ofInputs[..(2 * u)]);
                ofInputs[..(2 * u)].CopyTo(ofProduct);
                Multiply(ofCandidate, gates[u..], ofProduct[(2 * u)..]);
            }
            running.Clear(destination, 3 * u);
            running.Clear(recurrent, 3 * u);
            if (step > 0) PassBack(in running, recurrent, step, transposed, u, passed, products, states);
        }
    }
}
