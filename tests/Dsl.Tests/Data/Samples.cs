using LanguageExt;
using Xunit.Sdk;

namespace ModelDsl.Tests.Data;

/// <summary>Small data sets for tests, and ways to look inside.</summary>
internal static class Samples
{
    internal static T Value<T>(this Fin<T> result) => result.Match(value => value, error => throw new XunitException(error.Message));

    internal static string Message<T>(this Fin<T> result) =>
        result.Match(value => throw new XunitException($"No error, but {value}"), error => error.Message);

    /// <summary>Makes samples: sample i is the single number i, its class <paramref name="classOf"/>(i).</summary>
    internal static Dataset Numbered(int count, Func<int, int>? classOf = null)
    {
        var numbers = Enumerable.Range(0, count);
        return Dataset.Create<float>([1], [.. numbers.Select(i => (float)i)], [.. numbers.Select(i => classOf?.Invoke(i) ?? 0)]).Value();
    }

    /// <summary>Pseudo-random bytes.</summary>
    internal static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Returns all numbers of all samples, as batches get them.</summary>
    internal static float[] Numbers(this Dataset data) => data.Numbers([.. Enumerable.Range(0, data.Count)]);

    internal static float[] Numbers(this Dataset data, int[] rows)
    {
        var values = new float[rows.Length * data.SampleShape.Size];
        data.CopySamples(rows, values);
        return values;
    }

    internal static int[] Labels(this Dataset data)
    {
        var classes = new int[data.Count * (data.ClassIndices?.Width ?? 0)];
        data.CopyClasses([.. Enumerable.Range(0, data.Count)], classes);
        return classes;
    }

    internal static int[] Counts(this Dataset data) => data.CountClasses().Match(counts => counts.ToArray(), () => []);

    internal static float[] Targets(this Dataset data)
    {
        var targets = new float[data.Count * data.LabelShape.Size];
        data.CopyTargets([.. Enumerable.Range(0, data.Count)], targets);
        return targets;
    }

    /// <summary>Describes a model that takes such data.</summary>
    internal static ModelDescription Model(Shape input, Shape output, LossKind loss) => new(
        "Toy", input, output, loss == LossKind.SparseCategoricalCrossentropy ? Shape.Create(output.Dimensions[..^1]) : output,
        loss == LossKind.SparseCategoricalCrossentropy ? LabelKind.ClassIndices : LabelKind.Values, OutputKind.Logits, loss, [], []);
}
