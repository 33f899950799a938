using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// The random numbers of one sample in one epoch, one after the other (Philox4x32-10). They depend only on the seed, the sample and the
/// epoch.
/// </summary>
public sealed class SampleRandom
{
    private RandomKey key;
    private uint stream;
    private uint position;

    internal SampleRandom()
    {
    }

    /// <summary>Begins with the numbers of a sample.</summary>
    /// <param name="seed">The seed of the function.</param>
    /// <param name="pass">The pass over the data: the number of epochs before.</param>
    /// <param name="sample">The position of the sample in the set that the function was applied to.</param>
    internal SampleRandom Begin(int seed, int pass, int sample)
    {
        (key, stream, position) = (new RandomKey(((ulong)(uint)pass << 32) | (uint)seed, (ulong)sample), RandomStreams.Samples, 0);
        return this;
    }

    /// <summary>Returns the next number in [0, 1): a multiple of 2⁻²⁴.</summary>
    public float Uniform() => Philox.Uniform(key, stream, position++);

    /// <summary>Returns the next number in [least, most).</summary>
    public float Uniform(float least, float most)
    {
        var number = least + (most - least) * Uniform();
        // Rounding may reach the upper end.
        return number < most ? number : MathF.BitDecrement(most);
    }

    /// <summary>Returns the next whole number in 0 … count − 1, each as likely as the others (to within 2⁻³²·count).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public int Integer(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(((ulong)Philox.Bits(key, stream, position++) * (ulong)count) >> 32);
    }

    /// <summary>Returns true with a probability.</summary>
    /// <param name="probability">From 0 to 1.</param>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Returns the next standard normal number (Box and Muller, 1958).</summary>
    public float Normal()
    {
        // 1 − u lies in (0, 1].
        var radius = Math.Sqrt(-2 * Math.Log(1 - (double)Uniform()));
        return (float)(radius * Math.Cos(2 * Math.PI * Uniform()));
    }
}
