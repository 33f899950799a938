namespace Benchmarks;

/// <summary>Data made by a rule from a fixed seed. The rule can be learned, so that nobody is fast by not learning.</summary>
public static class MadeData
{
    private const int Vocabulary = 64;
    private const int Classes = 10;

    /// <summary>
    /// W5: sequences of 64 characters, followed by their positions; the labels are the next characters. In three of four cases, the
    /// successor of a character is the one that the rule gives.
    /// </summary>
    public static Dataset Text(int count)
    {
        const int Steps = 64;
        var random = new Random(5);
        var successors = new int[Vocabulary];
        for (var i = 0; i < Vocabulary; i++) successors[i] = random.Next(Vocabulary);
        var (samples, labels) = (new byte[count * 2 * Steps], new int[count * Steps]);
        for (var sample = 0; sample < count; sample++)
        {
            var character = random.Next(Vocabulary);
            for (var step = 0; step < Steps; step++)
            {
                samples[sample * 2 * Steps + step] = (byte)character;
                samples[sample * 2 * Steps + Steps + step] = (byte)step;
                character = random.Next(4) > 0 ? successors[character] : random.Next(Vocabulary);
                labels[sample * Steps + step] = character;
            }
        }

        return Dataset.Create<byte>([2, Steps], samples, labels, labelShape: [Steps]).ThrowIfFail();
    }

    /// <summary>Gray images of 28 × 28, made like W6's, where Fashion-MNIST is not at hand.</summary>
    public static Dataset GrayImages(int count) => Patterns([28, 28], count);

    /// <summary>W6: images of 32 × 32 × 3; each is half the pattern of its class and half noise.</summary>
    public static Dataset Images(int count) => Patterns([32, 32, 3], count);

    /// <summary>W8: vectors of 4,096 numbers, made like these images. Ten of the thousand classes occur.</summary>
    public static Dataset Vectors(int count) => Patterns([4096], count);

    /// <summary>W7: sequences of 100 words. One word in eight is the word of the sequence's class.</summary>
    public static Dataset Sequences(int count)
    {
        const int Steps = 100;
        var random = new Random(7);
        var (samples, labels) = (new byte[count * Steps], new int[count]);
        for (var sample = 0; sample < count; sample++)
        {
            labels[sample] = random.Next(Classes);
            for (var step = 0; step < Steps; step++)
                samples[sample * Steps + step] = (byte)(random.Next(8) == 0 ? labels[sample] : random.Next(Vocabulary));
        }

        return Dataset.Create<byte>([Steps], samples, labels).ThrowIfFail();
    }

    /// <summary>
    /// LENGTHS: sequences made like W7's, of words from 1 on. The lengths of padded ones go over 1 to 99, with a mean of 50; 0 follows.
    /// </summary>
    public static Dataset Words(int count, int steps, bool padded, int seed)
    {
        var random = new Random(seed);
        var (samples, labels) = (new byte[count * steps], new int[count]);
        for (var sample = 0; sample < count; sample++)
        {
            labels[sample] = random.Next(Classes);
            var length = padded ? 1 + sample * 37 % 99 : steps;
            for (var step = 0; step < length; step++)
                samples[sample * steps + step] = (byte)(random.Next(8) == 0 ? 1 + labels[sample] : random.Next(1, Vocabulary));
        }

        return Dataset.Create<byte>([steps], samples, labels).ThrowIfFail();
    }

    private static Dataset Patterns(Shape shape, int count)
    {
        var random = new Random(6);
        var patterns = new byte[Classes * shape.Size];
        var samples = new byte[count * shape.Size];
        random.NextBytes(patterns);
        random.NextBytes(samples);
        var labels = new int[count];
        for (var sample = 0; sample < count; sample++)
        {
            labels[sample] = random.Next(Classes);
            var pattern = patterns.AsSpan(labels[sample] * shape.Size, shape.Size);
            var numbers = samples.AsSpan(sample * shape.Size, shape.Size);
            for (var i = 0; i < numbers.Length; i++) numbers[i] = (byte)((pattern[i] + numbers[i]) / 2);
        }

        return Dataset.Create<byte>(shape, samples, labels).ThrowIfFail();
    }
}
