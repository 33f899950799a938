using FsCheck.Xunit;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Masks: what they leave out has no effect on predictions, losses, metrics and gradients.</summary>
public class MaskTests
{
    /// <summary>
    /// <c>torch.nn.LSTM</c> of PyTorch 1.13 in double precision on a packed sequence of the lengths 5, 2 and 3
    /// (<c>pack_padded_sequence</c>): the last states, and gradients of their sum with weights.
    /// </summary>
    [Fact]
    public void An_lstm_over_lengths_is_that_of_PyTorch()
    {
        double[] states =
        [
            0.188832567589, 0.088133320107, -0.128521471395, -0.219139423692, 0.086879441675, 0.097844773917, 0.095493569373,
            -0.010618766966, 0.087205770234, 0.095949059645, 0.052763186823, -0.134064177599,
        ];
        var x = Sines(3 * 5 * 3, 4, 2);
        foreach (var (sample, length) in new[] { (0, 5), (1, 2), (2, 3) }) Array.Clear(x, (sample * 5 + length) * 3, (5 - length) * 3);
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(MaskedLstm.Initialize(0), Numbers.Tensor([3, 16], Sines(48, 1)).To(engine),
                Numbers.Tensor([4, 16], Sines(64, 2)).To(engine), Numbers.Tensor([16], Sines(16, 3)).To(engine));
            var tolerance = engine == Engine.Cpu ? 1e-6 : 1e-11;
            var input = Numbers.Tensor([3, 5, 3], x);
            Numbers.Close(states, ModelCalls.Forward(model, input.To(engine)).ToDoubles(), tolerance);

            // The gradient of (h − t)²/12 is (h − t)/6: t is chosen so that it is the weights.
            double[] targets = [.. states.Zip(Sines(12, 5), (h, w) => h - 6 * w)];
            var gradient = model.LossAndGradient(new Batch(input, Numbers.Tensor([3, 4], targets))).Gradient.Memory;
            Numbers.Close(
                [
                    -0.006263413031, -0.001913917577, 0.00200596954, -0.001739245351, -0.009185183282, -0.006573510617, -0.001147761056,
                    -0.00270220157,
                ],
                gradient.RecurrentKernel.ToDoubles().Take(8), tolerance);
            Numbers.Close(
                [
                    0.028825849644, -0.005181734758, -0.008087944391, -0.011140757215, 0.028845209905, 0.03400709197, 0.009511477601,
                    -0.004045186137,
                ],
                gradient.Kernel.ToDoubles().Take(8), tolerance);
        }

        static double[] Sines(int count, int from, double factor = 1) =>
            [.. Enumerable.Range(0, count).Select(i => factor * Math.Sin(0.7 * i + from) / 1.5)];
    }

    /// <summary>A state passes the steps that are left out, wherever they stand: also at the beginning, and all of them.</summary>
    [Property(MaxTest = 40)]
    public void A_state_is_that_of_the_other_steps(int seed)
    {
        Passes<MaskedPlain, PlainSteps>(seed, 0);
        Passes<MaskedGru, GruSteps>(seed, 0);
        Passes<MaskedLstmBack, LstmSteps>(seed, 0.25f);
    }

    /// <summary>
    /// Compares a layer over steps of which some are left out with the same layer over the others, moved to its first steps; a later step
    /// does not change an earlier state.
    /// </summary>
    private static void Passes<T, TPlain>(int seed, float value) where T : class, IModel<T> where TPlain : class, IModel<TPlain>
    {
        var random = new Random(seed);
        var backwards = T.Description.Layers[^1].Layer.Contains("backwards");
        bool[] counts = [.. Enumerable.Range(0, 3 * 5).Select(_ => random.Next(3) > 0)];
        float[] x = [.. Enumerable.Range(0, 3 * 5 * 3).Select(i => counts[i / 3] ? random.NextSingle() + 0.3f : value)];
        var moved = new float[x.Length];
        for (var sample = 0; sample < 3; sample++)
        {
            var kept = Enumerable.Range(0, 5).Where(step => counts[sample * 5 + step]).ToArray();
            for (var i = 0; i < kept.Length; i++)
            {
                var place = backwards ? 5 - kept.Length + i : i;
                x.AsSpan((sample * 5 + kept[i]) * 3, 3).CopyTo(moved.AsSpan((sample * 5 + place) * 3));
            }
        }
        foreach (var engine in Numbers.Engines)
        {
            var plain = Numbers.Point<TPlain>(seed, engine);
            var model = Numbers.With(T.Initialize(0), [.. plain.Parameters]);
            var answers = ModelCalls.Forward(model, Tensor.Create([3, 5, 3], x).To(engine)).ToDoubles();
            var expected = ModelCalls.Forward(plain, Tensor.Create([3, 5, 3], moved).To(engine)).ToDoubles();
            for (var sample = 0; sample < 3; sample++)
            {
                var passed = 0;
                for (var step = 0; step < 5; step++)
                {
                    if (counts[sample * 5 + (backwards ? 4 - step : step)]) passed++;
                    var state = passed == 0 ? new double[4] : expected.AsSpan((sample * 5 + passed - 1) * 4, 4).ToArray();
                    Assert.Equal(state, answers.AsSpan((sample * 5 + step) * 4, 4).ToArray());
                }
            }
        }
    }

    /// <summary>
    /// More padding, at the end, at the beginning or anywhere, changes no bit of a sample's prediction, its losses and the loss of the
    /// batch.
    /// </summary>
    [Property(MaxTest = 40)]
    public void More_padding_changes_no_bit(int seed)
    {
        var random = new Random(seed);
        var samples = 1 + random.Next(9);
        var (words, padded, places) = (new float[samples * 6], new float[samples * 17], new int[samples * 6]);
        var padding = random.Next(3);
        for (var sample = 0; sample < samples; sample++)
        {
            var length = random.Next(7);
            var at = padding == 0 ? 0 : padding == 1 ? 17 - length : random.Next(17 - length + 1);
            for (var i = 0; i < 6; i++)
            {
                places[sample * 6 + i] = sample * 17 + (at + i) % 17;
                if (i < length) padded[places[sample * 6 + i]] = words[sample * 6 + i] = 1 + random.Next(8);
            }
        }
        int[] tags = [.. words.Select(_ => random.Next(3))];
        var paddedTags = new int[samples * 17];
        for (var i = 0; i < tags.Length; i++) paddedTags[places[i]] = tags[i];
        foreach (var engine in Numbers.Engines)
        {
            var (tagger, rater) = (Numbers.Point<Tagger>(seed, engine), Numbers.Point<Rater>(seed, engine));
            var longTagger = Numbers.With(LongTagger.Initialize(0), [.. tagger.Parameters]);
            var longRater = Numbers.With(LongRater.Initialize(0), [.. rater.Parameters]);
            var (shorter, longer) = (Tensor.Create([samples, 6], words), Tensor.Create([samples, 17], padded));
            Assert.Equal(
                ModelCalls.Forward(rater, shorter.To(engine)).ToDoubles(), ModelCalls.Forward(longRater, longer.To(engine)).ToDoubles());

            var (batch, longBatch) = (
                new Batch(shorter, Tensor.Create([samples, 6], tags)), new Batch(longer, Tensor.Create([samples, 17], paddedTags)));
            var (losses, answers) = Numbers.Run(tagger, ProgramKind.Loss, batch);
            var (longLosses, longAnswers) = Numbers.Run(longTagger, ProgramKind.Loss, longBatch);
            for (var i = 0; i < words.Length; i++)
            {
                Assert.Equal(losses[i], longLosses[places[i]]);
                if (words[i] == 0) Assert.Equal(0, losses[i]);
                else Assert.Equal(answers.AsSpan(i * 3, 3).ToArray(), longAnswers.AsSpan(places[i] * 3, 3).ToArray());
            }
            Assert.Equal(ModelCalls.Loss(tagger, batch), ModelCalls.Loss(longTagger, longBatch));
        }
    }

    /// <summary>The gradient through steps that are left out, for every parameter, against differences of the loss.</summary>
    [Fact]
    public void Gradients_agree_with_differences_of_the_loss()
    {
        var batch = Numbers.Random<MaskedTower>(4, 9);
        var x = batch.Inputs.ToArray();
        foreach (var (sample, step) in new[] { (0, 3), (1, 0), (1, 1), (2, 1), (3, 0), (3, 1), (3, 2), (3, 3) })
            x.AsSpan((sample * 4 + step) * 2, 2).Clear();
        Gradients.AgreeWithDifferences<MaskedTower>(batch: batch with { Inputs = Tensor.Create([4, 4, 2], x) });
        var steps = Numbers.Random<MeanSteps>(3, 5);
        var y = steps.Inputs.ToArray();
        foreach (var step in new[] { 1, 4, 5, 11 }) y.AsSpan(step * 2, 2).Clear();
        steps = steps with { Inputs = Tensor.Create([3, 4, 2], y) };
        Gradients.AgreeWithDifferences<MeanSteps>(batch: steps);
        Gradients.AgreeWithDifferences<SummedSteps>(batch: steps);
        Gradients.AgreeWithDifferences<WeighedSteps>(batch: steps with { Weights = Tensor.Create([3], [0.5f, 2f, 3f]) });
    }

    /// <summary>
    /// Keras: <c>sum(loss·weight·mask)/sum(mask)</c> for a mean, <c>sum(loss·weight·mask)</c> for a sum, and the sum divided by
    /// <c>sum(weight·mask)</c> for a mean with sample weights.
    /// </summary>
    [Fact]
    public void A_loss_counts_the_steps_that_the_mask_leaves_in()
    {
        var batch = Numbers.Random<MeanSteps>(2, 3);
        float[] x = [.. batch.Inputs.ToArray()], weights = [0.5f, 3f];
        foreach (var step in new[] { 3, 4, 6 }) x.AsSpan(step * 2, 2).Clear();
        batch = new Batch(Tensor.Create([2, 4, 2], x), batch.Labels, Tensor.Create([2], weights));
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<MeanSteps>(7, engine);
            var (answers, labels) = (ModelCalls.Forward(model, batch.Inputs.To(engine)).ToDoubles(), batch.Labels.ToDoubles());
            var (sum, count, weight) = (0.0, 0, 0.0);
            foreach (var row in new[] { 0, 1, 2, 5, 7 })
            {
                var loss = Enumerable.Range(2 * row, 2).Sum(i => Math.Pow(answers[i] - labels[i], 2)) / 2;
                (sum, count, weight) = (sum + loss * weights[row / 4], count + 1, weight + weights[row / 4]);
            }
            var tolerance = engine == Engine.Cpu ? 1e-6 : 1e-12;
            Assert.Equal(sum / count, ModelCalls.Loss(model, batch), tolerance);
            Assert.Equal(sum, ModelCalls.Loss(Numbers.With(SummedSteps.Initialize(0), [.. model.Parameters]), batch), tolerance);
            Assert.Equal(sum / weight, ModelCalls.Loss(Numbers.With(WeighedSteps.Initialize(0), [.. model.Parameters]), batch), tolerance);

            var nothing = batch with { Inputs = Tensor.Create([2, 4, 2], new float[16]) };
            Assert.Equal(0, ModelCalls.Loss(model, nothing));
            Assert.Equal(0, ModelCalls.Loss(Numbers.With(WeighedSteps.Initialize(0), [.. model.Parameters]), nothing));
        }
    }

    [Fact]
    public void Metrics_see_the_steps_that_the_mask_leaves_in()
    {
        var random = new Random(3);
        float[] words = [.. Enumerable.Range(0, 10 * 6).Select(i => i % 6 < 1 + i / 6 % 6 ? 1f + random.Next(8) : 0f)];
        int[] tags = [.. words.Select(_ => random.Next(3))];
        var model = Numbers.Point<Tagger>(2, Engine.Cpu);
        var answers = ModelCalls.Forward(model, Tensor.Create([10, 6], words)).ToArray();
        var rows = Enumerable.Range(0, 60).Where(i => words[i] > 0).ToArray();
        var right = rows.Count(i => Enumerable.Range(0, 3).MaxBy(c => answers[3 * i + c]) == tags[i]);
        var data = Dataset.Create<float>([6], words, tags, labelShape: [6]).ThrowIfFail();
        var evaluation = model.Evaluate(data, 4, Metric.Accuracy).ThrowIfFail();
        Assert.Equal((double)right / rows.Length, evaluation.Metrics[0].Value, 1e-12);
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<MaskedTower>(16));
}
