using static ModelDsl.Import.Tests.Support.Movements;

namespace ModelDsl.Import.Tests.Support;

/// <summary>Layers as their records say.</summary>
internal static class Layers
{
    public static Numbers Apply(Layer layer, Numbers x) => layer switch
    {
        Dense dense => Dense(dense, x),
        Conv conv => Conv(conv, x),
        ConvTranspose conv => ConvTranspose(conv, x),
        BatchNorm norm => BatchNorm(norm, x),
        LayerNorm norm => Normalized(x, [x.Sizes[..^norm.Axes].Aggregate(1L, (a, b) => a * b), -1], norm.Epsilon, true,
            place => Weight(norm.Scale, Inner(x, place, norm.Axes), 1), place => Weight(norm.Bias, Inner(x, place, norm.Axes), 0)),
        GroupNorm norm => Normalized(x, [x.Sizes[0] * norm.Groups, -1], norm.Epsilon, true,
            place => Weight(norm.Scale, place[1], 1), place => Weight(norm.Bias, place[1], 0)),
        RmsNorm norm => Normalized(x, [x.Data.Length / x.Sizes[^1], -1], norm.Epsilon, false,
            place => Weight(norm.Scale, place[^1], 1), _ => 0),
        Embedding(_, var table) => Fill([.. x.Sizes, table.Shape[1]], place =>
            At(Evaluator.Read(table), [(long)At(x, place[..^1]), place[^1]])),
        PRelu(_, var slope) => Broadcast([x, Evaluator.Read(slope)], numbers => numbers[0] > 0 ? numbers[0] : numbers[0] * numbers[1]),
        Recurrent recurrent => RecurrentCells.Run(recurrent, x),
        MultiHeadAttention attention => Attention(attention, x),
        _ => throw new InvalidOperationException($"{layer} can't be called."),
    };

    public static Numbers Dense(Dense dense, Numbers x)
    {
        var kernel = Evaluator.Read(dense.Kernel);
        if (dense.IsTransposed)
            kernel = Turn(kernel, [1, 0]);
        var rows = x with { Sizes = [x.Data.Length / x.Sizes[^1], x.Sizes[^1]] };
        var product = Product(rows, kernel) with { Sizes = [.. x.Sizes[..^1], kernel.Sizes[1]] };
        return dense.Bias is null ? product : Broadcast([product, Evaluator.Read(dense.Bias)], numbers => numbers[0] + numbers[1]);
    }

    private static Numbers Conv(Conv conv, Numbers x)
    {
        var (kernel, window) = (Evaluator.Read(conv.Kernel), conv.Window);
        var perGroup = kernel.Sizes[0] / conv.Groups;
        return Fill([x.Sizes[0], kernel.Sizes[0], .. ShapeRules.Places(window, x.Sizes.AsSpan(2))], place =>
        {
            var sum = Weight(conv.Bias, place[1], 0);
            foreach (var step in Places(kernel.Sizes[1..]))
            {
                var at = step[1..].Select((s, i) => place[i + 2] * window.Strides[i] - window.Begin[i] + s * window.Dilations[i]).ToArray();
                if (at.Select((p, i) => p >= 0 && p < x.Sizes[i + 2]).All(inside => inside))
                    sum += At(x, [place[0], place[1] / perGroup * kernel.Sizes[1] + step[0], .. at]) * At(kernel, [place[1], .. step]);
            }
            return sum;
        });
    }

    // Each place of the operand adds its multiple of the kernel to the result.
    private static Numbers ConvTranspose(ConvTranspose conv, Numbers x)
    {
        var (kernel, window) = (Evaluator.Read(conv.Kernel), conv.Window);
        var (perGroup, inGroup) = (kernel.Sizes[1], kernel.Sizes[0] / conv.Groups);
        var sizes = LayerShapes.SizesOf(conv, x.Sizes);
        var result = Fill(sizes, place => Weight(conv.Bias, place[1], 0));
        foreach (var place in Places(x.Sizes))
            foreach (var step in Places(kernel.Sizes[1..]))
            {
                var at = step[1..].Select((s, i) => place[i + 2] * window.Strides[i] - window.Begin[i] + s * window.Dilations[i]).ToArray();
                if (!at.Select((p, i) => p >= 0 && p < sizes[i + 2]).All(inside => inside))
                    continue;
                var index = new[] { place[0], place[1] / inGroup * perGroup + step[0] }.Concat(at).Select((p, axis) => (p, axis))
                    .Aggregate(0L, (sum, pair) => sum * sizes[pair.axis] + pair.p);
                result.Data[index] += At(x, place) * At(kernel, [place[1], .. step]);
            }
        return result;
    }

    private static Numbers BatchNorm(BatchNorm norm, Numbers x) => Fill(x.Sizes, place =>
    {
        var c = place[1];
        return (At(x, place) - Weight(norm.Mean, c, 0)) / Math.Sqrt(Weight(norm.Variance, c, 1) + norm.Epsilon) * Weight(norm.Scale, c, 1)
            + Weight(norm.Bias, c, 0);
    });

    // Statistics of rows, after a reshape to rows.
    private static Numbers Normalized(
        Numbers x, long[] rows, double epsilon, bool centred, Func<long[], double> scale, Func<long[], double> bias)
    {
        var row = x.Data.Length / rows[0];
        var result = x.Data.Chunk((int)row).SelectMany(numbers =>
        {
            var mean = centred ? numbers.Average() : 0;
            var deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)) + epsilon);
            return numbers.Select(number => (number - mean) / deviation);
        }).ToArray();
        var normal = x with { Data = result };
        return Fill(x.Sizes, place => At(normal, place) * scale(place) + bias(place));
    }

    private static long Inner(Numbers x, long[] place, int axes) =>
        Enumerable.Range(x.Sizes.Length - axes, axes).Aggregate(0L, (index, axis) => index * x.Sizes[axis] + place[axis]);

    private static double Weight(Tensor? tensor, long index, double standard) => tensor is null ? standard : tensor.ReadFloats()[index];

    private static Numbers Attention(MultiHeadAttention layer, Numbers x)
    {
        Numbers Heads(Dense dense)
        {
            var y = Dense(dense, x);
            return Turn(y with { Sizes = [x.Sizes[0], x.Sizes[1], layer.Heads, dense.Out / layer.Heads] }, [0, 2, 1, 3]);
        }

        var (q, k, v) = (Heads(layer.Query), Heads(layer.Key), Heads(layer.Value));
        var scores = Evaluator.Each(Product(q, Turn(k, [0, 1, 3, 2])), score => score / Math.Sqrt(q.Sizes[3]));
        if (layer.IsCausal)
            scores = Fill(scores.Sizes, place => place[3] > place[2] ? double.NegativeInfinity : At(scores, place));
        var mixed = Turn(Product(Softmax(scores, 3, false), v), [0, 2, 1, 3]);
        return Dense(layer.Output, mixed with { Sizes = [x.Sizes[0], x.Sizes[1], layer.Output.In] });
    }
}
