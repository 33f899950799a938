using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Pools. A pixel gathers its gradient from the windows that it lies in, so that no sum is shared.</summary>
internal static class PoolKernels
{
    public static readonly GpuKernel<WindowArguments> Max = new(RunMax), MaxGradient = new(RunMaxGradient), MaxTangent = new(RunMaxTangent),
        Average = new(RunAverage), AverageGradient = new(PixelGradient.Run<EqualShare>);

    private static void RunMax(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (result, max) = (a.Result(i), float.NegativeInfinity);
            for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
            {
                var row = a.RowOf(result, cellRow);
                if ((uint)row >= (uint)a.Height.Value) continue;
                for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
                {
                    var column = a.ColumnOf(result, cellColumn);
                    if ((uint)column < (uint)a.Width.Value) max = Team.Larger(max, a.X[a.PixelAt(result, row, column)]);
                }
            }
            a.Destination[i] = max;
        }
    }

    /// <summary>A pixel that holds a window's maximum gets its gradient, unless an earlier cell holds it too.</summary>
    private static void RunMaxGradient(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (pixel, x, sum) = (a.Pixel(i), a.X[i], 0f);
            for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
            {
                var row = a.ResultRow(pixel, cellRow);
                if (row < 0) continue;
                for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
                {
                    var column = a.ResultColumn(pixel, cellColumn);
                    if (column < 0) continue;
                    var at = a.ResultAt(pixel, row, column);
                    var max = a.Maxima[at];
                    if (Same(x, max) && First(a, Result(pixel, row, column), max) == i) sum += a.Gradient[at];
                }
            }
            a.Destination[i] = sum;
        }
    }

    private static void RunMaxTangent(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.Gradient[First(a, a.Result(i), a.Maxima[i])];
    }

    /// <summary>Rows of a window are added first, so that sums over large windows keep their digits.</summary>
    private static void RunAverage(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (result, sum) = (a.Result(i), 0f);
            for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
            {
                var row = a.RowOf(result, cellRow);
                if ((uint)row >= (uint)a.Height.Value) continue;
                var line = 0f;
                for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
                {
                    var column = a.ColumnOf(result, cellColumn);
                    if ((uint)column < (uint)a.Width.Value) line += a.X[a.PixelAt(result, row, column)];
                }
                sum += line;
            }
            a.Destination[i] = sum / a.CellsInside(result.Row, result.Column);
        }
    }

    private static ImagePlace Result(ImagePlace pixel, int row, int column) =>
        new() { Image = pixel.Image, Row = row, Column = column, Channel = pixel.Channel };

    /// <summary>Returns the position of the first cell that holds the maximum of its window, in row order.</summary>
    private static int First(WindowArguments a, ImagePlace result, float max)
    {
        for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
        {
            var row = a.RowOf(result, cellRow);
            if ((uint)row >= (uint)a.Height.Value) continue;
            for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
            {
                var column = a.ColumnOf(result, cellColumn);
                if ((uint)column >= (uint)a.Width.Value) continue;
                var at = a.PixelAt(result, row, column);
                if (Same(a.X[at], max)) return at;
            }
        }
        return 0;
    }

    private static bool Same(float a, float b) => a == b || (float.IsNaN(a) && float.IsNaN(b));

    /// <summary>An equal share for each cell inside the image.</summary>
    private readonly struct EqualShare : IWindowShare
    {
        public static float Of(WindowArguments a, ImagePlace pixel, int row, int column, int cellRow, int cellColumn) =>
            a.Gradient[a.ResultAt(pixel, row, column)] / a.CellsInside(row, column);
    }
}
