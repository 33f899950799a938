using System.Runtime.InteropServices;
using ModelDsl.Pictures.Formats;

namespace ModelDsl.Pictures.Decoding;

/// <summary>Turns a picture as the orientation of EXIF says (CIPA DC-008, 4.6.4): Pillow's <c>ImageOps.exif_transpose</c>.</summary>
internal static class Turning
{
    /// <summary>Returns the picture as it is shown.</summary>
    internal static Pixels Turn(Pixels stored, int orientation)
    {
        var turns = Orientation.Turns(orientation);
        var shown = turns
            ? new Pixels(stored.Height, stored.Width, stored.Depth)
            : new Pixels(stored.Width, stored.Height, stored.Depth);
        var from = MemoryMarshal.Cast<byte, uint>(stored.Values);
        var to = MemoryMarshal.Cast<byte, uint>(shown.Values);
        // Which stored corner is shown at the left and at the top.
        var fromRight = orientation is 2 or 3 or 7 or 8;
        var fromBottom = orientation is 3 or 4 or 6 or 7;
        for (var y = 0; y < shown.Height; y++)
        {
            for (var x = 0; x < shown.Width; x++)
            {
                var (column, row) = turns ? (y, x) : (x, y);
                if (fromRight) column = stored.Width - 1 - column;
                if (fromBottom) row = stored.Height - 1 - row;
                to[y * shown.Width + x] = from[row * stored.Width + column];
            }
        }
        return shown;
    }
}
