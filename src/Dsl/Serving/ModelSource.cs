using System.Security.Cryptography;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;

namespace ModelDsl.Serving;

/// <summary>Time and length of a file: another content has another stamp.</summary>
internal readonly record struct FileStamp(DateTime Written, long Length);

/// <summary>A model of a file's bytes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Content">The digits of <see cref="ModelVersion.Content"/>.</param>
/// <param name="Stamp">The file when it was read.</param>
internal sealed record ReadModel<T>(T Model, string Content, FileStamp Stamp);

/// <summary>Reads a model's file whole, so that its hash and its numbers are of the same bytes.</summary>
internal sealed class ModelSource(string path)
{
    /// <summary>The path, as the user wrote it.</summary>
    public string Path { get; } = path;

    /// <summary>Returns the file's stamp; the default if it can't be opened. Links are followed, also those that were changed.</summary>
    public FileStamp Stamp()
    {
        try
        {
            using var stream = FilePlace.OpenToRead(Path);
            return StampOf(stream);
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            return default;
        }
    }

    /// <summary>Reads the model.</summary>
    public Fin<ReadModel<T>> Read<T>() where T : class, IModel<T> =>
        from bytes in Bytes()
        from model in ModelFiles.Load<T>(bytes.Bytes, Path)
        select new ReadModel<T>(model, ContentOf(bytes.Bytes), bytes.Stamp);

    /// <summary>Returns the digits of <see cref="ModelVersion.Content"/>.</summary>
    public static string ContentOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    private Fin<(byte[] Bytes, FileStamp Stamp)> Bytes()
    {
        try
        {
            using var stream = FilePlace.OpenToRead(Path);
            var before = StampOf(stream);
            if (before.Length > Array.MaxLength) return Unreadable("it has more bytes than an array can hold.");
            var bytes = new byte[before.Length];
            stream.ReadExactly(bytes);
            // Someone copies over the file: the bytes may be of two models.
            return StampOf(stream) == before ? (bytes, before) : Unreadable("it changed while it was read.");
        }
        catch (EndOfStreamException)
        {
            return Unreadable("it became shorter while it was read.");
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault) || fault is OutOfMemoryException)
        {
            return Unreadable(fault.Message);
        }
    }

    private static FileStamp StampOf(FileStream stream) => new(File.GetLastWriteTimeUtc(stream.SafeFileHandle), stream.Length);

    private Error Unreadable(string why) => Error.New($"{Path} can't be read: {why}");
}
