namespace ModelDsl.Pictures.Folders;

/// <summary>Finds options that have no meaning.</summary>
internal static class OptionCheck
{
    /// <summary>The largest picture that fits into one array with its four channels.</summary>
    private const long LargestPicture = 500_000_000;

    /// <summary>Returns what is wrong; null if nothing is.</summary>
    internal static string? Fault(ImageSize size, ImageOptions options) =>
        size.Fault
        ?? (options.MostPixels is < 1 or > LargestPicture
            ? FormattableString.Invariant($"MostPixels is {options.MostPixels}, but must be 1 to {LargestPicture:N0}") : null)
        ?? (!Enum.IsDefined(options.Channels) ? $"there are no Channels {options.Channels}" : null)
        ?? (!Enum.IsDefined(options.Resize) ? $"there is no Resize {options.Resize}" : null)
        ?? (!Enum.IsDefined(options.AspectRatio) ? $"there is no AspectRatio {options.AspectRatio}" : null)
        ?? (options is { Background: not null, Channels: ImageChannels.Rgba }
            ? "a Background leaves nothing transparent, so Channels must be Rgb or Grey" : null);
}
