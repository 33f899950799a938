using ModelDsl.Engines;

namespace ModelDsl.Tests.Training;

/// <summary>Small data sets to train on.</summary>
internal static class ToyData
{
    /// <summary>Makes three clouds of points, far apart: a linear model can separate them.</summary>
    public static Dataset Clouds(int count, int seed = 1)
    {
        var samples = new float[2 * count];
        var classes = new int[count];
        var key = new RandomKey((ulong)seed);
        (float X, float Y)[] centres = [(2, 0), (-1, 1.7f), (-1, -1.7f)];
        for (var i = 0; i < count; i++)
        {
            classes[i] = (int)(Philox.Uniform(key, 7, (uint)i) * 3);
            samples[2 * i] = centres[classes[i]].X + Philox.Uniform(key, 8, (uint)i) - 0.5f;
            samples[2 * i + 1] = centres[classes[i]].Y + Philox.Uniform(key, 9, (uint)i) - 0.5f;
        }
        return Dataset.Create<float>([2], samples, classes).ThrowIfFail();
    }

    /// <summary>The line y = 3·x₀ − 2·x₁ + 1 without noise.</summary>
    public static Dataset Line(int count)
    {
        var samples = new float[2 * count];
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            samples[2 * i] = Philox.Uniform(default, 1, (uint)i) - 0.5f;
            samples[2 * i + 1] = Philox.Uniform(default, 2, (uint)i) - 0.5f;
            targets[i] = 3 * samples[2 * i] - 2 * samples[2 * i + 1] + 1;
        }
        return Dataset.Create<float>([2], samples, targets, [1]).ThrowIfFail();
    }
}
