namespace ModelDsl.Engines;

/// <summary>What samples consist of in storage.</summary>
public enum SampleElement
{
    /// <summary>Bytes.</summary>
    Byte,

    /// <summary>float32 numbers.</summary>
    Float,
}

/// <summary>All samples of a data set in a device's memory, in their own element type: uploaded once, and gathered there.</summary>
public interface IDeviceSamples
{
    /// <summary>Uploads samples.</summary>
    /// <typeparam name="T">byte or float, as <see cref="SampleElement"/> says.</typeparam>
    /// <param name="first">Position of the first.</param>
    /// <param name="samples">Their numbers, one sample after the other.</param>
    void Write<T>(int first, ReadOnlySpan<T> samples) where T : unmanaged;

    /// <summary>
    /// Gathers a batch: <c>(x − center)·scale</c> of each number of these samples, in float32 and with the same bits as on the host.
    /// </summary>
    /// <param name="rows">Positions of the samples.</param>
    /// <param name="destination">As many samples, <c>[N, …]</c>.</param>
    void Gather(ReadOnlySpan<int> rows, TensorBuffer destination);
}
