using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl.Data;

/// <summary>
/// What an operating system may be told about the reading of a file. It changes when bytes come from disk, never what they are: elsewhere than
/// on 64-bit Linux, or where the call is missing, nothing is said and they come when they are read.
/// </summary>
internal static partial class FileAdvice
{
    private const int Random = 1;
    private const int WillNeed = 3;

    private static volatile bool isMissing = !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;

    /// <summary>The file is read here and there: bring what is read, and not its neighbourhood.</summary>
    internal static void ReadAtRandom(SafeFileHandle file, long count) => Say(file, 0, count, Random);

    /// <summary>These bytes are read soon: begin to bring them, without waiting.</summary>
    internal static void NeededSoon(SafeFileHandle file, long offset, long count) => Say(file, offset, count, WillNeed);

    private static void Say(SafeFileHandle file, long offset, long count, int advice)
    {
        if (isMissing || count <= 0) return;
        try
        {
            // An advice that is not taken does no harm: what it answers is not looked at.
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
