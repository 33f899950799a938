using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Resizing;

/// <summary>
/// Multiplies colours with their alpha before means are taken, and divides afterwards. So the colours of transparent pixels do not
/// shine through. Pillow does the same (<c>RGBa</c>).
/// </summary>
internal static class Transparency
{
    internal static void Multiply(Span<byte> values)
    {
        for (var i = 0; i < values.Length; i += Pixels.Colored)
        {
            var pixel = values.Slice(i, Pixels.Colored);
            for (var k = 0; k < 3; k++) pixel[k] = (byte)Colors.Multiply(pixel[k], pixel[3]);
        }
    }

    internal static void Divide(Span<byte> values)
    {
        for (var i = 0; i < values.Length; i += Pixels.Colored)
        {
            var pixel = values.Slice(i, Pixels.Colored);
            if (pixel[3] is 0 or byte.MaxValue) continue;
            for (var k = 0; k < 3; k++) pixel[k] = (byte)Math.Min(byte.MaxValue * pixel[k] / pixel[3], byte.MaxValue);
        }
    }
}
