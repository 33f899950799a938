using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Patches of images. A pixel gathers its gradient from the windows that it lies in, so that no sum is shared.</summary>
internal static class ImageKernels
{
    public static readonly GpuKernel<WindowArguments> Patches = new(RunPatches), PatchesGradient = new(PixelGradient.Run<PatchCell>);

    private static void RunPatches(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var number = a.Channels.Quotient(i);
            var place = a.Cells.Quotient(number);
            var cell = number - place * a.Cells.Value;
            var cellRow = a.CellColumns.Quotient(cell);
            var result = a.Result(place * a.Channels.Value + i - number * a.Channels.Value);
            var (row, column) = (a.RowOf(result, cellRow), a.ColumnOf(result, cell - cellRow * a.CellColumns.Value));
            a.Destination[i] = (uint)row < (uint)a.Height.Value && (uint)column < (uint)a.Width.Value
                ? a.X[a.PixelAt(result, row, column)]
                : 0f;
        }
    }

    /// <summary>The number of the cell in the patch.</summary>
    private readonly struct PatchCell : IWindowShare
    {
        public static float Of(WindowArguments a, ImagePlace pixel, int row, int column, int cellRow, int cellColumn)
        {
            var place = (pixel.Image * a.Rows.Value + row) * a.Columns.Value + column;
            var cell = cellRow * a.Window.Width + cellColumn;
            return a.Gradient[(place * a.Cells.Value + cell) * a.Channels.Value + pixel.Channel];
        }
    }
}
