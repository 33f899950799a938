using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>The engines that need nothing but .NET.</summary>
public static class Engine
{
    /// <summary>float32 SIMD code, on vectors of any width. The default.</summary>
    public static ITensorEngine Cpu { get; } = new CpuEngine();

    /// <summary>Double precision, plain loops: the oracle that the other engines are tested against.</summary>
    public static ITensorEngine Reference { get; } = new ReferenceEngine();
}
