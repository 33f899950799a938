using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Folders;

/// <summary>A file, and what errors call it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its name: the path in its folder, with slashes.</param>
/// <param name="Class">Its class index; 0 if there are no classes.</param>
internal readonly record struct ListedPicture(string Path, string Name, int Class);

/// <summary>Files that are to become samples, in order.</summary>
/// <param name="Name">What errors call the set.</param>
/// <param name="Pictures">The files.</param>
/// <param name="Classes">Names of the classes; null if the pictures have no labels.</param>
internal sealed record PictureList(string Name, IReadOnlyList<ListedPicture> Pictures, IReadOnlyList<string>? Classes)
{
    /// <summary>The maximum number of files that an error names.</summary>
    private const int Most = 20;

    /// <summary>
    /// Whether files that do not begin as pictures are left out if their names do not say that they are pictures, either.
    /// </summary>
    internal bool IgnoresOthers { get; init; }

    /// <summary>The class index of each picture.</summary>
    internal int[] Indices => [.. Pictures.Select(picture => picture.Class)];

    /// <summary>Looks at each file, and returns the list of pictures, or one error that names the broken files.</summary>
    internal Fin<PictureList> Check(ImageOptions options)
    {
        var pictures = new List<ListedPicture>(Pictures.Count);
        var (faults, ignored) = OfEach((picture, _) => PictureFile.ReadHeader(picture.Path, options.MostPixels));
        for (var i = 0; i < ignored.Length; i++)
            if (!ignored[i]) pictures.Add(Pictures[i]);
        if (Report(faults).Case is Error broken) return broken;
        return pictures.Count > 0 ? this with { Pictures = pictures, IgnoresOthers = false } : Empty();
    }

    /// <summary>Decodes all files into samples, one after the other.</summary>
    internal Option<Error> Decode(ImageSize size, ImageOptions options, byte[] samples)
    {
        var width = samples.Length / Pictures.Count;
        return Report(OfEach((picture, i) => PictureFile.ReadSample(picture.Path, size, options, samples.AsSpan(i * width, width))).Faults);
    }

    /// <summary>Decodes all files, and keeps nothing.</summary>
    internal Option<Error> Verify(ImageSize size, ImageOptions options) => Report(OfEach((picture, _) =>
    {
        using var sample = new Pooled(size.Height * size.Width * options.Depth);
        PictureFile.ReadSample(picture.Path, size, options, sample.Span);
    }).Faults);

    /// <summary>Returns the error of a list without pictures.</summary>
    internal Error Empty() => Error.New($"{Name}: there are no pictures in it.");

    /// <summary>Does something with each file, on several threads, and returns why it failed; null where it did not.</summary>
    private (string?[] Faults, bool[] Ignored) OfEach(Action<ListedPicture, int> read)
    {
        var (faults, ignored) = (new string?[Pictures.Count], new bool[Pictures.Count]);
        Parallel.For(0, Pictures.Count, i =>
        {
            try
            {
                read(Pictures[i], i);
            }
            catch (UnreadablePicture fault) when (fault.IsNoPicture && IgnoresOthers && !PictureNames.Fits(Pictures[i].Path))
            {
                ignored[i] = true;
            }
            catch (Exception fault) when (Fault.Of(fault) is { } why)
            {
                faults[i] = why;
            }
        });
        return (faults, ignored);
    }

    private Option<Error> Report(string?[] faults)
    {
        int[] broken = [.. Enumerable.Range(0, faults.Length).Where(i => faults[i] is not null)];
        if (broken.Length == 0) return Option<Error>.None;
        var lines = broken.Take(Most).Select(i => $"\n  {Fault.Clip(Pictures[i].Name)}: {faults[i]}");
        var more = broken.Length > Most ? FormattableString.Invariant($"\n  and {broken.Length - Most:N0} more") : "";
        return Error.New(FormattableString.Invariant(
            $"{Name}: {broken.Length:N0} of {faults.Length:N0} files can't be read as pictures. Repair or remove them:{string.Concat(lines)}{more}"));
    }
}
