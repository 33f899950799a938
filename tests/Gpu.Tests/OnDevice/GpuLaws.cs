using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>The laws of all engines, on the device of the tests. Their bounds are the same on every device.</summary>
public sealed class GpuLaws() : EngineLaws(TestDevice.Engine, MathF.BitIncrement(1f) - 1f);
