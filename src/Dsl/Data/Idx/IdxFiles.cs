using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>IDX files that were opened and checked, as one array of samples.</summary>
/// <param name="Storage">The samples.</param>
/// <param name="SampleShape">Shape of one sample.</param>
/// <param name="Counts">Number of samples in each file.</param>
internal sealed record IdxFiles(FileStorage Storage, Shape SampleShape, int[] Counts)
{
    /// <summary>Number of samples.</summary>
    internal int Count => Counts.Sum();

    /// <summary>Opens the files as one array. Returns an error that names a file if one fails; then none stays open.</summary>
    internal static Fin<IdxFiles> Open(IEnumerable<string> paths, long memory)
    {
        var opened = new List<(SampleFile File, IdxHeader Header)>();
        var fits = Fin<Unit>.Succ(Unit.Default);
        foreach (var path in paths)
        {
            fits = Open(path).Bind(file =>
            {
                opened.Add(file);
                return Fits(file, opened[0]);
            });
            if (fits.IsFail) break;
        }
        var result = fits.Bind(_ => Join(opened, memory));
        if (result.IsFail) opened.ForEach(file => file.File.Dispose());
        return result;
    }

    private static Fin<(SampleFile File, IdxHeader Header)> Open(string path)
    {
        try
        {
            return ReadHeader(path).Bind(header =>
            {
                // The opened file is compared, because the file at the path may have changed.
                var file = new SampleFile(path);
                var sized = CheckSize(path, header, file.Length - header.Bytes.Length);
                if (sized.IsFail) file.Dispose();
                return sized.Map(_ => (file, header));
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }

    private static Fin<IdxHeader> ReadHeader(string path)
    {
        using var file = File.OpenRead(path);
        if (file.ReadByte() == 0x1F && file.ReadByte() == 0x8B) return Compressed(path);
        file.Position = 0;
        return IdxHeader.Read(path, file);
    }

    private static Error Compressed(string path)
    {
        var target = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path + ".idx";
        return Error.New($"{path}: compressed by gzip, and compressed data can't be mapped. Decompress it first, and map the result: " +
            $"gzip -dc {Quote(path)} > {Quote(target)}");

        static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static Fin<Unit> CheckSize(string path, IdxHeader header, long available)
    {
        var shape = $"[{string.Join(", ", header.Dimensions)}]";
        if (header.Dimensions.Length == 0) return Error.New($"{path}: one number is not a set of samples.");
        if (header.Dimensions.Contains(0)) return Error.New($"{path}: there are no samples: the array has the shape {shape}.");
        var size = (Int128)IdxArray.SizeOf(header.Type);
        foreach (var dimension in header.Dimensions)
        {
            size *= dimension;
            // Checked before the next multiplication: 255 dimensions would overflow any integer.
            if (size > long.MaxValue) break;
        }
        if (size > available)
        {
            var needed = size > long.MaxValue ? "more than any disk holds" : $"{size} bytes";
            return ArraySource.Truncated(path, $"an array of shape {shape} needs {needed}, but there are {available}");
        }
        if (size < available) return Error.New($"{path}: too long: bytes follow the {size} that an array of shape {shape} needs.");
        if (header.Dimensions[0] > int.MaxValue || size / header.Dimensions[0] > Array.MaxLength / sizeof(float))
            return Error.New($"{path}: an array of shape {shape} has too many samples, or too large ones: write it as several data sets.");
        return Unit.Default;
    }

    private static Fin<Unit> Fits((SampleFile File, IdxHeader Header) file, (SampleFile File, IdxHeader Header) first)
    {
        if (file.Header.Type != first.Header.Type)
            return Error.New($"{file.File.Path} holds {file.Header.Type}, but {first.File.Path} holds {first.Header.Type}; parts of a set must hold the same type.");
        var (shape, expected) = (SampleShapeOf(file.Header), SampleShapeOf(first.Header));
        return shape == expected ? Unit.Default : Error.New(
            $"{file.File.Path} has samples of shape {shape}, but {first.File.Path} has samples of shape {expected}; parts of a set must have the same shape.");
    }

    private static Fin<IdxFiles> Join(List<(SampleFile File, IdxHeader Header)> files, long memory)
    {
        if (files.Sum(file => file.Header.Dimensions[0]) > int.MaxValue)
            return Error.New($"{files[0].File.Path} and the other parts have more than {int.MaxValue} samples together: make several data sets of them.");
        var parts = files.Select(file => new FilePart(file.File, file.Header.Bytes.Length, (int)file.Header.Dimensions[0])).ToArray();
        var shape = SampleShapeOf(files[0].Header);
        return new IdxFiles(new FileStorage(parts, files[0].Header.Type, shape, memory), shape, [.. parts.Select(part => part.Count)]);
    }

    private static Shape SampleShapeOf(IdxHeader header) => Shape.Create([.. header.Dimensions.Skip(1).Select(d => (int)d)]);
}
