using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Pictures.Folders;

namespace ModelDsl.Pictures;

/// <summary>Single pictures as tensors, for prediction: <c>ImageFile.Read("cat.jpg", (64, 64))</c>.</summary>
public static class ImageFile
{
    private const string Unnamed = "the picture";

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">The file: PNG, JPEG, BMP or WebP.</param>
    /// <param name="size">Height and width of the sample.</param>
    /// <param name="options">The options that the model was trained with.</param>
    /// <returns>One sample, <c>[1, height, width, channels]</c>, with numbers from 0 to 255; or an error that names the file.</returns>
    public static Fin<Tensor> Read(string path, ImageSize size, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(path, size, options, static (path, size, options, sample) => PictureFile.ReadSample(path, size, options, sample), path);
    }

    /// <summary>Reads a picture from the bytes of a file, such as an upload.</summary>
    /// <param name="bytes">The file: PNG, JPEG, BMP or WebP.</param>
    /// <param name="size">Height and width of the sample.</param>
    /// <param name="options">The options that the model was trained with.</param>
    /// <param name="name">The name of the picture in errors.</param>
    /// <returns>One sample, <c>[1, height, width, channels]</c>, with numbers from 0 to 255; or an error.</returns>
    public static Fin<Tensor> Read(ReadOnlyMemory<byte> bytes, ImageSize size, ImageOptions? options = null, string name = Unnamed) =>
        Read(name, size, options, static (bytes, size, options, sample) =>
            PictureFile.WriteSample(bytes.Span, size, options, sample), bytes);

    /// <summary>Reads a picture from a stream, to its end.</summary>
    /// <param name="stream">The file: PNG, JPEG, BMP or WebP. It stays open.</param>
    /// <param name="size">Height and width of the sample.</param>
    /// <param name="options">The options that the model was trained with.</param>
    /// <param name="name">The name of the picture in errors.</param>
    /// <returns>One sample, <c>[1, height, width, channels]</c>, with numbers from 0 to 255; or an error.</returns>
    public static Fin<Tensor> Read(Stream stream, ImageSize size, ImageOptions? options = null, string name = Unnamed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(name, size, options, static (stream, size, options, sample) =>
            PictureFile.WriteSample(PictureFile.ReadAll(stream, options.MostPixels), size, options, sample), stream);
    }

    private static Fin<Tensor> Read<TSource>(
        string name, ImageSize size, ImageOptions? given, SampleReader<TSource> read, TSource source)
    {
        var options = given ?? new ImageOptions();
        if (OptionCheck.Fault(size, options) is { } wrong) return Error.New($"{name}: {wrong}.");
        try
        {
            var sample = new byte[size.Height * size.Width * options.Depth];
            read(source, size, options, sample);
            return Tensor.Create([1, size.Height, size.Width, options.Depth], System.Array.ConvertAll(sample, static one => (float)one));
        }
        catch (Exception fault) when (Fault.Of(fault) is { } why)
        {
            return Error.New($"{name}: {why}.");
        }
    }

    private delegate void SampleReader<in TSource>(TSource source, ImageSize size, ImageOptions options, Span<byte> sample);
}
