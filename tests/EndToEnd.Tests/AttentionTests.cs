using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Attention against its formula, written as plain loops.</summary>
public class AttentionTests
{
    [Fact]
    public void Every_step_gets_the_values_of_all_weighed_by_their_keys()
    {
        Check<Attending>(m => m.Heads, causal: false);
        Check<AttendingBack>(m => m.Heads, causal: true);
    }

    [Fact]
    public void Gradients_agree_with_differences_of_the_loss()
    {
        Gradients.AgreeWithDifferences<Attending>();
        Gradients.AgreeWithDifferences<AttendingBack>();
    }

    [Fact]
    public void Engines_agree_on_the_gradient()
    {
        var batch = Numbers.Random<AttendingBack>(7, 3);
        var (cpu, reference) = (Numbers.Point<AttendingBack>(4, Engine.Cpu), Numbers.Point<AttendingBack>(4, Engine.Reference));
        Numbers.Close(Numbers.Of(reference.LossAndGradient(batch).Gradient), Numbers.Of(cpu.LossAndGradient(batch).Gradient), 1e-5);
    }

    /// <summary>Also with scores so large that only the mask keeps later steps away.</summary>
    [Fact]
    public void Behind_a_causal_mask_no_step_depends_on_later_ones()
    {
        foreach (var size in new[] { 1.0, 100 })
        {
            var model = size * Numbers.Point<AttendingBack>(3, Engine.Cpu);
            var x = Numbers.Random<AttendingBack>(1, 5).Inputs.ToArray();
            for (var step = 0; step < 4; step++)
            {
                float[] changed = [.. x.Select((v, i) => i / 3 > step ? 5 - 3 * v : v)];
                var (before, after) = (Output(model, x), Output(model, changed));
                Assert.All(before.Concat(after), v => Assert.True(float.IsFinite(v)));
                Assert.Equal(before[..(3 * (step + 1))], after[..(3 * (step + 1))]);
                if (step < 3) Assert.NotEqual(before[(3 * (step + 1))..], after[(3 * (step + 1))..]);
            }
            var batch = Numbers.Random<AttendingBack>(2, 6);
            Assert.All(Numbers.Of(model.LossAndGradient(batch).Gradient), g => Assert.True(double.IsFinite(g)));
        }

        static float[] Output(AttendingBack model, float[] x) => model.Forward(Tensor.Create([1, 4, 3], x)).ToArray();
    }

    /// <summary>Queries of 0 give all six steps the same weight; the identity passes the weights on to the output.</summary>
    [Fact]
    public void Training_drops_weights_and_prediction_does_not()
    {
        var identity = Numbers.Identity(6).ToDoubles();
        var (zero, one) = (Numbers.Tensor([6, 1, 6], new double[36]), Numbers.Tensor([6, 1, 6], identity));
        var model = Numbers.With(DroppedWeights.Initialize(1), zero, one, one, Numbers.Tensor([1, 6, 6], identity));
        var x = Tensor.Create([50, 6, 6], [.. Enumerable.Range(0, 50).SelectMany(_ => identity.Select(v => (float)v))]);
        var batch = new Batch(x, Tensor.Zeros([50, 6, 6]));
        Assert.All(model.Forward(x).ToDoubles(), v => Assert.Equal(1.0 / 6, v, 1e-12));

        var trained = Numbers.Run(model, ProgramKind.Gradient, batch, new RandomKey(3)).Output;
        Assert.All(trained, v => Assert.True(v == 0 || Math.Abs(v - 1 / 6.0 / 0.6) < 1e-12));
        Assert.Equal(0.4, trained.Count(v => v == 0) / (double)trained.Length, 0.05);
    }

    [Fact]
    public void The_shapes_weights_and_operations_of_attention()
    {
        var model = AttendingBack.Initialize(2).Heads;
        Assert.Equal("[3, 3, 2] [3, 3, 4] [3, 4, 3]", $"{model.KeyKernel.Shape} {model.ValueKernel.Shape} {model.OutputKernel.Shape}");
        Assert.Null(model.QueryBias);
        Assert.Equal("[3, 2, 5] [2, 5] [2, 5] [2, 5] [3]", string.Join(" ", new[]
        {
            Attending.Initialize(2).Heads.QueryKernel, Attending.Initialize(2).Heads.QueryBias!, Attending.Initialize(2).Heads.KeyBias!,
            Attending.Initialize(2).Heads.ValueBias!, Attending.Initialize(2).Heads.OutputBias!,
        }.Select(t => t.Shape)));
        Assert.Equal("MultiHeadAttention(3, 2, values 4, causal, no bias)", AttendingBack.Description.Layers[0].Layer);
        // For 4 steps: queries and keys of 6 and values of 12 numbers from 3, answers of 3 from 12, and 6 scaled; 16 scores in each of 3
        // heads.
        Assert.Equal(4 * (2 * 3 * 24 + 2 * 12 * 3 + 6) + 16 * (2 * 6 + 2 * 12 + 3 * 3), AttendingBack.Description.Flops);
    }

    /// <summary>
    /// The rules are Keras's since 3.15: queries have 3 inputs and 3·2 outputs, answers 3·4 inputs and 3 outputs. Orthogonal initializers
    /// use the last axis alone.
    /// </summary>
    [Fact]
    public void Kernels_begin_by_the_inputs_and_outputs_of_all_heads()
    {
        var model = AttendingBack.Initialize(2).Heads;
        Assert.Equal(Initializers.GlorotUniform([3, 6], 2, 0).ToArray(), model.QueryKernel.ToArray());
        Assert.Equal(Initializers.GlorotUniform([3, 12], 2, 2).ToArray(), model.ValueKernel.ToArray());
        Assert.Equal(Initializers.GlorotUniform([12, 3], 2, 3).ToArray(), model.OutputKernel.ToArray());
        Within(Math.Sqrt(6 / 9.0), model.QueryKernel);
        Within(Math.Sqrt(6 / 15.0), model.OutputKernel);
        Assert.Equal(Initializers.Orthogonal([6, 2, 6], 1, 0).ToArray(), OrthogonalHeads.Initialize(1).Heads.QueryKernel.ToArray());

        static void Within(double limit, Tensor kernel) =>
            Assert.InRange(kernel.ToDoubles().Max(Math.Abs), 0.8 * limit, limit);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<AttendingBack>(16));

    /// <summary>One of six steps is marked; the number at that step is the answer.</summary>
    [Fact]
    public void Attention_learns_to_look_at_the_marked_step()
    {
        var random = new Random(4);
        var (x, y) = (new float[600 * 12], new float[600]);
        for (var i = 0; i < 600; i++)
        {
            var marked = random.Next(6);
            for (var step = 0; step < 6; step++)
                (x[(i * 6 + step) * 2], x[(i * 6 + step) * 2 + 1]) = (2 * random.NextSingle() - 1, step == marked ? 1 : 0);
            y[i] = x[(i * 6 + marked) * 2];
        }
        var data = Dataset.Create<float>([6, 2], x, y, [1]).ThrowIfFail();
        var fitted = MarkedNumber.Initialize(3).Fit(data, new FitOptions { Epochs = 60, Optimizer = new Adam(0.01) }).ThrowIfFail();
        // A model that always answers 0 has the error 1/3.
        Assert.InRange(fitted.Model.Evaluate(data).ThrowIfFail().Loss, 0, 0.03);
    }

    private static void Check<T>(Func<T, MultiHeadAttention> layer, bool causal) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<T>(6, engine);
            var x = Numbers.Random<T>(3, 8).Inputs;
            var expected = x.ToDoubles().Chunk(3).Chunk(4).SelectMany(steps => Attend(layer(model), steps, causal));
            Numbers.Close(expected, ModelCalls.Forward(model, x.To(engine)).ToDoubles(), engine == Engine.Cpu ? 1e-5 : 1e-12);
        }
    }

    private static IEnumerable<double> Attend(MultiHeadAttention m, double[][] x, bool causal)
    {
        var (heads, features) = (m.QueryKernel.Shape[1], m.QueryKernel.Shape[0]);
        double[] bias = m.OutputBias?.ToDoubles() ?? new double[features];
        double[][] output = [.. x.Select(_ => (double[])bias.Clone())];
        var kernel = m.OutputKernel.ToDoubles();
        for (var head = 0; head < heads; head++)
        {
            var (queries, keys) = (Project(m.QueryKernel, m.QueryBias, head), Project(m.KeyKernel, m.KeyBias, head));
            var values = Project(m.ValueKernel, m.ValueBias, head);
            for (var step = 0; step < x.Length; step++)
            {
                var seen = causal ? step + 1 : x.Length;
                double[] scores = [.. keys.Take(seen)
                    .Select(k => Math.Exp(k.Zip(queries[step], (a, b) => a * b).Sum() / Math.Sqrt(k.Length)))];
                for (var v = 0; v < values[0].Length; v++)
                {
                    var answer = scores.Select((s, other) => s / scores.Sum() * values[other][v]).Sum();
                    for (var f = 0; f < features; f++) output[step][f] += answer * kernel[(head * values[0].Length + v) * features + f];
                }
            }
        }
        return output.SelectMany(step => step);

        double[][] Project(Tensor weights, Tensor? biases, int head)
        {
            var (w, b, size) = (weights.ToDoubles(), biases?.ToDoubles(), weights.Shape[2]);
            return [.. x.Select(step => Enumerable.Range(0, size)
                .Select(j => (b?[head * size + j] ?? 0) + step.Select((v, f) => v * w[(f * heads + head) * size + j]).Sum())
                .ToArray())];
        }
    }
}
