namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void SimpleRnnSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums, TensorBuffer? mask)
    {
        var inputs = Doubles(x);
        var h = Doubles(hidden);
        var s = Doubles(sums);
        var (steps, u) = (x.Shape[1], x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            if (IsLeftOut(mask, row))
            {
                Keep(hidden, row, steps, u, 0);
                s.Slice(row * u, u).Clear();
                continue;
            }
            for (var j = 0; j < u; j++)
            {
                s[row * u + j] = inputs[row * u + j] + Recurrent(hidden, kernel, row, steps, j);
                h[row * u + j] = Value(activation, s[row * u + j]);
            }
        }
    }

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask)
    {
        var s = Doubles(saved);
        var upstream = Doubles(gradient);
        var to = Doubles(destination);
        var (steps, u) = (saved.Shape[1], saved.Columns);
        var passed = new double[u];
        for (var row = saved.Rows - 1; row >= 0; row--)
        {
            if (row % steps == steps - 1) Array.Clear(passed);
            for (var j = 0; j < u; j++)
            {
                var d = upstream[row * u + j] + FromNextStep(destination, kernel, row, steps, j) + passed[j];
                passed[j] = IsLeftOut(mask, row) ? d : 0.0;
                to[row * u + j] = IsLeftOut(mask, row) ? 0.0 : d * Derivative(activation, s[row * u + j]);
            }
        }
    }

    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask)
    {
        var inputs = Doubles(x);
        var h = Doubles(hidden);
        var s = Doubles(saved);
        var (steps, u) = (x.Shape[1], hidden.Columns);
        ActivationKind[] kinds = [recurrentActivation, recurrentActivation, activation, recurrentActivation];
        var gates = new double[4];
        for (var row = 0; row < x.Rows; row++)
        {
            if (IsLeftOut(mask, row))
            {
                Keep(hidden, row, steps, u, 0);
                s.Slice(row * 5 * u, 4 * u).Clear();
                Keep(saved, row, steps, u, 4 * u);
                continue;
            }
            for (var j = 0; j < u; j++)
            {
                for (var gate = 0; gate < 4; gate++)
                {
                    var sum = inputs[row * 4 * u + gate * u + j] + Recurrent(hidden, kernel, row, steps, gate * u + j);
                    gates[gate] = Value(kinds[gate], sum);
                    s[row * 5 * u + gate * u + j] = Saved(kinds[gate], sum);
                }
                var before = row % steps == 0 ? 0.0 : s[(row - 1) * 5 * u + 4 * u + j];
                var cell = gates[1] * before + gates[0] * gates[2];
                s[row * 5 * u + 4 * u + j] = cell;
                h[row * u + j] = gates[3] * Value(activation, cell);
            }
        }
    }

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask)
    {
        var s = Doubles(saved);
        var upstream = Doubles(gradient);
        var to = Doubles(destination);
        var (steps, u) = (gradient.Shape[1], gradient.Columns);
        var (ofCell, passed) = (new double[u], new double[u]);
        for (var row = gradient.Rows - 1; row >= 0; row--)
        {
            if (row % steps == steps - 1)
            {
                Array.Clear(ofCell);
                Array.Clear(passed);
            }
            for (var j = 0; j < u; j++)
            {
                var d = upstream[row * u + j] + FromNextStep(destination, kernel, row, steps, j) + passed[j];
                passed[j] = IsLeftOut(mask, row) ? d : 0.0;
                if (IsLeftOut(mask, row))
                {
                    for (var gate = 0; gate < 4; gate++) to[row * 4 * u + gate * u + j] = 0.0;
                    continue;
                }
                var (i, f) = (s[row * 5 * u + j], s[row * 5 * u + u + j]);
                var (g, o, cell) = (s[row * 5 * u + 2 * u + j], s[row * 5 * u + 3 * u + j], s[row * 5 * u + 4 * u + j]);
                var before = row % steps == 0 ? 0.0 : s[(row - 1) * 5 * u + 4 * u + j];
                var c = d * FromSaved(recurrentActivation, o) * Derivative(activation, Saved(activation, cell)) + ofCell[j];
                to[row * 4 * u + j] = c * FromSaved(activation, g) * Derivative(recurrentActivation, i);
                to[row * 4 * u + u + j] = c * before * Derivative(recurrentActivation, f);
                to[row * 4 * u + 2 * u + j] = c * FromSaved(recurrentActivation, i) * Derivative(activation, g);
                to[row * 4 * u + 3 * u + j] = d * Value(activation, cell) * Derivative(recurrentActivation, o);
                ofCell[j] = c * FromSaved(recurrentActivation, f);
            }
        }
    }

    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask)
    {
        var inputs = Doubles(x);
        var h = Doubles(hidden);
        var s = Doubles(saved);
        var (steps, u) = (x.Shape[1], hidden.Columns);
        var b = bias is null ? new double[3 * u] : Doubles(bias);
        for (var row = 0; row < x.Rows; row++)
        {
            if (IsLeftOut(mask, row))
            {
                Keep(hidden, row, steps, u, 0);
                s.Slice(row * 4 * u, 4 * u).Clear();
                continue;
            }
            for (var j = 0; j < u; j++)
            {
                var update = inputs[row * 3 * u + j] + Recurrent(hidden, kernel, row, steps, j) + b[j];
                var reset = inputs[row * 3 * u + u + j] + Recurrent(hidden, kernel, row, steps, u + j) + b[u + j];
                var recurrent = Recurrent(hidden, kernel, row, steps, 2 * u + j) + b[2 * u + j];
                var candidate = inputs[row * 3 * u + 2 * u + j] + Value(recurrentActivation, reset) * recurrent;
                var (z, before) = (Value(recurrentActivation, update), row % steps == 0 ? 0.0 : h[(row - 1) * u + j]);
                h[row * u + j] = z * before + (1.0 - z) * Value(activation, candidate);
                s[row * 4 * u + j] = Saved(recurrentActivation, update);
                s[row * 4 * u + u + j] = Saved(recurrentActivation, reset);
                s[row * 4 * u + 2 * u + j] = Saved(activation, candidate);
                s[row * 4 * u + 3 * u + j] = recurrent;
            }
        }
    }

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask)
    {
        var h = Doubles(hidden);
        var s = Doubles(saved);
        var upstream = Doubles(gradient);
        var to = Doubles(destination);
        var r = Doubles(recurrent);
        var (steps, u) = (gradient.Shape[1], gradient.Columns);
        var kept = new double[u];
        for (var row = gradient.Rows - 1; row >= 0; row--)
        {
            if (row % steps == steps - 1) Array.Clear(kept);
            for (var j = 0; j < u; j++)
            {
                var d = upstream[row * u + j] + FromNextStep(recurrent, kernel, row, steps, j) + kept[j];
                if (IsLeftOut(mask, row))
                {
                    for (var part = 0; part < 3; part++)
                        (to[row * 3 * u + part * u + j], r[row * 3 * u + part * u + j]) = (0.0, 0.0);
                    kept[j] = d;
                    continue;
                }
                var (z, reset) = (s[row * 4 * u + j], s[row * 4 * u + u + j]);
                var (g, product) = (s[row * 4 * u + 2 * u + j], s[row * 4 * u + 3 * u + j]);
                var before = row % steps == 0 ? 0.0 : h[(row - 1) * u + j];
                var update = FromSaved(recurrentActivation, z);
                var ofUpdate = d * (before - FromSaved(activation, g)) * Derivative(recurrentActivation, z);
                var ofCandidate = d * (1.0 - update) * Derivative(activation, g);
                var ofReset = ofCandidate * product * Derivative(recurrentActivation, reset);
                (to[row * 3 * u + j], r[row * 3 * u + j]) = (ofUpdate, ofUpdate);
                (to[row * 3 * u + u + j], r[row * 3 * u + u + j]) = (ofReset, ofReset);
                to[row * 3 * u + 2 * u + j] = ofCandidate;
                r[row * 3 * u + 2 * u + j] = ofCandidate * FromSaved(recurrentActivation, reset);
                kept[j] = d * update;
            }
        }
    }

    /// <summary>Returns true when the mask leaves out a row, which is a step of a sample.</summary>
    private static bool IsLeftOut(TensorBuffer? mask, int row) => mask is not null && Doubles(mask)[row] == 0.0;

    /// <summary>Copies the numbers of a unit's state from the step before; they are 0 before the first step.</summary>
    private static void Keep(TensorBuffer states, int row, int steps, int units, int first)
    {
        var to = Doubles(states).Slice(row * states.Columns + first, units);
        if (row % steps == 0) to.Clear();
        else Doubles(states).Slice((row - 1) * states.Columns + first, units).CopyTo(to);
    }

    /// <summary>Returns an element of h_(t−1)·kernel; 0 at the first step.</summary>
    private static double Recurrent(TensorBuffer hidden, TensorBuffer kernel, int row, int steps, int column)
    {
        if (row % steps == 0) return 0.0;
        var h = Doubles(hidden);
        var w = Doubles(kernel);
        var sum = 0.0;
        for (var k = 0; k < hidden.Columns; k++) sum += h[(row - 1) * hidden.Columns + k] * w[k * kernel.Columns + column];
        return sum;
    }

    /// <summary>Returns the gradient that a hidden state gets from the sums of the next step; 0 at the last step.</summary>
    private static double FromNextStep(TensorBuffer sums, TensorBuffer kernel, int row, int steps, int unit)
    {
        if (row % steps == steps - 1) return 0.0;
        var d = Doubles(sums);
        var w = Doubles(kernel);
        var sum = 0.0;
        for (var k = 0; k < kernel.Columns; k++) sum += d[(row + 1) * kernel.Columns + k] * w[unit * kernel.Columns + k];
        return sum;
    }

    private static double Value(ActivationKind activation, double x) =>
        activation == ActivationKind.Linear ? x : ReferenceActivations.Value(activation, x);

    private static double Derivative(ActivationKind activation, double saved) =>
        activation == ActivationKind.Linear ? 1.0 : ReferenceActivations.Derivative(activation, saved);

    /// <summary>Returns the number that the derivative is computed from, given the activation's input.</summary>
    private static double Saved(ActivationKind activation, double x) =>
        Activations.DerivativeFromOutput(activation) ? Value(activation, x) : x;

    /// <summary>Returns the activation's output, given the saved number.</summary>
    private static double FromSaved(ActivationKind activation, double saved) =>
        Activations.DerivativeFromOutput(activation) ? saved : Value(activation, saved);
}
