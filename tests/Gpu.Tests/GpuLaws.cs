using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>The laws of all engines, on the device that the tests have: pocl runs OpenCL on the processor.</summary>
public sealed class GpuLaws() : EngineLaws(TestDevice.Engine, MathF.BitIncrement(1f) - 1f);

/// <summary>The device of the tests.</summary>
internal static class TestDevice
{
    public static IDeviceEngine Engine => GpuEngine.OpenCl();
}
