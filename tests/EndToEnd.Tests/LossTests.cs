using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Losses and the functions before them, on logits that an identity kernel passes on.</summary>
public class LossTests
{
    private static readonly Tensor Eye = Numbers.Identity(3);

    [Fact]
    public void Sparse_and_categorical_cross_entropy_of_Kerass_own_tests()
    {
        var logits = Numbers.Tensor([3, 3], 8, 1, 1, 0, 9, 1, 2, 3, 5);
        double[] expected = [0.001822103, 0.000458767, 0.169846020];
        foreach (var engine in Numbers.Engines)
        {
            var sparse = Numbers.With(SparseLogits.Initialize(0), Eye).To(engine);
            var categorical = Numbers.With(CategoricalLogits.Initialize(0), Eye).To(engine);
            Numbers.Close(expected, Numbers.Run(sparse, ProgramKind.Loss, Numbers.Batch(logits, 0, 1, 2)).Losses, 1e-6);
            Numbers.Close(expected, Numbers.Run(categorical, ProgramKind.Loss, new Batch(logits, Numbers.Identity(3))).Losses, 1e-6);
            Assert.Equal(0.0573, sparse.Loss(Numbers.Batch(logits, 0, 1, 2)), 1e-4);
        }
    }

    /// <summary>
    /// Keras gives .3239 for these probabilities, which it scales to a sum of one. Log-softmax of their logarithms gives the same.
    /// </summary>
    [Fact]
    public void Cross_entropy_of_probabilities_of_Kerass_own_tests()
    {
        double[] probabilities = [.9, .05, .05, .5, .89, .6, .05, .01, .94];
        var logits = Numbers.Tensor([3, 3], [.. probabilities.Select(p => Math.Log(p))]);
        foreach (var engine in Numbers.Engines)
            Assert.Equal(0.3239, Numbers.With(SparseProbabilities.Initialize(0), Eye).To(engine).Loss(Numbers.Batch(logits, 0, 1, 2)),
                1e-4);
    }

    [Fact]
    public void Label_smoothing_and_binary_cross_entropy_of_Kerass_own_tests()
    {
        foreach (var engine in Numbers.Engines)
        {
            var smoothed = Numbers.With(SmoothedLogits.Initialize(0), Eye).To(engine);
            Assert.Equal(13.3333, smoothed.Loss(new Batch(Numbers.Tensor([1, 3], 100, -100, -100), Numbers.Tensor([1, 3], 1, 0, 0))), 1e-3);
            var binary = Numbers.With(BinaryLogits.Initialize(0), Eye).To(engine);
            var batch = new Batch(Numbers.Tensor([2, 3], 10, -10, 10, 10, 10, -10), Numbers.Tensor([2, 3], 1, 0, 1, 0, 1, 1));
            Assert.Equal(3.3333, binary.Loss(batch), 1e-3);
            var y = batch.Labels.ToDoubles().Select(t => 0.9 * t + 0.05).ToArray();
            var z = batch.Inputs.ToDoubles();
            var expected = z.Select((v, i) => Math.Max(v, 0) - v * y[i] + Math.Log(1 + Math.Exp(-Math.Abs(v)))).Average();
            Assert.Equal(expected, Numbers.With(BinarySmoothed.Initialize(0), Eye).To(engine).Loss(batch), 1e-5);
        }
    }

    [Fact]
    public void LabelSmoothingZeroIsThePlainLoss()
    {
        var batch = Numbers.OneHot(Numbers.Random<SparseLogits>(7, 3), 3);
        foreach (var engine in Numbers.Engines)
        {
            var (plain, smoothed) = (Numbers.Point<CategoricalLogits>(1, engine).LossAndGradient(batch),
                Numbers.Point<SmoothedByNothing>(1, engine).LossAndGradient(batch));
            Assert.Equal(plain.Loss, smoothed.Loss);
            Assert.Equal(plain.Gradient.Output, smoothed.Gradient.Output);
        }
    }

    [Fact]
    public void SparseEqualsOneHot()
    {
        foreach (var engine in Numbers.Engines)
        {
            for (var seed = 0; seed < 30; seed++)
            {
                var batch = Numbers.Random<Sparse>(1 + seed % 9, seed);
                if (seed % 3 == 0) batch = batch with { Inputs = 1e4 * batch.Inputs };
                var (sparse, categorical) = (Numbers.Point<Sparse>(seed, engine), Numbers.Point<Categorical>(seed, engine));
                var (loss, gradient) = sparse.LossAndGradient(batch);
                var (same, sameGradient) = categorical.LossAndGradient(Numbers.OneHot(batch, 4));
                Assert.Equal(BitConverter.DoubleToInt64Bits(loss), BitConverter.DoubleToInt64Bits(same));
                Assert.Equal((gradient.Hidden, gradient.Output), (sameGradient.Hidden, sameGradient.Output));
                Assert.Equal(sparse.Loss(batch), categorical.Loss(Numbers.OneHot(batch, 4)));
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 20_000)]
    [InlineData(2, 10_000)]
    public void Huge_logits_give_a_finite_right_loss(int label, double expected)
    {
        var logits = Numbers.Tensor([1, 3], 1e4, -1e4, 0);
        foreach (var engine in Numbers.Engines)
        {
            var (loss, gradient) = Numbers.With(SparseProbabilities.Initialize(0),
                Eye).To(engine).LossAndGradient(Numbers.Batch(logits, label));
            Assert.Equal(expected, loss, 1e-6 * Math.Max(1, expected));
            double[] slope = [1 - (label == 0 ? 1 : 0), label == 1 ? -1 : 0, label == 2 ? -1 : 0];
            Numbers.Close(logits.ToDoubles().SelectMany(x => slope.Select(s => x * s)), gradient.Output.Kernel.ToDoubles(), 1e-6);
            var categorical = Numbers.With(CategoricalProbabilities.Initialize(0), Eye).To(engine);
            Assert.Equal(loss, categorical.Loss(Numbers.OneHot(Numbers.Batch(logits, label), 3)));
        }
    }

    [Fact]
    public void Huge_logits_of_sigmoids_give_a_finite_right_loss()
    {
        var batch = new Batch(Numbers.Tensor([1, 3], 1e4, -1e4, -1e4), Numbers.Tensor([1, 3], 1, 1, 0));
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(BinaryProbabilities.Initialize(0), Eye).To(engine);
            var (loss, gradient) = model.LossAndGradient(batch);
            Assert.Equal(1e4 / 3, loss, 1e-2);
            // d z = (p − y)/3 = (0, −1/3, 0); d K = x ⊗ d z
            Numbers.Close([0, -1e4 / 3, 0, 0, 1e4 / 3, 0, 0, 1e4 / 3, 0], gradient.Output.Kernel.ToDoubles(), 1e-6);
            Assert.Equal([1, 0, 0], model.Forward(batch.Inputs).ToDoubles());
        }
    }

    [Fact]
    public void A_model_that_ends_in_probabilities_has_the_loss_and_gradient_of_one_that_ends_in_logits()
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = Numbers.Random<SparseLogits>(6, 4);
            var (logits, probabilities) = (Numbers.Point<SparseLogits>(2, engine), Numbers.Point<SparseProbabilities>(2, engine));
            var ((a, ga), (b, gb)) = (logits.LossAndGradient(batch), probabilities.LossAndGradient(batch));
            Assert.Equal(a, b);
            Assert.Equal(ga.Output, gb.Output);
            Assert.NotEqual(logits.Forward(batch.Inputs), probabilities.Forward(batch.Inputs));
        }
    }

    [Fact]
    public void The_fused_loss_is_minus_the_logarithm_of_the_predicted_probability()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, batch) = (Numbers.Point<Sparse>(3, engine), Numbers.Random<Sparse>(8, 5));
            var probabilities = model.Forward(batch.Inputs).ToDoubles();
            var expected = batch.Labels.ToClasses().Select((label, i) => -Math.Log(probabilities[4 * i + label])).ToArray();
            Numbers.Close(expected, Numbers.Run(model, ProgramKind.Loss, batch).Losses, 1e-5);
            Assert.Equal(expected.Average(), model.Loss(batch), 1e-5);
            foreach (var row in probabilities.Chunk(4)) Assert.Equal(1, row.Sum(), 1e-6);
        }
    }
}
