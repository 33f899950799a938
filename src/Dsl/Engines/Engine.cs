using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Engines.Reference;

namespace ModelDsl;

/// <summary>The engines that need nothing but .NET.</summary>
public static class Engine
{
    /// <summary>float32 SIMD code, for vectors of any width. The default.</summary>
    public static ITensorEngine Cpu { get; } =
        Vector512.IsHardwareAccelerated ? new CpuEngine<WideLanes, Vector512<float>>()
        : Vector.IsHardwareAccelerated ? new CpuEngine<MachineLanes, Vector<float>>()
        : new CpuEngine<ScalarLane, float>();

    /// <summary>Double precision, plain loops: the oracle that the other engines are tested against.</summary>
    public static ITensorEngine Reference { get; } = new ReferenceEngine();
}
