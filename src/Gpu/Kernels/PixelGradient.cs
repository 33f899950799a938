namespace ModelDsl.Gpu;

/// <summary>What a pixel gets of the gradient of a window that it lies in.</summary>
internal interface IWindowShare
{
    /// <summary>Returns the share.</summary>
    /// <param name="a">The windows.</param>
    /// <param name="pixel">The pixel.</param>
    /// <param name="row">Row of the window among the results.</param>
    /// <param name="column">Its column.</param>
    /// <param name="cellRow">Row of the cell that the pixel is in the window.</param>
    /// <param name="cellColumn">Its column.</param>
    static abstract float Of(WindowArguments a, ImagePlace pixel, int row, int column, int cellRow, int cellColumn);
}

/// <summary>The gradient of images: a pixel gathers it from the windows that it lies in, so that no sum is shared.</summary>
internal static class PixelGradient
{
    /// <summary>Adds up the shares of each pixel, in the order of the cells.</summary>
    public static void Run<TShare>(WindowArguments a) where TShare : struct, IWindowShare
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (pixel, sum) = (a.Pixel(i), 0f);
            for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
            {
                var row = a.ResultRow(pixel, cellRow);
                if (row < 0) continue;
                for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
                {
                    var column = a.ResultColumn(pixel, cellColumn);
                    if (column >= 0) sum += TShare.Of(a, pixel, row, column, cellRow, cellColumn);
                }
            }
            a.Destination[i] = sum;
        }
    }
}
