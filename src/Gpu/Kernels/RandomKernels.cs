using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Random numbers.</summary>
internal struct RandomArguments
{
    public ArrayView<float> X, Destination;
    public RandomKey Key;

    /// <summary>The stream, and a second one for normal numbers.</summary>
    public uint Stream, Angles;

    /// <summary>For dropout, the least 24 bits that keep an element, and the factor of those that are kept.</summary>
    public uint LeastKept;
    public float Factor;

    public int Count;
}

/// <summary>Random numbers, and dropout. A thread computes a block of Philox, which has four numbers.</summary>
internal static class RandomKernels
{
    public static readonly GpuKernel<RandomArguments> Uniform = new(RunUniform), Normal = new(RunNormal), Dropout = new(RunDropout);

    private static void RunUniform(RandomArguments a)
    {
        for (var block = Threads.First; 4 * block < a.Count; block += Threads.Step)
        {
            var bits = Philox.At(a.Key, a.Stream, (uint)block);
            for (var lane = 0; lane < 4 && 4 * block + lane < a.Count; lane++)
                a.Destination[4 * block + lane] = Philox.ToUniform(bits[(uint)lane]);
        }
    }

    private static void RunNormal(RandomArguments a)
    {
        for (var block = Threads.First; 4 * block < a.Count; block += Threads.Step)
        {
            var (radii, angles) = (Philox.At(a.Key, a.Stream, (uint)block), Philox.At(a.Key, a.Angles, (uint)block));
            for (var lane = 0; lane < 4 && 4 * block + lane < a.Count; lane++)
            {
                var radius = MathF.Sqrt(-2f * GpuFloat.Log(1f - Philox.ToUniform(radii[(uint)lane])));
                a.Destination[4 * block + lane] = radius * GpuFloat.Cos((float)Math.Tau * Philox.ToUniform(angles[(uint)lane]));
            }
        }
    }

    private static void RunDropout(RandomArguments a)
    {
        for (var block = Threads.First; 4 * block < a.Count; block += Threads.Step)
        {
            var bits = Philox.At(a.Key, a.Stream, (uint)block);
            for (var lane = 0; lane < 4 && 4 * block + lane < a.Count; lane++)
            {
                var at = 4 * block + lane;
                a.Destination[at] = bits[(uint)lane] >> 8 >= a.LeastKept ? a.X[at] * a.Factor : 0f;
            }
        }
    }
}
