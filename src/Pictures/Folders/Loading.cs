using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Pictures.Folders;

/// <summary>Makes a data set of a list of files.</summary>
internal static class Loading
{
    /// <summary>Checks the files, and decodes them if they are kept.</summary>
    internal static Fin<Dataset> Load(PictureList list, ImageSize size, ImageOptions? given)
    {
        var options = given ?? new ImageOptions();
        if (OptionCheck.Fault(size, options) is { } fault) return Error.New($"{list.Name}: {fault}.");
        return
            from pictures in list.Pictures.Count > 0 ? list.Check(options) : list.Empty()
            from data in IsKept(pictures, size, options) ? Keep(pictures, size, options) : Leave(pictures, size, options)
            select data;
    }

    private static bool IsKept(PictureList list, ImageSize size, ImageOptions options) =>
        options.KeepInMemory ?? Bytes(list, size, options) <= ImageOptions.KeptBytes;

    private static long Bytes(PictureList list, ImageSize size, ImageOptions options) =>
        (long)list.Pictures.Count * Shape(size, options).Size;

    private static Shape Shape(ImageSize size, ImageOptions options) => [size.Height, size.Width, options.Depth];

    private static Fin<Dataset> Keep(PictureList list, ImageSize size, ImageOptions options)
    {
        var bytes = Bytes(list, size, options);
        if (bytes > System.Array.MaxLength)
            return Error.New(FormattableString.Invariant($"{list.Name}: {bytes:N0} bytes can't be kept in memory. Leave KeepInMemory out."));
        var shape = Shape(size, options);
        var samples = new byte[bytes];
        if (list.Decode(size, options, samples).Case is Error broken) return broken;
        return list.Classes is null
            ? Dataset.Unlabelled<byte>(shape, samples, name: list.Name)
            : Dataset.Create<byte>(shape, samples, list.Indices, list.Classes, name: list.Name);
    }

    private static Fin<Dataset> Leave(PictureList list, ImageSize size, ImageOptions options)
    {
        if (options.Verify && list.Verify(size, options).Case is Error broken) return broken;
        var source = new PictureSource(list, size, options);
        return list.Classes is null
            ? Dataset.From(source, name: list.Name)
            : Dataset.From(source, list.Indices, list.Classes, name: list.Name);
    }
}
