using System.Globalization;

namespace ModelDsl.Pictures;

/// <summary>The size of all samples, in pixels. A pair of height and width converts to it: <c>size: (64, 64)</c>.</summary>
/// <param name="Height">Number of rows; 1 to 16,384.</param>
/// <param name="Width">Pixels in a row; 1 to 16,384.</param>
public readonly record struct ImageSize(int Height, int Width)
{
    private const int Longest = 16_384;

    /// <summary>Makes a size of a pair: height, width.</summary>
    public static implicit operator ImageSize((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>What is wrong with the size; null if nothing is.</summary>
    internal string? Fault => Height is >= 1 and <= Longest && Width is >= 1 and <= Longest
        ? null
        : $"samples of size {this} are not possible: a side has 1 to {Longest} pixels";

    /// <summary>Returns the size as <c>64 × 48</c>: height × width.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height} × {Width}");
}
