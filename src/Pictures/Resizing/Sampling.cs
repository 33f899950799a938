using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Resizing;

/// <summary>Ways to resize that look at one pixel or at four, and leave out the others.</summary>
internal static class Sampling
{
    /// <summary>
    /// Takes the nearest pixel. Pillow's <c>NEAREST</c> (<c>Geometry.c</c>, <c>ImagingScaleAffine</c>), which adds steps up instead of
    /// multiplying: the places differ in the last bit, and so does a pixel in the middle between two.
    /// </summary>
    internal static Pixels Nearest(Pixels pixels, Window height, Window width, ImageSize size)
    {
        var resized = new Pixels(size.Width, size.Height, pixels.Depth);
        Span<int> columns = new int[size.Width];
        Span<int> rows = new int[size.Height];
        Places(width, columns);
        Places(height, rows);
        for (var y = 0; y < size.Height; y++)
        {
            var to = resized.Row(y);
            if (rows[y] < 0)
            {
                to.Clear();
                continue;
            }
            var from = pixels.Row(rows[y]);
            for (var x = 0; x < columns.Length; x++)
                for (var c = 0; c < pixels.Depth; c++)
                    to[x * pixels.Depth + c] = columns[x] < 0 ? (byte)0 : from[columns[x] * pixels.Depth + c];
        }
        return resized;
    }

    /// <summary>
    /// Mixes four pixels. Keras's <c>bilinear</c> on TensorFlow (<c>resize_bilinear_op.cc</c>, half-pixel centers) in float32, with the
    /// result rounded to the nearest number.
    /// </summary>
    internal static Pixels KerasBilinear(Pixels pixels, Window height, Window width, ImageSize size)
    {
        var resized = new Pixels(size.Width, size.Height, pixels.Depth);
        var columns = Neighbours(width, size.Width);
        var rows = Neighbours(height, size.Height);
        for (var y = 0; y < size.Height; y++)
        {
            var to = resized.Row(y);
            var top = RowOrNone(pixels, rows[y].Lower);
            var bottom = RowOrNone(pixels, rows[y].Upper);
            for (var x = 0; x < columns.Length; x++)
            {
                var (left, right, share) = columns[x];
                for (var c = 0; c < pixels.Depth; c++)
                {
                    var above = Mix(At(top, left, c, pixels.Depth), At(top, right, c, pixels.Depth), share);
                    var below = Mix(At(bottom, left, c, pixels.Depth), At(bottom, right, c, pixels.Depth), share);
                    to[x * pixels.Depth + c] = (byte)(Mix(above, below, rows[y].Share) + 0.5f);
                }
            }
        }
        return resized;
    }

    /// <summary>Writes the pixel of the old side for each of the new one; −1 in a border.</summary>
    private static void Places(Window window, Span<int> places)
    {
        var step = (double)window.Length / places.Length;
        var place = step * 0.5;
        for (var i = 0; i < places.Length; i++, place += step) places[i] = Inside(window, (long)place);
    }

    private static (int Lower, int Upper, float Share)[] Neighbours(Window window, int length)
    {
        var (neighbours, scale) = (new (int, int, float)[length], window.Length / (float)length);
        for (var i = 0; i < length; i++)
        {
            var place = (i + 0.5f) * scale - 0.5f;
            var floor = MathF.Floor(place);
            neighbours[i] = (
                Inside(window, Math.Max((long)floor, 0)),
                Inside(window, Math.Min((long)MathF.Ceiling(place), window.Length - 1)),
                place - floor);
        }
        return neighbours;
    }

    private static int Inside(Window window, long place) =>
        place + window.Start is var pixel && pixel >= 0 && pixel < window.Side ? (int)pixel : -1;

    private static ReadOnlySpan<byte> RowOrNone(Pixels pixels, int row) => row < 0 ? [] : pixels.Row(row);

    private static float At(ReadOnlySpan<byte> row, int column, int channel, int depth) =>
        row.IsEmpty || column < 0 ? 0 : row[column * depth + channel];

    private static float Mix(float first, float second, float share) => first + (second - first) * share;
}
