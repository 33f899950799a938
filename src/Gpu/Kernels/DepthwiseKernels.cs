using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Convolutions of each channel by itself. Threads that are neighbours have channels that are neighbours.</summary>
internal static class DepthwiseKernels
{
    public static readonly GpuKernel<WindowArguments> Forward = new(RunForward), ImageGradient = new(PixelGradient.Run<Weighted>),
        KernelGradient = new(RunKernelGradient);

    private static void RunForward(WindowArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (result, sum) = (a.Result(i), 0f);
            for (var cellRow = 0; cellRow < a.Window.Height; cellRow++)
            {
                var row = a.RowOf(result, cellRow);
                if ((uint)row >= (uint)a.Height.Value) continue;
                for (var cellColumn = 0; cellColumn < a.Window.Width; cellColumn++)
                {
                    var column = a.ColumnOf(result, cellColumn);
                    if ((uint)column < (uint)a.Width.Value)
                        sum += a.X[a.PixelAt(result, row, column)] * Factor(a, cellRow, cellColumn, result.Channel);
                }
            }
            a.Destination[i] = sum;
        }
    }

    /// <summary>A group sums some of the places for one cell and some channels. Its lines have different places.</summary>
    private static void RunKernelGradient(WindowArguments a)
    {
        var blocks = (a.Channels.Value + a.Side - 1) / a.Side;
        var sums = blocks * a.Cells.Value;
        var part = Grid.IdxX / sums;
        var cell = (Grid.IdxX - part * sums) / blocks;
        var channel = (Grid.IdxX - part * sums - cell * blocks) * a.Side + (Group.IdxX & (a.Side - 1));
        var cellRow = a.CellColumns.Quotient(cell);
        var cellColumn = cell - cellRow * a.CellColumns.Value;
        var end = (part + 1) * a.PlacesOfPart;
        if (end > a.Places) end = a.Places;
        if (channel >= a.Channels.Value) end = 0;
        var sum = 0f;
        for (var place = part * a.PlacesOfPart + Group.IdxX / a.Side; place < end; place += Group.DimX / a.Side)
        {
            var at = place * a.Channels.Value + channel;
            var result = a.Result(at);
            var (row, column) = (a.RowOf(result, cellRow), a.ColumnOf(result, cellColumn));
            if ((uint)row < (uint)a.Height.Value && (uint)column < (uint)a.Width.Value)
                sum += a.X[a.PixelAt(result, row, column)] * a.Gradient[at];
        }
        sum = Team.SumDown(sum, a.Side);
        if (Group.IdxX < a.Side && channel < a.Channels.Value)
            a.Destination[(part * a.Cells.Value + cell) * a.Channels.Value + channel] = sum;
    }

    private static float Factor(WindowArguments a, int cellRow, int cellColumn, int channel) =>
        a.Kernel[(cellRow * a.Window.Width + cellColumn) * a.Channels.Value + channel];

    /// <summary>The gradient times the cell's factor.</summary>
    private readonly struct Weighted : IWindowShare
    {
        public static float Of(WindowArguments a, ImagePlace pixel, int row, int column, int cellRow, int cellColumn) =>
            a.Gradient[a.ResultAt(pixel, row, column)] * Factor(a, cellRow, cellColumn, pixel.Channel);
    }
}
