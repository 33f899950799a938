using System.Runtime.InteropServices;
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
public sealed partial record SafetensorsFile(Seq<NamedTensor> Tensors, HashMap<string, string> Metadata)
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

    /// <summary>Reads a stream from its position to its end, with the same checks as a file. The stream stays open.</summary>
    /// <param name="stream">
    /// The stream. It need not know its length, and may give few bytes at a time. Bytes behind the last tensor are an error.
    /// </param>
    /// <param name="name">Its name in errors.</param>
    public static Fin<SafetensorsFile> Read(Stream stream, string name = TheStream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Guarded(name, () => Read(name, new ForwardReader(stream), SafetensorsNumbers.ReadSingles));
    }

    /// <summary>Reads the bytes of a file, with the same checks.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">Their name in errors.</param>
    public static Fin<SafetensorsFile> Read(ReadOnlyMemory<byte> bytes, string name = TheBytes)
    {
        using var stream = MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray());
        return Read(stream, name);
    }

    /// <summary>Writes a file, its numbers as F32. The file is replaced whole or not at all.</summary>
    /// <returns>
    /// Nothing, or an error: the file can't be written, names are not unique, or a text is not valid. It is also an error if a number is
    /// too large for float32, or if float32 can't hold a class index exactly. The old file is then unchanged.
    /// </returns>
    public static Fin<Unit> Write(string path, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Write(path, file, checks: false, AsSingles);
    }

    /// <summary>Writes the bytes of a file to a stream at its position, and flushes the stream, which stays open.</summary>
    /// <returns>
    /// Nothing, or an error. If the content is wrong, nothing is written. If the stream fails, a part may have been written.
    /// </returns>
    public static Fin<Unit> Write(Stream stream, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Check(TheStream, file).Bind(_ =>
        {
            try
            {
                WriteContent(stream, file, checks: false, AsSingles);
                stream.Flush();
                return Unit.Default;
            }
            // The content is right, so it is the stream that failed. Anyone can write a stream.
            catch (Exception thrown)
            {
                return Fin<Unit>.Fail(NotWritten(TheStream, thrown.Message));
            }
        });
    }

    /// <summary>Returns the bytes of a file; an error if the content is wrong, or if an array can't hold them.</summary>
    public static Fin<byte[]> ToBytes(SafetensorsFile file) => Check(TheBytes, file).Bind(length =>
    {
        if (length > Array.MaxLength) return NotWritten(TheBytes, $"an array can't hold {length} of them. Save to a path or to a stream.");
        var bytes = new byte[length];
        using var stream = new MemoryStream(bytes);
        WriteContent(stream, file, checks: false, AsSingles);
        return Fin<byte[]>.Succ(bytes);
    });

    /// <summary>
    /// Reads a file with a checksum and checks that they agree. Every number is in double precision, on the reference engine.
    /// </summary>
    internal static Fin<SafetensorsFile> ReadDoubles(string path) => Read(path, checks: true, SafetensorsNumbers.ReadDoubles)
        .Map(file => file with { Metadata = file.Metadata.Remove(FileChecksum.Key) });

    /// <summary>Writes a file with a checksum. Tensors that lose nothing as F32 are written as F32, the rest as F64.</summary>
    internal static Fin<Unit> WriteExactly(string path, SafetensorsFile file) =>
        Write(path, file, checks: true, static tensor => SafetensorsNumbers.AreSingle(tensor) ? SafetensorsType.F32 : SafetensorsType.F64);

    /// <summary>Returns why tensors can't be the content of a file; null if they can.</summary>
    internal static string? FaultOf(Seq<NamedTensor> tensors)
    {
        const string Reserved = SafetensorsHeader.MetadataKey;
        if (tensors.Exists(t => t is not { Name: not null, Tensor: not null })) return "a tensor or its name is null";
        string[] wrong = [.. tensors.GroupBy(t => t.Name).Where(g => g.Count() > 1 || g.Key == Reserved)
            .Select(g => FaultText.Clip(g.Key))];
        return wrong.Length > 0 ? $"names must be unique and not {Reserved}, but {FaultText.Join(wrong)} is not" : null;
    }

    private const string TheStream = "the stream";
    private const string TheBytes = "the bytes";

    private static Fin<SafetensorsFile> Read(string path, bool checks, Func<Stream, SafetensorsHeader.Entry, Tensor> read) =>
        Guarded(path, () =>
        {
            using var stream = FilePlace.OpenToRead(path);
            return checks && FileChecksum.Check(stream).Case is Error damage
                ? NotRead(path, damage)
                : Read(path, new ForwardReader(stream), read);
        });

    private static Fin<SafetensorsFile> Read(string name, ForwardReader stream, Func<Stream, SafetensorsHeader.Entry, Tensor> read) =>
        SafetensorsHeader.Read(stream).Bind(header => ReadTensors(stream, header, read)) is var content && content.Case is Error fault
            ? NotRead(name, fault)
            : content;

    private static Fin<SafetensorsFile> Guarded(string name, Func<Fin<SafetensorsFile>> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault) || fault is OutOfMemoryException)
        {
            return Error.New($"{name} can't be read: {fault.Message}");
        }
    }

    private static Fin<SafetensorsFile> ReadTensors(
        ForwardReader stream, SafetensorsHeader header, Func<Stream, SafetensorsHeader.Entry, Tensor> read)
    {
        var (tensors, unread) = (new List<NamedTensor>(), new List<UnreadTensor>());
        foreach (var entry in header.Entries)
        {
            var length = entry.End - entry.Begin;
            var follow = stream.Available(length);
            if (follow < length) return Error.New($"it ends within {FaultText.Clip(entry.Name)}: {follow} of {length} bytes follow");
            if (entry.Type.Number is not null) tensors.Add(new NamedTensor(entry.Name, read(stream, entry)));
            else
            {
                unread.Add(new UnreadTensor(entry.Name, entry.Type.Name, entry.Shape));
                stream.Skip(length);
            }
        }
        return stream.Available(1) == 0
            ? new SafetensorsFile(tensors.ToSeq().Strict(), header.Metadata) { Unread = unread.ToSeq().Strict() }
            : Error.New("bytes after the last tensor belong to no tensor");
    }

    private static Fin<Unit> Write(string path, SafetensorsFile file, bool checks, Func<Tensor, SafetensorsType> typeOf) =>
        FaultOf(file.Tensors) is { } fault
            ? NotWritten(path, fault + ".")
            : AtomicFile.Write(path, stream =>
            {
                using var summed = checks ? new FileChecksum.Writer(stream) : null;
                WriteContent(summed ?? stream, file, checks, typeOf);
                if (summed is not null) FileChecksum.Write(stream, summed.Sum);
            });

    /// <summary>Returns how many bytes a content has, or an error if it can't be written. Nothing is written yet.</summary>
    private static Fin<long> Check(string name, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (FaultOf(file.Tensors) is { } fault) return NotWritten(name, fault + ".");
        try
        {
            return WriteContent(Stream.Null, file, checks: false, AsSingles);
        }
        catch (Exception thrown) when (FilePlace.IsOfFiles(thrown) || thrown is ObjectDisposedException)
        {
            return NotWritten(name, thrown.Message);
        }
    }

    /// <summary>Writes header and numbers, and returns how many bytes they are.</summary>
    private static long WriteContent(Stream target, SafetensorsFile file, bool checks, Func<Tensor, SafetensorsType> typeOf)
    {
        var tensors = file.Tensors.Select(t => (t.Name, t.Tensor, Type: typeOf(t.Tensor))).ToArray();
        (string, string)[] metadata = [.. file.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value))];
        if (checks) metadata = [(FileChecksum.Key, FileChecksum.Unknown), .. metadata];
        var header = SafetensorsHeader.Write([.. tensors.Select(t => (t.Name, t.Tensor.Shape, t.Type))], metadata);
        target.Write(header);
        foreach (var (name, tensor, type) in tensors) SafetensorsNumbers.Write(target, name, tensor, type);
        return header.Length + tensors.Sum(t => (long)t.Tensor.Shape.Size * t.Type.Bytes);
    }

    private static SafetensorsType AsSingles(Tensor tensor) => SafetensorsType.F32;

    private static Error NotWritten(string name, string fault) => Error.New($"{name} can't be written: {fault}");

    private static Fin<SafetensorsFile> NotRead(string name, Error fault) =>
        Error.New($"{name} is not a safetensors file that can be read: {fault.Message}.");
}
