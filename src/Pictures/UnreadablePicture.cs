namespace ModelDsl.Pictures;

/// <summary>Thrown if a file is not a picture, or not one that may be decoded. The message says why, and does not name the file.</summary>
internal sealed class UnreadablePicture(string message) : IOException(message)
{
    /// <summary>Whether the file does not even begin as a picture that is read.</summary>
    internal bool IsNoPicture { get; init; }
}
