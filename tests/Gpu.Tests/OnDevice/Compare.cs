using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Runs instructions on the device and on the reference, on the same random numbers.</summary>
internal static class Compare
{
    /// <summary>Checks the results of an instruction.</summary>
    /// <param name="terms">How many terms the sums of its results have.</param>
    /// <param name="run">Makes the operands and results, and calls the instruction.</param>
    public static void Agree(double terms, Action<GuardedMemory> run)
    {
        foreach (var (expected, actual) in Run(Engine.Reference, run).Zip(Run(TestDevice.Engine, run))) Close(expected, actual, terms);
    }

    /// <summary>Returns the results of an instruction.</summary>
    public static double[][] Run(ITensorEngine engine, Action<GuardedMemory> run)
    {
        var memory = new GuardedMemory(engine, 7);
        run(memory);
        memory.CheckGuards();
        return memory.Results();
    }

    /// <summary>Checks numbers within a few roundings of sums; NaN is NaN, and ∞ is ∞.</summary>
    public static void Close(double[] expected, double[] actual, double terms)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var bound = 64 * (MathF.BitIncrement(1f) - 1f) * Math.Sqrt(terms) * (1 + Math.Abs(expected[i]));
            if (expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= bound) continue;
            Assert.Fail($"Element {i} of {expected.Length}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }
}
