namespace ModelDsl.Engines;

/// <summary>
/// Memory of the host for a buffer on a device. Where the two can work at the same time, numbers are on their way while the host goes on: they are
/// there before the next instruction, and the numbers of the last but one <see cref="Send"/> have arrived when a result was read since.
/// </summary>
public interface IStaging
{
    /// <summary>Where the numbers are written that are sent next, as many as the buffer has.</summary>
    Span<float> Numbers { get; }

    /// <summary>Copies the numbers into the buffer.</summary>
    void Send();
}
