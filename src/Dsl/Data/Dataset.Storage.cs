using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl;

// Where samples lie, and how they come from there before their turn.
public sealed partial class Dataset
{
    /// <summary>Whether samples may have to come from disk.</summary>
    internal bool IsSlow => samples.IsSlow;

    /// <summary>Bytes of a sample in storage.</summary>
    internal int RowBytes => samples.RowBytes;

    /// <summary>
    /// All samples of this view in a device's memory, at their positions in the view; null where they are on disk, where they are too many
    /// bytes, where float32 does not compute the transform, and where the device keeps none.
    /// </summary>
    internal IDeviceSamples? Upload(IDeviceEngine device, long mostBytes)
    {
        if (samples.Element is not { } element || SampleBytes > mostBytes) return null;
        var left = samples.LeftToDevice(transform);
        if (!left.FitsFloat) return null;
        var kept = device.TryReserve(element, Count, samples.Width, left.Centers, left.Scales);
        if (kept is not null) samples.Upload(kept, map, Count, transform);
        return kept;
    }

    /// <summary>A sample as it is asked for, in double precision: a batch holds what float32 holds of it.</summary>
    internal void CopySample(int row, Span<double> destination) => samples.CopyDoubles(Locate(row), transform, destination);

    /// <summary>Bytes of all samples of this view in storage.</summary>
    internal long SampleBytes => (long)Count * samples.RowBytes;

    /// <summary>
    /// Asks for samples that will be copied soon; those that lie side by side are asked for together. A sample that is not there is passed
    /// over: copying it is the error.
    /// </summary>
    internal void Announce(ReadOnlySpan<int> rows)
    {
        var (first, count) = (0, 0);
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Count) continue;
            var position = Locate(row);
            if (position == first + count)
            {
                count++;
                continue;
            }
            if (count > 0) samples.Announce(first, count);
            (first, count) = (position, 1);
        }
        if (count > 0) samples.Announce(first, count);
    }
}
