using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl;

// The storage of samples, and how they are loaded before their turn.
public sealed partial class Dataset
{
    /// <summary>Whether samples may have to come from disk.</summary>
    internal bool IsSlow => samples.IsSlow;

    /// <inheritdoc cref="SampleStorage.IsCostly"/>
    internal bool IsCostly => samples.IsCostly;

    /// <summary>Bytes of a sample in storage.</summary>
    internal int RowBytes => samples.RowBytes;

    /// <summary>
    /// Copies all samples of this view to a device's memory, at their positions in the view. Returns null if they are on disk, are too many
    /// bytes, need a transform that float32 can't compute, or if the device keeps none.
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

    /// <summary>Copies a sample in double precision; a batch holds the sample rounded to float32.</summary>
    internal void CopySample(int row, Span<double> destination) => samples.CopyDoubles(Locate(row), transform, destination);

    /// <summary>Bytes of all samples of this view in storage.</summary>
    internal long SampleBytes => (long)Count * samples.RowBytes;

    /// <summary>
    /// Asks for samples that will be copied soon; neighbors are asked for together. A sample that does not exist is skipped: copying it
    /// will be the error.
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
