using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// How methods with a loop over vectors are compiled: optimized at their first call, and by themselves. Tiered compilation compiles a caller
/// anew by its profile. Inlined there such a loop would count as cold, since no profile of it was ever taken, and the calls in it, one for each
/// operation of a vector, would not be inlined any more.
/// </summary>
internal static class HotLoop
{
    /// <summary>For <see cref="MethodImplAttribute"/>.</summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
