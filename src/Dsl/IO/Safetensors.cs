using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>A tensor with a name.</summary>
/// <param name="Name">Its name, unique in a file: <c>Output.Kernel</c>.</param>
/// <param name="Tensor">The tensor.</param>
public sealed record NamedTensor(string Name, Tensor Tensor);

/// <summary>A tensor of a file that was not read, because its type is not supported.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as written in the file: <c>I64</c>.</param>
/// <param name="Shape">Its shape.</param>
public sealed record UnreadTensor(string Name, string Type, Shape Shape);

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">Its tensors, in the order of their bytes.</param>
/// <param name="Metadata">Its <c>__metadata__</c>.</param>
[JsonConverter(typeof(TextJson))]
public sealed record SafetensorsFile(Seq<NamedTensor> Tensors, HashMap<string, string> Metadata)
{
    /// <summary>Tensors of other types, for instance whole numbers, which are not read. They are not written.</summary>
    public Seq<UnreadTensor> Unread { get; init; }

    /// <summary>Returns names and shapes of the tensors, and the metadata.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Tensors), Tensors.Map(named => $"{named.Name} {named.Tensor.Shape}")),
        (nameof(Unread), Unread.Map(unread => $"{unread.Name} {unread.Type} {unread.Shape}")),
        (nameof(Metadata), Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}")));
}

/// <summary>
/// Reads and writes files of tensors: the length of the header (8 bytes, little-endian), a header in JSON, then the numbers. Source:
/// huggingface/safetensors, "Format".
/// </summary>
/// <remarks>
/// F32, F16 and BF16 are read without loss. F64 is read too: <see cref="Read(string)"/> rounds it to float32, and a number too large for
/// float32 is an error. Tensors of other types are checked and named, but their numbers are not read.
/// </remarks>
public static class Safetensors
{
    /// <summary>Reads a file; an error names the file and every tensor that is wrong.</summary>
    public static Fin<SafetensorsFile> Read(string path) => Read(path, checks: false, SafetensorsNumbers.ReadSingles);

    /// <summary>Writes a file, its numbers as F32. The file is replaced whole or not at all.</summary>
    /// <returns>
    /// Nothing, or an error: the file can't be written, names are not unique, or a text is not valid. It is also an error if a number is
    /// too large for float32, or if float32 can't hold a class index exactly. The old file is then unchanged.
    /// </returns>
    public static Fin<Unit> Write(string path, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Write(path, file, checks: false, static tensor => SafetensorsType.F32);
    }

    /// <summary>
    /// Reads a file with a checksum and checks that they agree. Every number is in double precision, on the reference engine.
    /// </summary>
    internal static Fin<SafetensorsFile> ReadDoubles(string path) => Read(path, checks: true, SafetensorsNumbers.ReadDoubles)
        .Map(file => file with { Metadata = file.Metadata.Remove(FileChecksum.Key) });

    /// <summary>Writes a file with a checksum. Tensors that lose nothing as F32 are written as F32, the rest as F64.</summary>
    internal static Fin<Unit> WriteExactly(string path, SafetensorsFile file) =>
        Write(path, file, checks: true, static tensor => SafetensorsNumbers.AreSingle(tensor) ? SafetensorsType.F32 : SafetensorsType.F64);

    private static Fin<SafetensorsFile> Read(string path, bool checks, Func<Stream, SafetensorsHeader.Entry, Tensor> read)
    {
        try
        {
            using var stream = FilePlace.OpenToRead(path);
            var isWhole = checks ? FileChecksum.Check(stream) : Unit.Default;
            return isWhole.Bind(_ => SafetensorsHeader.Read(stream)).BiBind(
                header => Fin<SafetensorsFile>.Succ(ReadTensors(stream, header, read)),
                fault => Error.New($"{path} is not a safetensors file that can be read: {fault.Message}."));
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault) || fault is OutOfMemoryException)
        {
            return Error.New($"{path} can't be read: {fault.Message}");
        }
    }

    private static SafetensorsFile ReadTensors(Stream stream, SafetensorsHeader header, Func<Stream, SafetensorsHeader.Entry, Tensor> read)
    {
        var (tensors, unread) = (new List<NamedTensor>(), new List<UnreadTensor>());
        foreach (var entry in header.Entries)
        {
            if (entry.Type.Number is not null) tensors.Add(new NamedTensor(entry.Name, read(stream, entry)));
            else
            {
                unread.Add(new UnreadTensor(entry.Name, entry.Type.Name, entry.Shape));
                stream.Position += entry.End - entry.Begin;
            }
        }
        return new SafetensorsFile(tensors.ToSeq().Strict(), header.Metadata) { Unread = unread.ToSeq().Strict() };
    }

    private static Fin<Unit> Write(string path, SafetensorsFile file, bool checks, Func<Tensor, SafetensorsType> typeOf)
    {
        const string Reserved = SafetensorsHeader.MetadataKey;
        if (file.Tensors.Exists(t => t is not { Name: not null, Tensor: not null }))
            return Error.New($"{path} can't be written: a tensor or its name is null.");
        string[] wrong = [.. file.Tensors.GroupBy(t => t.Name).Where(g => g.Count() > 1 || g.Key == Reserved)
            .Select(g => FaultText.Clip(g.Key))];
        if (wrong.Length > 0)
            return Error.New($"{path} can't be written: names must be unique and not {Reserved}, but {FaultText.Join(wrong)} is not.");
        return AtomicFile.Write(path, stream =>
        {
            var tensors = file.Tensors.Select(t => (t.Name, t.Tensor, Type: typeOf(t.Tensor))).ToArray();
            (string, string)[] metadata = [.. file.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value))];
            if (checks) metadata = [(FileChecksum.Key, FileChecksum.Unknown), .. metadata];
            using var summed = checks ? new FileChecksum.Writer(stream) : null;
            var target = summed ?? stream;
            target.Write(SafetensorsHeader.Write([.. tensors.Select(t => (t.Name, t.Tensor.Shape, t.Type))], metadata));
            foreach (var (name, tensor, type) in tensors) SafetensorsNumbers.Write(target, name, tensor, type);
            if (summed is not null) FileChecksum.Write(stream, summed.Sum);
        });
    }
}
