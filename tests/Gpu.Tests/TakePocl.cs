using System.Runtime.CompilerServices;

namespace ModelDsl.Gpu.Tests;

internal static class TakePocl
{
    /// <summary>Devices are found once, at the first question: this must come before any test.</summary>
    [ModuleInitializer]
    public static void Take() => GpuDevices.TakesDevicesWithoutCommonAddresses = true;
}
