using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>
/// Checks the gradients of layers that are not dense. The oracle is DiffSharp's reverse mode over its own operations where it has them
/// (conv2d, maxpool2d). Batch size, weights and data are random.
/// </summary>
public sealed class NetworkGradients
{
    [Fact]
    public void Of_convolutions_and_a_pool() => Agree<Convolutional>((w, x) =>
    {
        var first = Convolve(ChannelsFirst(x), w[0], w[1], 1, 0, 1).tanh();
        var second = Convolve(first.maxpool2d(Some(2), null, null, null, null, null), w[2], w[3], 1, 0, 1).sigmoid();
        return ChannelsLast(second).view([x.shape[0], -1]).matmul(w[4]) + w[5];
    });

    [Fact]
    public void Of_padded_dilated_and_strided_convolutions() => Agree<Dilated>((w, x) =>
        ChannelsLast(Convolve(Convolve(ChannelsFirst(x), w[0], w[1], 1, 2, 2).softplus(), w[2], null, 2, 0, 1)));

    [Fact]
    public void Of_a_depthwise_convolution() => Agree<Depthwise>((w, x) =>
    {
        var cells = Enumerable.Range(0, 4).Select(cell =>
            x.GetSlice(new[,] { { 0, x.shape[0] - 1, 0 }, { cell / 2, cell / 2 + 4, 0 }, { cell % 2, cell % 2 + 2, 0 }, { 0, 2, 0 } }) *
            w[0].view([4, 3]).GetSlice(new[,] { { cell, cell, 0 }, { 0, 2, 0 } }));
        var sums = cells.Aggregate((a, b) => a + b);
        return sums.view([x.shape[0], 15, 3]).mean(1, null).matmul(w[1]) + w[2];
    });

    [Fact]
    public void Of_batch_normalization_and_a_mean_pool() => Agree<BatchNormalized>((w, x) =>
    {
        var samples = x.shape[0];
        var rows = x.view([-1, 2]);
        var distances = rows - rows.Average(0);
        var y = distances / ((distances * distances).Average(0) + 1e-3).sqrt() * w[0] + w[1];
        return y.view([samples, 2, 2, 2, 2, 2]).Average(2).Average(4).view([samples, -1]).matmul(w[4]) + w[5];
    });

    [Fact]
    public void Of_layer_normalization() => Agree<LayerNormalized>((w, x) =>
    {
        var rows = x.view([-1, 5]);
        var distances = rows - rows.Average(1);
        return ((distances / ((distances * distances).Average(1) + 1e-3).sqrt() * w[0] + w[1]).matmul(w[2]) + w[3]).tanh();
    });

    [Fact]
    public void Of_a_plain_recurrent_layer() => Agree<Recurrent>((w, x) =>
    {
        var h = Reverse.Constant(new double[x.shape[0] * 4], x.shape[0], 4);
        foreach (var step in Steps(x)) h = (step.matmul(w[0]) + h.matmul(w[1]) + w[2]).tanh();
        return h.matmul(w[3]) + w[4];
    });

    [Fact]
    public void Of_an_LSTM() => Agree<LongShortTerm>((w, x) =>
    {
        var h = Reverse.Constant(new double[x.shape[0] * 4], x.shape[0], 4);
        var cell = h;
        foreach (var step in Steps(x))
        {
            var gates = Parts(step.matmul(w[0]) + h.matmul(w[1]) + w[2], 4);
            cell = gates[1].sigmoid() * cell + gates[0].sigmoid() * gates[2].tanh();
            h = gates[3].sigmoid() * cell.tanh();
        }
        return h.matmul(w[3]) + w[4];
    });

    [Fact]
    public void Of_a_GRU() => Agree<Gated>((w, x) =>
    {
        var h = Reverse.Constant(new double[x.shape[0] * 4], x.shape[0], 4);
        var biases = w[2].unstack(null);
        foreach (var step in Steps(x))
        {
            var (inputs, recurrent) = (Parts(step.matmul(w[0]) + biases[0], 3), Parts(h.matmul(w[1]) + biases[1], 3));
            var (z, r) = ((inputs[0] + recurrent[0]).sigmoid(), (inputs[1] + recurrent[1]).sigmoid());
            h = z * h + (1.0 - z) * (inputs[2] + r * recurrent[2]).tanh();
        }
        return h.matmul(w[3]) + w[4];
    });

    /// <summary>Goes sample by sample: DiffSharp cannot differentiate a product of batches of matrices.</summary>
    [Fact]
    public void Of_attention() => Agree<Attentive>((w, x) =>
    {
        var samples = x.unstack(null).Select(sample =>
        {
            var heads = Enumerable.Range(0, 2).Select(head =>
            {
                DiffTensor Of(int kernel) =>
                    sample.matmul(Head(w[kernel].view([3, 2, 5]), 1, head)) + Head(w[kernel + 1].view([2, 5]), 0, head);
                var scores = (Of(0).matmul(Of(2).transpose()) / Math.Sqrt(5)).exp();
                return (scores / scores.Total(1)).matmul(Of(4)).matmul(Head(w[6].view([2, 5, 3]), 0, head));
            });
            return heads.Aggregate((a, b) => a + b) + w[7];
        });
        return DiffTensor.stack(samples, null);

        static DiffTensor Head(DiffTensor x, int axis, int head) => x.unstack(Some(axis))[head];
    });

    [Fact]
    public void Of_an_embedding() => Agree<Embedded>((w, x) =>
    {
        var oneHot = x.Values().SelectMany(index => Enumerable.Range(0, 7).Select(row => row == (int)index ? 1.0 : 0.0));
        return Reverse.Constant([.. oneHot], x.nelement, 7).matmul(w[0]).view([x.shape[0], -1]).matmul(w[1]) + w[2];
    }, words: 7);

    /// <summary>
    /// Compares gradients at random batch sizes, weights and data, in double precision on both sides. If there are words, the data are
    /// words.
    /// </summary>
    private static void Agree<T>(Func<DiffTensor[], DiffTensor, DiffTensor> output, int words = 0) where T : class, IModel<T>
    {
        var trials = from rows in Gen.Choose(1, 5) from seed in Gen.Choose(0, int.MaxValue - 1) select (rows, seed);
        Prop.ForAll(trials.ToArbitrary(), trial =>
        {
            var (model, batch) = (Numbers.Point<T>(trial.seed, Engine.Reference), Numbers.Random<T>(trial.rows, trial.seed + 1));
            if (words > 0) batch = batch with { Inputs = Words(batch.Inputs, words, trial.seed) };
            var inputs = Reverse.Constant(batch.Inputs.ToDoubles(), batch.Inputs.Shape.Dimensions.ToArray());
            var expected = Reverse.Gradient(
                model.Parameters.Select(p => (p.ToDoubles(), p.Shape.Dimensions.ToArray())),
                w => T.Description.Labels == LabelKind.ClassIndices ? CrossEntropy(output(w, inputs), batch)
                    : SquaredError(output(w, inputs), batch));
            var actual = ModelCalls.LossAndGradient(model, batch, default).Gradient.Parameters;
            for (var p = 0; p < expected.Length; p++)
            {
                if (!T.Description.Parameters[p].Trainable) continue;
                var (derived, size) = (actual[p].ToDoubles(), Math.Max(1.0, expected[p].Max(Math.Abs)));
                for (var i = 0; i < derived.Length; i++)
                    Assert.True(
                        Math.Abs(expected[p][i] - derived[i]) <= 1e-9 * size,
                        $"{T.Description.Parameters[p].Name}[{i}]: {derived[i]:R}, but by DiffSharp {expected[p][i]:R}.");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));
    }

    /// <summary>Draws indices of this many words.</summary>
    private static Tensor Words(Tensor like, int words, int seed)
    {
        var random = new System.Random(seed);
        return Numbers.Tensor(like.Shape, [.. Enumerable.Range(0, like.Shape.Size).Select(_ => (double)random.Next(words))]);
    }

    private static DiffTensor CrossEntropy(DiffTensor logits, Batch batch)
    {
        var (rows, columns) = (logits.shape[0], logits.shape[1]);
        var oneHot = batch.Labels.ToClasses().SelectMany(label => Enumerable.Range(0, columns).Select(j => j == label ? 1.0 : 0.0));
        return -(TextbookActivations.Of("LogSoftmax", logits) * Reverse.Constant([.. oneHot], rows, columns)).sum(null) / (double)rows;
    }

    private static DiffTensor SquaredError(DiffTensor output, Batch batch)
    {
        var e = output - Reverse.Constant(batch.Labels.ToDoubles(), output.shape);
        return (e * e).sum(null) / (double)e.nelement;
    }

    private static DiffTensor Convolve(DiffTensor x, DiffTensor kernel, DiffTensor? bias, int stride, int padding, int dilation)
    {
        var y = x.conv2d(kernel.permute([3, 2, 0, 1]), Some(stride), Some(padding), Some(dilation), null, null, null);
        return bias is null ? y : y + bias.view([1, -1, 1, 1]);
    }

    private static DiffTensor ChannelsFirst(DiffTensor x) => x.permute([0, 3, 1, 2]);

    private static DiffTensor ChannelsLast(DiffTensor x) => x.permute([0, 2, 3, 1]);

    private static DiffTensor[] Steps(DiffTensor x) => x.unstack(Some(1));

    private static DiffTensor[] Parts(DiffTensor x, int parts) => x.split(Enumerable.Repeat(x.shape[1] / parts, parts), Some(1));

    private static FSharpOption<int> Some(int value) => FSharpOption<int>.Some(value);
}
