using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>
/// What an operating system may be told about mapped pages. It changes when a page comes from disk, never what is in it: elsewhere than on
/// Linux, or where the call is missing, nothing is said and pages come when they are touched.
/// </summary>
internal static unsafe partial class PageAdvice
{
    private const int Random = 1;
    private const int WillNeed = 3;
    private const int PopulateRead = 22;

    private static volatile bool isMissing = !OperatingSystem.IsLinux();

    /// <summary>These pages are touched here and there: bring what is touched, and not its neighbourhood.</summary>
    internal static void TouchedAtRandom(byte* start, long count) => Say(start, count, Random);

    /// <summary>These bytes are read soon: begin to bring them, without waiting.</summary>
    internal static void NeededSoon(byte* start, long count) => Say(start, count, WillNeed);

    /// <summary>These bytes are touched now: map them all at once, and wait for them. Linux 5.14.</summary>
    internal static void NeededNow(byte* start, long count) => Say(start, count, PopulateRead);

    private static void Say(byte* start, long count, int advice)
    {
        if (isMissing || count <= 0) return;
        var intoPage = (nint)start % Environment.SystemPageSize;
        try
        {
            // An advice that is not taken does no harm: what it answers is not looked at.
            _ = Advise((nint)start - intoPage, (nuint)(count + intoPage), advice);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            isMissing = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nuint count, int advice);
}
