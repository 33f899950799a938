namespace ModelDsl.Engines;

/// <summary>
/// Host memory for a buffer on a device, of the kind that the device reads fastest. <see cref="Send"/> returns when the numbers were read.
/// </summary>
public interface IStaging
{
    /// <summary>The numbers to send next, as many as the buffer has. The caller writes them here.</summary>
    Span<float> Numbers { get; }

    /// <summary>Copies the numbers into the buffer.</summary>
    void Send();
}
