using ILGPU;
using ModelDsl.Engines;
using Math32 = ModelDsl.Engines.Float32Arithmetic<ModelDsl.Gpu.GpuFloat, float>;

namespace ModelDsl.Gpu;

/// <summary>The reads and writes of an instruction on sequences; not all of them use every buffer.</summary>
internal struct SequenceArguments
{
    public ArrayView<float> X, Kernel, Bias, Hidden, Saved, Gradient, Destination, Recurrent, Kept, Mask;
    public int Steps, Units, HasBias, HasMask;

    /// <summary>Returns 1 when the mask leaves out a row, which is a step of a sequence.</summary>
    public readonly int LeavesOut(int row) => HasMask != 0 && Mask[row] == 0f ? 1 : 0;

    /// <summary>Keeps the state of a unit of the step before; 0 at the first step.</summary>
    public readonly void KeepState(int row, int unit) =>
        Hidden[row * Units + unit] = row % Steps == 0 ? 0f : Hidden[(row - 1) * Units + unit];

    /// <summary>Writes 0 to a unit's numbers of a row.</summary>
    public readonly void Clear(ArrayView<float> rows, int row, int unit, int parts, int width)
    {
        for (var part = 0; part < parts; part++) rows[row * width * Units + part * Units + unit] = 0f;
    }

    /// <summary>Returns an element of h_(t−1)·kernel; 0 at the first step.</summary>
    public readonly float Before(int row, int column, int width)
    {
        if (row % Steps == 0) return 0f;
        var sum = 0f;
        for (var k = 0; k < Units; k++) sum += Hidden[(row - 1) * Units + k] * Kernel[k * width + column];
        return sum;
    }

    /// <summary>Returns the gradient that a hidden state gets from the sums of the next step; 0 at the last step.</summary>
    public readonly float After(ArrayView<float> sums, int row, int unit, int width)
    {
        if (row % Steps == Steps - 1) return 0f;
        var sum = 0f;
        for (var k = 0; k < width; k++) sum += sums[(row + 1) * width + k] * Kernel[unit * width + k];
        return sum;
    }
}

/// <summary>No activation.</summary>
internal readonly struct Identity : IActivation
{
    public static TNumber Value<TNumber, TMath>(TNumber x) where TMath : struct, IArithmetic<TNumber> => x;

    public static TNumber Slope<TNumber, TMath>(TNumber saved) where TMath : struct, IArithmetic<TNumber> => TMath.Number(1);
}

/// <summary>An activation, and whether its derivative is computed from the output.</summary>
internal interface IGate
{
    /// <summary>Returns f(x).</summary>
    static abstract float Value(float x);

    /// <summary>Returns what the derivative is computed from, given x.</summary>
    static abstract float Saved(float x);

    /// <summary>Returns f(x), given what was saved.</summary>
    static abstract float FromSaved(float saved);

    /// <summary>Returns f′(x), given what was saved.</summary>
    static abstract float Slope(float saved);
}

/// <summary>An activation whose derivative is computed from the output.</summary>
internal readonly struct GateOfOutput<TActivation> : IGate where TActivation : struct, IActivation
{
    public static float Value(float x) => TActivation.Value<float, Math32>(x);

    public static float Saved(float x) => Value(x);

    public static float FromSaved(float saved) => saved;

    public static float Slope(float saved) => TActivation.Slope<float, Math32>(saved);
}

/// <summary>An activation whose derivative is computed from the input.</summary>
internal readonly struct GateOfInput<TActivation> : IGate where TActivation : struct, IActivation
{
    public static float Value(float x) => TActivation.Value<float, Math32>(x);

    public static float Saved(float x) => x;

    public static float FromSaved(float saved) => Value(saved);

    public static float Slope(float saved) => TActivation.Slope<float, Math32>(saved);
}

/// <summary>
/// Recurrent layers: a group of threads for each sequence, a thread for every unit or for several. Steps wait for each other.
/// </summary>
/// <typeparam name="TGate">The activation.</typeparam>
/// <typeparam name="TRecurrent">The activation of the gates.</typeparam>
internal static class RecurrentKernels<TGate, TRecurrent> where TGate : struct, IGate where TRecurrent : struct, IGate
{
    public static readonly GpuKernel<SequenceArguments> Simple = new(RunSimple), SimpleGradient =
        new(RunSimpleGradient), Lstm = new(RunLstm),
        LstmGradient = new(RunLstmGradient), Gru = new(RunGru), GruGradient = new(RunGruGradient);

    private static void RunSimple(SequenceArguments a)
    {
        for (var t = 0; t < a.Steps; t++)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < a.Units; j += Group.DimX)
            {
                if (a.LeavesOut(row) != 0)
                {
                    a.KeepState(row, j);
                    a.Clear(a.Saved, row, j, 1, 1);
                    continue;
                }
                var sum = a.X[row * a.Units + j] + a.Before(row, j, a.Units);
                a.Saved[row * a.Units + j] = sum;
                a.Hidden[row * a.Units + j] = TGate.Value(sum);
            }
            Team.Wait();
        }
    }

    private static void RunSimpleGradient(SequenceArguments a)
    {
        for (var t = a.Steps - 1; t >= 0; t--)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < a.Units; j += Group.DimX)
            {
                var d = a.Gradient[row * a.Units + j] + a.After(a.Destination, row, j, a.Units);
                var passed = Grid.IdxX * a.Units + j;
                if (t < a.Steps - 1) d += a.Kept[passed];
                a.Kept[passed] = a.LeavesOut(row) != 0 ? d : 0f;
                if (a.LeavesOut(row) != 0)
                {
                    a.Clear(a.Destination, row, j, 1, 1);
                    continue;
                }
                a.Destination[row * a.Units + j] = d * TGate.Slope(a.Saved[row * a.Units + j]);
            }
            Team.Wait();
        }
    }

    private static void RunLstm(SequenceArguments a)
    {
        var u = a.Units;
        for (var t = 0; t < a.Steps; t++)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < u; j += Group.DimX)
            {
                var (x, s) = (row * 4 * u + j, row * 5 * u + j);
                if (a.LeavesOut(row) != 0)
                {
                    a.KeepState(row, j);
                    a.Clear(a.Saved, row, j, 4, 5);
                    a.Saved[s + 4 * u] = t == 0 ? 0f : a.Saved[s - u];
                    continue;
                }
                var input = a.X[x] + a.Before(row, j, 4 * u);
                var forget = a.X[x + u] + a.Before(row, u + j, 4 * u);
                var candidate = a.X[x + 2 * u] + a.Before(row, 2 * u + j, 4 * u);
                var output = a.X[x + 3 * u] + a.Before(row, 3 * u + j, 4 * u);
                var cell = TRecurrent.Value(input) * TGate.Value(candidate);
                if (t > 0) cell += TRecurrent.Value(forget) * a.Saved[s - u];
                a.Saved[s] = TRecurrent.Saved(input);
                a.Saved[s + u] = TRecurrent.Saved(forget);
                a.Saved[s + 2 * u] = TGate.Saved(candidate);
                a.Saved[s + 3 * u] = TRecurrent.Saved(output);
                a.Saved[s + 4 * u] = cell;
                a.Hidden[row * u + j] = TRecurrent.Value(output) * TGate.Value(cell);
            }
            Team.Wait();
        }
    }

    /// <summary>
    /// <c>Kept</c> is the gradient that each cell gives to the cell before it, and the gradient that passes steps that the mask leaves out.
    /// </summary>
    private static void RunLstmGradient(SequenceArguments a)
    {
        var u = a.Units;
        for (var t = a.Steps - 1; t >= 0; t--)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < u; j += Group.DimX)
            {
                var (to, s) = (row * 4 * u + j, row * 5 * u + j);
                var (input, forget, candidate, output) = (a.Saved[s], a.Saved[s + u], a.Saved[s + 2 * u], a.Saved[s + 3 * u]);
                var cell = a.Saved[s + 4 * u];
                var before = t == 0 ? 0f : a.Saved[s - u];
                var d = a.Gradient[row * u + j] + a.After(a.Destination, row, j, 4 * u);
                var ofCell = 2 * Grid.IdxX * u + j;
                if (t == a.Steps - 1)
                {
                    a.Kept[ofCell] = 0f;
                    a.Kept[ofCell + u] = 0f;
                }
                d += a.Kept[ofCell + u];
                a.Kept[ofCell + u] = a.LeavesOut(row) != 0 ? d : 0f;
                if (a.LeavesOut(row) != 0)
                {
                    a.Clear(a.Destination, row, j, 4, 4);
                    continue;
                }
                var c = d * TRecurrent.FromSaved(output) * TGate.Slope(TGate.Saved(cell));
                c += a.Kept[ofCell];
                a.Destination[to] = c * TGate.FromSaved(candidate) * TRecurrent.Slope(input);
                a.Destination[to + u] = c * before * TRecurrent.Slope(forget);
                a.Destination[to + 2 * u] = c * TRecurrent.FromSaved(input) * TGate.Slope(candidate);
                a.Destination[to + 3 * u] = d * TGate.Value(cell) * TRecurrent.Slope(output);
                a.Kept[ofCell] = c * TRecurrent.FromSaved(forget);
            }
            Team.Wait();
        }
    }

    private static void RunGru(SequenceArguments a)
    {
        var u = a.Units;
        for (var t = 0; t < a.Steps; t++)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < u; j += Group.DimX)
            {
                var (x, s) = (row * 3 * u + j, row * 4 * u + j);
                if (a.LeavesOut(row) != 0)
                {
                    a.KeepState(row, j);
                    a.Clear(a.Saved, row, j, 4, 4);
                    continue;
                }
                var update = a.X[x] + a.Before(row, j, 3 * u);
                var reset = a.X[x + u] + a.Before(row, u + j, 3 * u);
                var recurrent = a.Before(row, 2 * u + j, 3 * u);
                if (a.HasBias != 0)
                {
                    update += a.Bias[j];
                    reset += a.Bias[u + j];
                    recurrent += a.Bias[2 * u + j];
                }
                var candidate = a.X[x + 2 * u] + TRecurrent.Value(reset) * recurrent;
                var z = TRecurrent.Value(update);
                var before = t == 0 ? 0f : a.Hidden[(row - 1) * u + j];
                a.Hidden[row * u + j] = z * before + (1f - z) * TGate.Value(candidate);
                a.Saved[s] = TRecurrent.Saved(update);
                a.Saved[s + u] = TRecurrent.Saved(reset);
                a.Saved[s + 2 * u] = TGate.Saved(candidate);
                a.Saved[s + 3 * u] = recurrent;
            }
            Team.Wait();
        }
    }

    /// <summary><c>Kept</c> is the gradient that each hidden state gives to the one before it, by the update gate.</summary>
    private static void RunGruGradient(SequenceArguments a)
    {
        var u = a.Units;
        for (var t = a.Steps - 1; t >= 0; t--)
        {
            var row = Grid.IdxX * a.Steps + t;
            for (var j = Group.IdxX; j < u; j += Group.DimX)
            {
                var (to, s) = (row * 3 * u + j, row * 4 * u + j);
                var (z, reset, candidate, product) = (a.Saved[s], a.Saved[s + u], a.Saved[s + 2 * u], a.Saved[s + 3 * u]);
                var before = t == 0 ? 0f : a.Hidden[(row - 1) * u + j];
                var d = a.Gradient[row * u + j] + a.After(a.Recurrent, row, j, 3 * u);
                if (t < a.Steps - 1) d += a.Kept[Grid.IdxX * u + j];
                if (a.LeavesOut(row) != 0)
                {
                    a.Clear(a.Destination, row, j, 3, 3);
                    a.Clear(a.Recurrent, row, j, 3, 3);
                    a.Kept[Grid.IdxX * u + j] = d;
                    continue;
                }
                var update = TRecurrent.FromSaved(z);
                var ofUpdate = d * (before - TGate.FromSaved(candidate)) * TRecurrent.Slope(z);
                var ofCandidate = d * (1f - update) * TGate.Slope(candidate);
                var ofReset = ofCandidate * product * TRecurrent.Slope(reset);
                a.Destination[to] = ofUpdate;
                a.Destination[to + u] = ofReset;
                a.Destination[to + 2 * u] = ofCandidate;
                a.Recurrent[to] = ofUpdate;
                a.Recurrent[to + u] = ofReset;
                a.Recurrent[to + 2 * u] = ofCandidate * TRecurrent.FromSaved(reset);
                a.Kept[Grid.IdxX * u + j] = d * update;
            }
            Team.Wait();
        }
    }
}
