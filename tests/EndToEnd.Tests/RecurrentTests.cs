using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static System.Math;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Recurrent layers against their formulas, written as plain loops over one sample.</summary>
public class RecurrentTests
{
    private delegate double[] Recurrence(double[][] x, double[] kernel, double[] recurrent, double[] bias);

    [Fact]
    public void A_simple_layer_adds_what_it_remembers()
    {
        Check<PlainSteps>(m => m.Memory, (x, k, r, b) => Simple(x, k, r, b, Tanh), sequences: true, backwards: false);
        Check<PlainLast>(m => m.Memory, (x, k, r, b) => Simple(x, k, r, b, v => Log(1 + Exp(v))), sequences: false, backwards: true);
    }

    [Fact]
    public void An_lstm_writes_keeps_and_reads_its_cell()
    {
        Check<LstmSteps>(m => m.Memory, (x, k, r, b) => Lstm(x, k, r, b, Tanh, Sigmoid), sequences: true, backwards: true);
        Check<LstmLast>(m => m.Memory, (x, k, r, b) => Lstm(x, k, r, b, Softsign, v => v * Sigmoid(v)), sequences: false, backwards: false);
    }

    [Fact]
    public void A_gru_keeps_or_resets_its_state()
    {
        Check<GruSteps>(m => m.Memory, (x, k, r, b) => Gru(x, k, r, b, Tanh, Sigmoid), sequences: true, backwards: false);
        Check<GruLast>(m => m.Memory, (x, k, r, b) => Gru(x, k, r, b, Softsign, v => Log(1 + Exp(v))), sequences: false, backwards: true);
    }

    /// <summary>
    /// Compares with Keras's formula of <c>reset_after=False</c>: numbers that NumPy computed in float64 with it, and plain loops.
    /// </summary>
    [Fact]
    public void A_gru_resets_its_state_before_the_product()
    {
        double[] expected = [-0.2377686, -0.0056462, -0.3324781, -0.0637817, -0.3779423, -0.0336935, -0.3989468, 0.0214090];
        Tensor Of(Shape shape, int step, int modulus) =>
            Tensor.Create(shape, [.. Enumerable.Range(0, shape.Size).Select(i => (i * step % modulus - modulus / 2) / 10f)]);
        var model = new ResetBefore(new GRU(Of([2, 6], 7, 11), Of([2, 6], 5, 11), Of([6], 3, 11)));
        foreach (var engine in Numbers.Engines)
            Numbers.Close(expected, ModelCalls.Forward(model.To(engine), Of([1, 4, 2], 3, 7).To(engine)).ToDoubles(), 1e-6);
        Check<ResetBeforeLast>(
            m => m.Memory, (x, k, r, b) => ResetGru(x, k, r, Softsign, v => Log(1 + Exp(v))), sequences: false, backwards: true);
        Assert.Equal("GRU(2, reset before, sequences)", ResetBefore.Description.Layers[0].Layer);
        Gradients.AgreeWithDifferences<ResetBefore>();
        Gradients.AgreeWithDifferences<ResetBeforeLast>();
        var (point, batch) = (Numbers.Point<ResetBeforeInMethod>(3, Engine.Reference), Numbers.Random<ResetBeforeInMethod>(4, 5));
        var inputs = batch.Inputs.To(Engine.Reference);
        Numbers.Close(ModelCalls.Forward(point, inputs).ToDoubles(), ResetBeforeInMethod.Predict(point, inputs).ToDoubles(), 1e-12);
    }

    /// <summary>Checks the gradient through time, for every parameter, against differences of the loss.</summary>
    [Fact]
    public void Gradients_agree_with_differences_of_the_loss()
    {
        Gradients.AgreeWithDifferences<LstmSteps>();
        Gradients.AgreeWithDifferences<LstmLast>();
        Gradients.AgreeWithDifferences<GruSteps>();
        Gradients.AgreeWithDifferences<GruLast>();
        Gradients.AgreeWithDifferences<Tower>();
    }

    [Fact]
    public void Engines_agree_on_gradients_through_time()
    {
        var batch = Numbers.Random<Tower>(7, 3);
        var ((a, g), (b, h)) = (
            Numbers.Point<Tower>(4, Engine.Cpu).LossAndGradient(batch), Numbers.Point<Tower>(4, Engine.Reference).LossAndGradient(batch));
        Assert.Equal(b, a, 1e-5);
        Numbers.Close(Numbers.Of(h), Numbers.Of(g), 1e-5);
    }

    [Fact]
    public void Weights_begin_as_in_Keras()
    {
        var model = LstmSteps.Initialize(5).Memory;
        Assert.Equal(Initializers.GlorotUniform([3, 16], 5, 0).ToArray(), model.Kernel.ToArray());
        Assert.Equal(Initializers.Orthogonal([4, 16], 5, 1).ToArray(), model.RecurrentKernel.ToArray());
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], model.Bias!.ToArray());
        var gru = GruSteps.Initialize(5).Memory;
        Assert.Equal(Shape.Create(2, 12), gru.Bias!.Shape);
        Assert.All(gru.Bias.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void The_shapes_and_operations_of_recurrent_layers()
    {
        Assert.Equal("[4, 3]; [4, 3]; [2]; [1]", string.Join("; ", Tower.Description.Layers.Select(l => l.OutputShape)));
        Assert.Equal("LSTM(3, sequences); SimpleRNN(3, sequences, backwards); GRU(2); Dense(1)", string.Join("; ", Tower.Description.Layers.Select(l => l.Layer)));
        Assert.Equal("GRU(4, softsign, gates softplus, backwards, no bias)", GruLast.Description.Layers[0].Layer);
        // 5 steps; in each, products (3 + 4 inputs of 16 sums) and, for each of 4 units, 8 additions, 3 + 2 activations and 4 operations.
        Assert.Equal(5 * (2 * 7 * 16 + 4 * (8 + 5 + 4)), LstmSteps.Description.Flops);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<Tower>(16));

    [Fact]
    public void An_lstm_learns_to_add_the_marked_numbers()
    {
        var random = new Random(1);
        var (x, y) = (new float[600 * 16], new float[600]);
        for (var i = 0; i < 600; i++)
        {
            var (first, second) = (random.Next(4), 4 + random.Next(4));
            for (var step = 0; step < 8; step++)
            {
                var marked = step == first || step == second;
                (x[(i * 8 + step) * 2], x[(i * 8 + step) * 2 + 1]) = (random.NextSingle(), marked ? 1 : 0);
                if (marked) y[i] += x[(i * 8 + step) * 2];
            }
        }
        var data = Dataset.Create<float>([8, 2], x, y, [1]).ThrowIfFail();
        var fitted = Adder.Initialize(3).Fit(data, new FitOptions { Epochs = 60, Optimizer = new Adam(0.01) }).ThrowIfFail();
        // A model that always answers 1 has the error 1/6.
        Assert.InRange(fitted.Model.Evaluate(data).ThrowIfFail().Loss, 0, 0.02);
    }

    [Fact]
    public void A_simple_layer_learns_the_sign_of_a_sum()
    {
        var random = new Random(2);
        float[] x = [.. Enumerable.Range(0, 400 * 6).Select(_ => 2 * random.NextSingle() - 1)];
        var data = Dataset.Create<float>([6, 1], x, [.. x.Chunk(6).Select(row => row.Sum() > 0 ? 1f : 0f)], [1]).ThrowIfFail();
        var fitted = SignOfSum.Initialize(3).Fit(data, new FitOptions { Epochs = 30, Optimizer = new Adam(0.02) }).ThrowIfFail();
        Assert.InRange(fitted.Model.Evaluate(data).ThrowIfFail().Loss, 0, 0.2);
    }

    private static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    private static double Softsign(double x) => x / (1 + Abs(x));

    private static double[] Simple(double[][] x, double[] kernel, double[] recurrent, double[] bias, Func<double, double> f)
    {
        var (h, all) = (new double[4], new List<double>());
        foreach (var step in x)
        {
            var (a, r) = (Product(step, kernel, 4), Product(h, recurrent, 4));
            h = [.. Enumerable.Range(0, 4).Select(j => f(a[j] + r[j] + bias[j]))];
            all.AddRange(h);
        }
        return [.. all];
    }

    private static double[] Lstm(
        double[][] x, double[] kernel, double[] recurrent, double[] bias, Func<double, double> f, Func<double, double> gate)
    {
        var (h, c, all) = (new double[4], new double[4], new List<double>());
        foreach (var step in x)
        {
            var (a, r) = (Product(step, kernel, 16), Product(h, recurrent, 16));
            double[] sums = [.. a.Select((v, j) => v + r[j] + bias[j])];
            for (var j = 0; j < 4; j++)
            {
                c[j] = gate(sums[4 + j]) * c[j] + gate(sums[j]) * f(sums[8 + j]);
                h[j] = gate(sums[12 + j]) * f(c[j]);
            }
            all.AddRange(h);
        }
        return [.. all];
    }

    private static double[] Gru(
        double[][] x, double[] kernel, double[] recurrent, double[] bias, Func<double, double> f, Func<double, double> gate)
    {
        var (h, all) = (new double[4], new List<double>());
        foreach (var step in x)
        {
            var (a, r) = (Product(step, kernel, 12), Product(h, recurrent, 12));
            double[] inputs = [.. a.Select((v, j) => v + bias[j])];
            double[] inner = [.. r.Select((v, j) => v + bias[12 + j])];
            for (var j = 0; j < 4; j++)
            {
                var (update, reset) = (gate(inputs[j] + inner[j]), gate(inputs[4 + j] + inner[4 + j]));
                h[j] = update * h[j] + (1 - update) * f(inputs[8 + j] + reset * inner[8 + j]);
            }
            all.AddRange(h);
        }
        return [.. all];
    }

    private static double[] ResetGru(
        double[][] x, double[] kernel, double[] recurrent, Func<double, double> f, Func<double, double> gate)
    {
        var (h, all) = (new double[4], new List<double>());
        foreach (var step in x)
        {
            var (a, r) = (Product(step, kernel, 12), Product(h, recurrent, 12));
            double[] update = [.. Enumerable.Range(0, 4).Select(j => gate(a[j] + r[j]))];
            double[] kept = [.. h.Select((v, j) => gate(a[4 + j] + r[4 + j]) * v)];
            var inner = Product(kept, recurrent, 12);
            h = [.. h.Select((v, j) => update[j] * v + (1 - update[j]) * f(a[8 + j] + inner[8 + j]))];
            all.AddRange(h);
        }
        return [.. all];
    }

    private static double[] Product(double[] x, double[] matrix, int columns) =>
        [.. Enumerable.Range(0, columns).Select(j => x.Select((v, i) => v * matrix[i * columns + j]).Sum())];

    private static void Check<T>(Func<T, dynamic> layer, Recurrence formula, bool sequences, bool backwards) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<T>(6, engine);
            var memory = layer(model);
            double[] bias = memory.Bias is Tensor b ? b.ToDoubles() : new double[32];
            var x = Numbers.Random<T>(3, 8).Inputs;
            var samples = x.ToDoubles().Chunk(3).Chunk(5).Select(steps => backwards ? steps.Reverse().ToArray() : steps);
            var expected = samples
                .Select(steps => formula(steps, ((Tensor)memory.Kernel).ToDoubles(), ((Tensor)memory.RecurrentKernel).ToDoubles(), bias))
                .SelectMany(all => sequences ? all : all[^4..]);
            Numbers.Close(expected, ModelCalls.Forward(model, x.To(engine)).ToDoubles(), engine == Engine.Cpu ? 1e-5 : 1e-12);
        }
    }
}
