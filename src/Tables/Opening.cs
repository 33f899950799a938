using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Tables;

/// <summary>Opens files and readers; what goes wrong is an error that names them.</summary>
internal static class Opening
{
    /// <summary>Makes a reader of a table.</summary>
    internal static Fin<T> Of<T>(string name, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (IOException fault)
        {
            return Error.New($"{name}: {fault.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Opens a file to read it.</summary>
    internal static Fin<Stream> File(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path)) return Error.New($"{path}: it is a folder, not a file.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Error.New($"{path}: the file does not exist.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: the file can't be read. {fault.Message}");
        }
    }
}
