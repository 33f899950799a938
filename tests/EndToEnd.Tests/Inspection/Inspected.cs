using LanguageExt;
using LanguageExt.Common;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Data and models to inspect.</summary>
internal static class Inspected
{
    /// <summary>Returns random samples of three numbers, in units of their own, with targets.</summary>
    public static Dataset Numbers(int count, int seed, Func<float[], float>? target = null)
    {
        var random = new Random(seed);
        float[][] samples = [.. Enumerable.Range(0, count).Select(_ =>
            (float[])[4 * random.NextSingle() - 2, 20 + 10 * random.NextSingle(), random.NextSingle() - 0.5f])];
        float[] targets = [.. samples.Select(target ?? (_ => random.Next(2)))];
        return Dataset.Create<float>([3], [.. samples.SelectMany(x => x)], targets, [1], "numbers")
            .Bind(WithFeatureNames("width", "age", "height")).ThrowIfFail();
    }

    /// <summary>Returns random samples of three numbers with one of several classes, drawn by a function of the sample.</summary>
    public static Dataset Classes(int count, int seed, Func<float[], double[]>? probabilities = null, int classes = 4)
    {
        var random = new Random(seed);
        float[][] samples = [.. Enumerable.Range(0, count).Select(_ =>
            (float[])[2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1])];
        int[] labels = [.. samples.Select(x =>
        {
            if (probabilities is null) return random.Next(classes);
            var (draw, shares) = (random.NextDouble(), probabilities(x));
            for (var c = 0; c < classes - 1; c++) if ((draw -= shares[c]) < 0) return c;
            return classes - 1;
        })];
        return Dataset.Create<float>([3], [.. samples.SelectMany(x => x)], labels, name: "classes").ThrowIfFail();
    }

    /// <summary>Returns the weights of a model, as a kernel of columns and a bias.</summary>
    public static T With<T>(double[] kernel, params double[] bias) where T : class, IModel<T> => Tests.Numbers.With(T.Initialize(0),
    [
        Tensor.Create(T.Description.Parameters[0].Shape, [.. kernel.Select(w => (float)w)]),
        .. bias.Length == 0 ? System.Array.Empty<Tensor>() : [Tensor.Create([bias.Length], [.. bias.Select(b => (float)b)])],
    ]);

    public static string Fault<T>(Fin<T> result) => result.Match(Succ: value => throw new Xunit.Sdk.XunitException($"it is {value}"), Fail: error => error.Message);

    public static double[] Softmax(params double[] logits) =>
        [.. logits.Select(z => Math.Exp(z) / logits.Sum(Math.Exp))];
}
