using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Layer and group normalisation: each sample by its own statistics.</summary>
public class SampleNormalizationTests
{
    [Fact]
    public void Each_row_has_statistics_of_its_own() =>
        Check<OneLayerNormalization>(m => (m.Normalize.Gamma, m.Normalize.Beta), 0.01, (sample, pixel, _) => (sample, pixel));

    [Fact]
    public void Each_group_of_channels_has_those_of_its_pixels()
    {
        Check<OneGroupNormalization>(m => (m.Normalize.Gamma, m.Normalize.Beta), 1e-3, (sample, _, channel) => (sample, channel / 2));
        Check<OneInstanceNormalization>(m => (m.Normalize.Gamma, m.Normalize.Beta), 1e-3, (sample, _, channel) => (sample, channel));
        Check<VectorGroupNormalization>(m => (m.Normalize.Gamma, m.Normalize.Beta), 1e-3, (sample, _, channel) => (sample, channel / 3));
    }

    /// <summary>Compares with the formula, and with a case by hand: 3 and 4 have the mean square 12.5.</summary>
    [Fact]
    public void Rows_are_divided_by_their_root_mean_square()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Numbers.Point<OneRMSNormalization>(2, engine), Numbers.Random<OneRMSNormalization>(4, 6));
            var scale = model.Normalize.Scale.ToDoubles();
            double[] expected = [.. batch.Inputs.ToDoubles().Chunk(7).SelectMany(row =>
                row.Select((x, i) => scale[i] * x / Math.Sqrt(row.Average(v => v * v) + 0.01)))];
            Numbers.Close(expected, ModelCalls.Forward(model, batch.Inputs).ToDoubles(), 1e-5);
            Numbers.Close(expected, Numbers.Run(model, ProgramKind.Gradient, batch).Output, 1e-5);

            var rows = Tensor.Create([3, 2], [3f, 4f, -0.3f, 0.4f, 0f, 0f]);
            var pairs = PairRMSNormalization.Initialize(1).To(engine);
            Numbers.Close([0.8485281, 1.1313708, -0.8485247, 1.1313663, 0, 0], pairs.Forward(rows).ToDoubles(), 1e-6);
            var gradient = Numbers.Of(model.LossAndGradient(new Batch(Tensor.Zeros([1, 2, 7]), Tensor.Zeros([1, 2, 7]))).Gradient);
            Assert.All(gradient, v => Assert.True(double.IsFinite(v)));
        }
    }

    [Fact]
    public void The_other_samples_of_a_batch_do_not_matter()
    {
        var model = Numbers.Point<SampleNormalizedNetwork>(3, Engine.Reference);
        var batch = Numbers.Random<SampleNormalizedNetwork>(4, 1);
        var together = Numbers.Run(model, ProgramKind.Gradient, batch).Output;
        Assert.Equal(together, Numbers.Run(model, ProgramKind.Loss, batch).Output);
        var first = Tensor.Create([1, 6, 5], batch.Inputs.ToDoubles()[..30], Engine.Reference);
        Numbers.Close(together[..3], model.Forward(first).ToDoubles(), 1e-12);
    }

    [Fact]
    public void Numbers_far_from_zero_keep_their_digits()
    {
        var random = new System.Random(3);
        float[] x = [.. Enumerable.Range(0, 50 * 120).Select(i => 1e4f * (1 + i % 6) + 2 * random.NextSingle())];
        var inputs = Tensor.Create([50, 5, 4, 6], x);
        Numbers.Close(OneInstanceNormalization.Initialize(1).To(Engine.Reference).Forward(inputs).ToDoubles(),
            OneInstanceNormalization.Initialize(1).Forward(inputs).ToDoubles(), 1e-5);
        Numbers.Close(OneGroupNormalization.Initialize(1).To(Engine.Reference).Forward(inputs).ToDoubles(),
            OneGroupNormalization.Initialize(1).Forward(inputs).ToDoubles(), 1e-5);
    }

    [Fact]
    public void A_row_of_equal_numbers_becomes_beta()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<OneLayerNormalization>(3, engine);
            var x = Tensor.Create([1, 2, 7], [.. Enumerable.Repeat(-12345.678f, 7), .. Enumerable.Repeat(0f, 7)]);
            Numbers.Close(Enumerable.Repeat(model.Normalize.Beta!.ToDoubles(), 2).SelectMany(b => b), model.Forward(x).ToDoubles(), 1e-6);
            Assert.All(Numbers.Of(model.LossAndGradient(new Batch(x, Tensor.Zeros([1, 2, 7]))).Gradient),
                v => Assert.True(double.IsFinite(v)));
        }
    }

    [Fact]
    public void Engines_agree_on_the_gradient()
    {
        var batch = Numbers.Random<SampleNormalizedNetwork>(9, 8);
        var ((a, g), (b, h)) = (Numbers.Point<SampleNormalizedNetwork>(4, Engine.Cpu).LossAndGradient(batch),
            Numbers.Point<SampleNormalizedNetwork>(4, Engine.Reference).LossAndGradient(batch));
        Assert.Equal(b, a, 1e-5);
        Numbers.Close(Numbers.Of(h), Numbers.Of(g), 1e-5);
    }

    [Fact]
    public void Everything_is_trainable()
    {
        Assert.All(SampleNormalizedNetwork.Description.Parameters, p => Assert.True(p.Trainable));
        Assert.Equal(
            ["GroupNormalization(2)", "LayerNormalization(no beta)"],
            SampleNormalizedNetwork.Description.Layers.Map(l => l.Layer).Filter(l => l.Contains("Normalization", StringComparison.Ordinal)).ToArray());
    }

    [Fact]
    public void A_step_allocates_nothing() => Assert.Equal(0, StepAllocations.Of<SampleNormalizedNetwork>(32));

    /// <summary>Compares with the formula; sample, pixel and channel give the group of a number.</summary>
    private static void Check<T>(
        Func<T, (Tensor? Gamma, Tensor? Beta)> parameters, double epsilon, Func<int, int, int, (int, int)> groupOf)
            where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Numbers.Point<T>(2, engine), Numbers.Random<T>(4, 6));
            var (x, sample, channels) = (batch.Inputs.ToDoubles(), T.Description.InputShape.Size, T.Description.InputShape[^1]);
            (int, int) Group(int i) => groupOf(i / sample, i % sample / channels, i % channels);
            var statistics = Enumerable.Range(0, x.Length).GroupBy(Group).ToDictionary(g => g.Key, g =>
            {
                var mean = g.Average(i => x[i]);
                return (Mean: mean, Deviation: Math.Sqrt(g.Average(i => (x[i] - mean) * (x[i] - mean)) + epsilon));
            });
            var (gamma, beta) = (parameters(model).Gamma!.ToDoubles(), parameters(model).Beta!.ToDoubles());
            double[] expected = [.. x.Select(
                (v, i) => gamma[i % channels] * (v - statistics[Group(i)].Mean) / statistics[Group(i)].Deviation + beta[i % channels])];
            Numbers.Close(expected, ModelCalls.Forward(model, batch.Inputs).ToDoubles(), 1e-5);
            Numbers.Close(expected, Numbers.Run(model, ProgramKind.Gradient, batch).Output, 1e-5);
        }
    }
}
