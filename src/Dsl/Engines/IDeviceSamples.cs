namespace ModelDsl.Engines;

/// <summary>The type of the samples' numbers in storage.</summary>
public enum SampleElement
{
    /// <summary>Bytes.</summary>
    Byte,

    /// <summary>float32 numbers.</summary>
    Float,
}

/// <summary>
/// All samples of a data set in a device's memory, in their own element type. They are uploaded once, and gathered there.
/// </summary>
public interface IDeviceSamples
{
    /// <summary>Uploads samples.</summary>
    /// <typeparam name="T">byte or float: the type that <see cref="SampleElement"/> names.</typeparam>
    /// <param name="first">Index of the first sample.</param>
    /// <param name="samples">The numbers, one sample after the other.</param>
    void Write<T>(int first, ReadOnlySpan<T> samples) where T : unmanaged;

    /// <summary>
    /// Gathers a batch: <c>(x − center)·scale</c> for each number of these samples, in float32 and with the same bits as on the host.
    /// </summary>
    /// <param name="rows">Indices of the samples.</param>
    /// <param name="destination">The batch, <c>[N, …]</c>, of as many samples.</param>
    void Gather(ReadOnlySpan<int> rows, TensorBuffer destination);
}
