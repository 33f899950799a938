using System.Runtime.CompilerServices;

namespace ModelDsl.Gpu.Tests;

internal static class TakePocl
{
    /// <summary>Devices are found once, at the first question: this must come before any test. Other devices are as for users.</summary>
    [ModuleInitializer]
    public static void Take() => GpuDevices.TakesPocl = true;
}
