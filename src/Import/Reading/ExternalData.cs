using Onnx;

namespace ModelDsl.Import;

/// <summary>Numbers that a tensor keeps in another file. That file must lie in the model's folder, or below it.</summary>
internal static class ExternalData
{
    /// <summary>A function that reads the bytes. The file's length is checked at once; nothing is read yet.</summary>
    /// <param name="tensor">The tensor that names the file.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="size">How many bytes the tensor's shape needs.</param>
    public static Func<byte[]> Locate(TensorProto tensor, string folder, long size)
    {
        var path = Path(tensor, folder);
        var (offset, length) = (Number(tensor, "offset") ?? 0, Number(tensor, "length") ?? size);
        if (length != size)
            throw new ImportException(
                $"initializer '{tensor.Name}' needs {size} bytes, and its external data has {length}. Export it again.");
        var present = new FileInfo(path).Length;
        if (offset < 0 || offset > present - size)
            throw new ImportException(
                $"initializer '{tensor.Name}' begins at byte {offset} of {System.IO.Path.GetFileName(path)} and needs {size} bytes, but"
                    + " the file"
                + $" has {present}. Copy it again.");
        return () => Read(path, offset, (int)size);
    }

    private static string Path(TensorProto tensor, string folder)
    {
        var location = Text(tensor,
            "location") ?? throw new ImportException($"initializer '{tensor.Name}' does not say where its data is.");
        string root, path;
        try
        {
            root = System.IO.Path.GetFullPath(folder);
            path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, location));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new ImportException($"initializer '{tensor.Name}' keeps its data in '{location}', which is not a path.");
        }
        if (location.IndexOf(':') >= 0 || location.IndexOf('\\') >= 0 || System.IO.Path.IsPathRooted(location) || !IsBelow(path, root))
            throw Outside(tensor, location);
        if (!File.Exists(path))
            throw new ImportException(
                $"initializer '{tensor.Name}' keeps its data in '{location}', which is not there. Copy it beside the model.");
        // A link could lead anywhere. Files and folders on the way must be what they seem.
        for (var part = path; part.Length > root.Length; part = System.IO.Path.GetDirectoryName(part)!)
            if ((File.GetAttributes(part) & FileAttributes.ReparsePoint) != 0)
                throw Outside(tensor, location);
        return path;
    }

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(root.TrimEnd(System.IO.Path.DirectorySeparatorChar) + System.IO.Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    private static ImportException Outside(TensorProto tensor, string location) => new(
        $"initializer '{tensor.Name}' keeps its data in '{location}'. Only files in the model's folder are read, and no links. Copy the"
            + " file"
        + " there and name it without a folder.");

    private static string? Text(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key) => Text(tensor, key) switch
    {
        null => null,
        var text when long.TryParse(text, out var number) => number,
        var text => throw new ImportException(
            $"initializer '{tensor.Name}' has '{text}' as {key} of its external data, which is no number."),
    };

    private static byte[] Read(string path, long offset, int size)
    {
        using var file = File.OpenRead(path);
        file.Position = offset;
        var bytes = new byte[size];
        for (var done = 0; done < size;)
        {
            var count = file.Read(bytes, done, size - done);
            if (count == 0)
                throw new IOException($"{path} became shorter while it was read.");
            done += count;
        }
        return bytes;
    }
}
