namespace ModelDsl.Engines;

/// <summary>
/// Memory of the host for a buffer on a device, of the kind that the device takes fastest. <see cref="Send"/> comes back when the numbers were taken.
/// </summary>
public interface IStaging
{
    /// <summary>Where the numbers are written that are sent next, as many as the buffer has.</summary>
    Span<float> Numbers { get; }

    /// <summary>Copies the numbers into the buffer.</summary>
    void Send();
}
