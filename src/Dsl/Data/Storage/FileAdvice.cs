using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl.Data;

/// <summary>
/// Tells the operating system how a file will be read. It changes when bytes come from disk, never their values. On systems other than
/// 64-bit Linux, or if the call is missing, nothing is said, and bytes are loaded when they are read.
/// </summary>
internal static partial class FileAdvice
{
    private const int Random = 1;
    private const int WillNeed = 3;

    private static volatile bool isMissing = !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;

    /// <summary>Says that the file is read at random positions: load only what is read, not its neighbourhood.</summary>
    internal static void ReadAtRandom(SafeFileHandle file, long count) => Say(file, 0, count, Random);

    /// <summary>Says that these bytes are read soon: begin to load them, without waiting.</summary>
    internal static void NeededSoon(SafeFileHandle file, long offset, long count) => Say(file, offset, count, WillNeed);

    private static void Say(SafeFileHandle file, long offset, long count, int advice)
    {
        if (isMissing || count <= 0) return;
        try
        {
            // Advice that is not followed does no harm, so its result is ignored.
            _ = Advise(file, (nint)offset, (nint)count, advice);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            isMissing = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, nint offset, nint count, int advice);
}
