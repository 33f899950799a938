using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>
/// How many bytes of samples a run or a call may still keep in its device's memory. Data sets are served in the order in which they come.
/// </summary>
internal sealed class DeviceRoom(long bytes)
{
    private long left = bytes;

    /// <summary>Returns a data set's samples in the device's memory; null if its batches are gathered on the host.</summary>
    public IDeviceSamples? Keep(Dataset data, ITensorEngine engine)
    {
        if (engine is not IDeviceEngine device || data.Upload(device, left) is not { } kept) return null;
        left -= data.SampleBytes;
        return kept;
    }
}
