using System.Globalization;
using LanguageExt;

namespace ModelDsl;

/// <summary>A device that one of <see cref="GpuEngine"/>'s engines runs on, or what is missing for it.</summary>
/// <param name="Engine">Name of the engine: <c>gpu:cuda:0</c>.</param>
/// <param name="Device">Name of the device, from its driver; empty if there is none.</param>
/// <param name="Bytes">Its memory, in bytes.</param>
/// <param name="IsProcessor">Whether the device is the machine's own processor, which OpenCL can use too.</param>
/// <param name="Availability">
/// Success if nothing speaks against the device before it is opened; otherwise an error that says what to do.
/// </param>
public sealed record GpuInfo(string Engine, string Device, long Bytes, bool IsProcessor, Fin<Unit> Availability)
{
    /// <summary>Returns the engine, the device and its memory, or why it can't be used: <c>gpu:cuda:0: NVIDIA H200, 140 GB</c>.</summary>
    public override string ToString()
    {
        var device = Device.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Device}, {Bytes / 1e9:F0} GB");
        return Engine + ": " + Availability.Match(
            Succ: _ => device,
            Fail: why => device.Length == 0 ? why.Message : $"{device}. {why.Message}");
    }
}
