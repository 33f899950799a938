namespace ModelDsl.Import.Tests.Support;

/// <summary>Recurrent layers, step by step.</summary>
internal static class RecurrentCells
{
    public static Numbers Run(Recurrent layer, Numbers x)
    {
        var (n, steps, units) = (x.Sizes[0], x.Sizes[1], (long)layer.Units);
        var directions = layer.Direction == Direction.Bidirectional ? 2 : 1;
        var all = new Numbers([n, steps, directions * units], new double[n * steps * directions * units]);
        var last = new Numbers([n, directions * units], new double[n * directions * units]);
        for (var d = 0; d < directions; d++)
            for (var sample = 0L; sample < n; sample++)
            {
                var (h, c) = (new double[units], new double[units]);
                for (var i = 0L; i < steps; i++)
                {
                    var t = layer.Direction == Direction.Reverse || d == 1 ? steps - 1 - i : i;
                    Step(layer, d, k => Movements.At(x, [sample, t, k]), x.Sizes[2], ref h, ref c);
                    h.CopyTo(all.Data, ((sample * steps + t) * directions + d) * units);
                }
                h.CopyTo(last.Data, (sample * directions + d) * units);
            }
        return layer.ReturnsSequences ? all : last;
    }

    private static void Step(Recurrent layer, int d, Func<long, double> x, long features, ref double[] h, ref double[] c)
    {
        var (kernel, recurrent, bias) = (Evaluator.Read(layer.Kernel), Evaluator.Read(layer.RecurrentKernel), layer.Bias is null ? null
            : Evaluator.Read(layer.Bias));
        var (units, old, cell) = (layer.Units, h, c);
        var gates = kernel.Sizes[1] / units;
        double Bias(int gate, int i, int half) => bias is null ? 0 : Movements.At(bias, [d, (half * gates + gate) * units + i]);
        double In(int gate, int i) => Bias(gate, i, 0)
            + Enumerable.Range(0, (int)features).Sum(k => Movements.At(kernel, [d, gate * units + i, k]) * x(k));
        double State(int gate, int i, double[] state) => Enumerable.Range(0, units).Sum(k =>
            Movements.At(recurrent, [d, gate * units + i, k]) * state[k]);
        double Gate(int gate, int i) => In(gate, i) + State(gate, i, old) + Bias(gate, i, 1);
        double F(int index, double number) => Elementwise.Value(layer.Activations[index], number);
        var (next, nextCell) = (new double[units], new double[units]);
        var reset = layer.Cell == Cell.Gru ? Enumerable.Range(0, units).Select(i => F(0, Gate(1, i))).ToArray() : [];
        for (var i = 0; i < units; i++)
            switch (layer.Cell)
            {
                case Cell.Simple:
                    next[i] = F(0, Gate(0, i));
                    break;
                case Cell.Lstm:
                    nextCell[i] = F(0, Gate(2, i)) * cell[i] + F(0, Gate(0, i)) * F(1, Gate(3, i));
                    next[i] = F(0, Gate(1, i)) * F(2, nextCell[i]);
                    break;
                default:
                    var z = F(0, Gate(0, i));
                    var candidate = layer.LinearBeforeReset
                        ? F(1, In(2, i) + reset[i] * (State(2, i, old) + Bias(2, i, 1)))
                        : F(1, In(2, i) + State(2, i, [.. old.Zip(reset, (a, b) => a * b)]) + Bias(2, i, 1));
                    next[i] = (1 - z) * candidate + z * old[i];
                    break;
            }
        (h, c) = (next, nextCell);
    }
}
