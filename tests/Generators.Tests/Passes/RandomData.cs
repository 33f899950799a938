using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// The numbers in a graph's sources. They are drawn from a seed by the source's name, so that two graphs with one meaning get the same
/// numbers. They stay away from the kinks of activations (0, ±0.5, ±1, ±3, 6) by more than any step of a difference quotient.
/// </summary>
internal sealed class RandomData(int rows, int seed, int classes = 2)
{
    /// <summary>
    /// A source of this name holds different numbers, at least a twentieth apart, so that no step changes which one is the largest.
    /// </summary>
    public const string Spread = "spread";

    /// <summary>A source of this name holds indices 0, 1 and 2.</summary>
    public const string Indices = "indices";

    private readonly Dictionary<string, double[]> numbers = [];

    public int Rows => rows;

    /// <summary>The parameters that a later graph stores transposed and the earlier graph did not.</summary>
    public ImmutableHashSet<int> Stored { get; set; } = [];

    public RandomKey Key { get; } = new((ulong)seed, 7);

    public double[] Numbers(Value source, int count)
    {
        var name = $"{source.Producer.Definition} {source.Producer.Attributes.Index} {source.Name}";
        if (!numbers.TryGetValue(name, out var values))
        {
            var random = RandomOf(name);
            var labels = source.Producer.Definition.Name is "Labels" or "Weights";
            // Kernels are small, so that a deep network with exponentials in it stays finite.
            var scale = source.Type is { Rank: 2, IsPerSample: false } ? 0.5 / Math.Sqrt(source.Type.Dims[0].Size) : 1;
            if (source.Name == Spread)
            {
                values = [.. Enumerable.Range(0, count).Select(i => 0.05 * (i - count / 2))];
                random.Shuffle(values);
                return numbers[name] = values;
            }
            if (source.Name == Indices) return numbers[name] = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(3))];
            // States are variances, too.
            var state = source.Producer.Definition.Name == "State";
            numbers[name] = values = [.. Enumerable.Range(0,
                count).Select(_ => state ? 0.5 + random.NextDouble() : labels ? random.NextDouble() : scale * AwayFromKinks(random))];
        }
        return source.Producer.Definition.Name is "Parameter" or "Direction" && Stored.Contains(source.Producer.Attributes.Index)
            ? Transposed.Of(values, source.Type.Dims[0].Size)
            : values;
    }

    public int[] Classes(Value source, int count)
    {
        var random = RandomOf(source.Name);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    /// <summary>Returns a number within (−4, 7), at least 0.03 away from every kink, most often between −2.9 and 2.9.</summary>
    private static double AwayFromKinks(Random random)
    {
        while (true)
        {
            var number = random.Next(8) switch
            {
                0 => -3.1 - 0.9 * random.NextDouble(),
                1 => 3.1 + 2.8 * random.NextDouble(),
                2 => 6.1 + 0.9 * random.NextDouble(),
                var draw => (draw % 2 == 0 ? 1 : -1) * (0.1 + 2.8 * random.NextDouble()),
            };
            if (Math.Abs(Math.Abs(number) - 0.5) > 0.03 && Math.Abs(Math.Abs(number) - 1) > 0.03) return number;
        }
    }

    private Random RandomOf(string name) => new(name.Aggregate(seed, (hash, letter) => unchecked(hash * 31 + letter)));
}
