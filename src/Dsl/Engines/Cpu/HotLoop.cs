using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Compiler options for methods with a loop over vectors: optimized at their first call, and never inlined. Tiered compilation compiles a
/// caller again with its profile. A loop that was inlined there would count as cold, since it never had a profile. Then the calls in the
/// loop, one per vector operation, would no longer be inlined.
/// </summary>
internal static class HotLoop
{
    /// <summary>For <see cref="MethodImplAttribute"/>.</summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
