using System.IO.Compression;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>An opened archive of NumPy: a zip file in which <c>x.npy</c> is the array x.</summary>
internal sealed class NpzArchive
{
    private const string Extension = ".npy";

    private readonly string path;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    private NpzArchive(string path) => this.path = path;

    /// <summary>The names of the arrays, in the order of the file.</summary>
    internal Seq<string> Names { get; private init; }

    /// <summary>Returns what errors call an array.</summary>
    internal static string Of(string path, string name) => $"{path}, {name}";

    /// <summary>Opens an archive and reads from it.</summary>
    internal static Fin<T> Read<T>(string path, Func<NpzArchive, Fin<T>> read) => ArrayFile.Guard(path, "", () =>
    {
        try
        {
            using var file = File.OpenRead(path);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return Open(path, zip).Bind(read);
        }
        catch (InvalidDataException)
        {
            return Error.New($"{path}: not an .npz file, or a damaged one: get the file again. A file of one array is read by Npy.Load.");
        }
    });

    /// <summary>Reads an array.</summary>
    internal Fin<NpyArray> Read(string name, long? mostBytes)
    {
        if (!entries.TryGetValue(name, out var entry)) return Error.New($"{path}: there is no array {name}; there are {string.Join(", ", Names)}.");
        var compressed = entry.CompressedLength < entry.Length;
        using var stream = new CheckedStream(entry.Open(), entry.Crc32);
        var limit = compressed ? ArrayFile.Limit(entry.CompressedLength, mostBytes) : mostBytes ?? Array.MaxLength;
        return NpyReader.Read(new ArraySource(Of(path, name), stream, null, limit));
    }

    private static Fin<NpzArchive> Open(string path, ZipArchive zip)
    {
        var names = zip.Entries.Where(IsArray).Select(NameOf).ToSeq().Strict();
        if (names.IsEmpty) return Error.New($"{path}: there are no arrays in it.");
        var archive = new NpzArchive(path) { Names = names };
        foreach (var entry in zip.Entries.Where(IsArray))
            if (!archive.entries.TryAdd(NameOf(entry), entry)) return Error.New($"{path}: there are two arrays {NameOf(entry)}.");
        return archive;
    }

    private static bool IsArray(ZipArchiveEntry entry) => entry.FullName.EndsWith(Extension, StringComparison.Ordinal);

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName[..^Extension.Length];
}
