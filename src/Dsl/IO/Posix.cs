using System.Runtime.InteropServices;

namespace ModelDsl.IO;

/// <summary>
/// Calls that .NET lacks: the kind of a file, whether this process may write to it, and flushing a folder to disk. They work on Linux. On
/// other systems, or if a call is missing, every file counts as regular and writable, and no folder is flushed.
/// </summary>
internal static partial class Posix
{
    private const int CurrentFolder = -100;
    private const int WithType = 1;
    private const int StatusSize = 256;
    private const int ModeOffset = 28;
    private const int KindMask = 0xF000;
    private const int FolderKind = 0x4000;
    private const int RegularKind = 0x8000;
    private const int MayWrite = 2;
    private const int InputOutputError = 5;
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Returns whether a path is neither a regular file nor a folder: a named pipe, a socket, a device. Nothing is opened.
    /// </summary>
    public static bool IsSpecial(string path) => Call(
        () =>
        {
            // The kernel writes the same struct statx on every processor.
            var status = new byte[StatusSize];
            return Status(CurrentFolder, path, 0, WithType, status) == 0
                && (BitConverter.ToUInt16(status, ModeOffset) & KindMask) is not (RegularKind or FolderKind);
        },
        otherwise: false);

    /// <summary>Returns whether this process may write to an existing file, or into an existing folder. Nothing is opened.</summary>
    public static bool IsWritable(string path) => Call(() => Access(path, MayWrite) == 0, otherwise: true);

    /// <summary>Makes the names in a folder safe against a loss of power, if its file system supports it.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(string folder)
    {
        var failed = Call(
            () =>
            {
                // A folder that may not be read can't be opened: its file system then decides when the name is safe.
                var opened = Open(folder, CloseOnExec);
                if (opened < 0) return false;
                var broken = Sync(opened) != 0 && Marshal.GetLastPInvokeError() == InputOutputError;
                _ = Close(opened);
                return broken;
            },
            otherwise: false);
        if (failed) throw new IOException($"The folder {folder} can't be flushed to disk.");
    }

    private static bool Call(Func<bool> call, bool otherwise)
    {
        if (!OperatingSystem.IsLinux()) return otherwise;
        try
        {
            return call();
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return otherwise;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint wanted, byte[] status);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int opened);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int opened);
}
