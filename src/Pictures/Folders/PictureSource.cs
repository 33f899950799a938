using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Folders;

/// <summary>Pictures that are decoded whenever a batch needs them. Nothing of them is kept but their paths.</summary>
internal sealed class PictureSource(PictureList list, ImageSize size, ImageOptions options)
    : SampleSource([size.Height, size.Width, options.Depth], list.Pictures.Count)
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The file is broken, or gone: it was changed since it was checked.</exception>
    public override void Read(int sample, Span<float> destination)
    {
        using var levels = new Pooled(destination.Length);
        try
        {
            PictureFile.ReadSample(list.Pictures[sample].Path, size, options, levels.Span);
        }
        catch (Exception fault) when (Fault.Of(fault) is { } why)
        {
            throw new IOException(why, fault);
        }
        for (var i = 0; i < destination.Length; i++) destination[i] = levels.Span[i];
    }

    /// <inheritdoc/>
    public override string NameOf(int sample) => Fault.Clip(list.Pictures[sample].Name);
}
