using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// How methods with a loop over vectors are compiled: optimized at their first call, and by themselves. Inlined into a caller that is compiled anew by its profile, as tiered compilation
/// does after a tenth of a second, such a loop would count as cold, since no profile of it was ever taken: then the calls in it, one for each operation of a vector, are not inlined any more.
/// </summary>
internal static class HotLoop
{
    /// <summary>For <see cref="MethodImplAttribute"/>.</summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
