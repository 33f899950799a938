using ILGPU;
using ModelDsl.Engines;
using Arithmetic = ModelDsl.Engines.Float32Arithmetic<ModelDsl.Gpu.GpuFloat, float>;

namespace ModelDsl.Gpu;

/// <summary>The part of a product that a group of 256 threads computes, four by four results a thread.</summary>
internal interface IConvolutionTile
{
    /// <summary>Rows of the part.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the part.</summary>
    static abstract int Columns { get; }

    /// <summary>Steps that are in shared memory at once.</summary>
    static abstract int Steps { get; }
}

/// <summary>For many columns.</summary>
internal readonly struct WideTile : IConvolutionTile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Steps => 16;
}

/// <summary>For at most 32 columns.</summary>
internal readonly struct NarrowTile : IConvolutionTile
{
    public static int Rows => 128;

    public static int Columns => 32;

    public static int Steps => 8;
}

/// <summary>
/// A convolution as a product whose first matrix is never in memory: a group reads its part from the images into shared memory, step by
/// step, and each thread keeps 16 sums in registers. A sum goes through all steps in order.
/// </summary>
internal static class ConvolutionKernels<TConvolution, TTile, TActivation>
    where TConvolution : struct, IConvolution where TTile : struct, IConvolutionTile where TActivation : struct, IActivation
{
    public static readonly GpuKernel<ConvolutionArguments> Method = new(Run);

    private static void Run(ConvolutionArguments a)
    {
        // Four rows of a step are read at once.
        var fours = SharedMemory.Allocate<Four>(ConvolutionTiles.Shared / 4);
        var left = fours.Cast<float>();
        var right = SharedMemory.Allocate<float>(ConvolutionTiles.Shared);
        // Lines of shared memory are so long that threads which write a column of it reach different banks.
        var (leftLine, rightLine) = (TTile.Rows + 4, TTile.Columns + 4);
        var (thread, apart) = (Group.IdxX, ConvolutionTiles.Threads / TTile.Steps);

        var (down, across) = ((a.Rows + TTile.Rows - 1) / TTile.Rows, (a.Columns + TTile.Columns - 1) / TTile.Columns);
        var part = Grid.IdxX / (down * across);
        var tile = Grid.IdxX - part * (down * across);
        var (firstRow, firstColumn) = (tile / across * TTile.Rows, tile % across * TTile.Columns);
        var firstStep = part * a.StepsOfPart;
        var end = firstStep + a.StepsOfPart < a.Steps ? firstStep + a.StepsOfPart : a.Steps;

        // A thread reads one step of four rows, and one step of four columns or of one. Threads that are neighbours read neighbours.
        var leftRow = TConvolution.StepsAreNeighbours ? thread / TTile.Steps : thread % apart;
        var rightColumn = TConvolution.FactorStepsAreNeighbours ? thread / TTile.Steps : thread % apart;
        var row = firstRow + leftRow;
        var reader = new TileReader
        {
            Row0 = TConvolution.Row(a, row).If(row < a.Rows),
            Row1 = TConvolution.Row(a, row + apart).If(row + apart < a.Rows),
            Row2 = TConvolution.Row(a, row + 2 * apart).If(row + 2 * apart < a.Rows),
            Row3 = TConvolution.Row(a, row + 3 * apart).If(row + 3 * apart < a.Rows),
            Column = firstColumn + rightColumn,
            LeftStep = TConvolution.StepsAreNeighbours ? thread % TTile.Steps : thread / apart,
            RightStep = TConvolution.FactorStepsAreNeighbours ? thread % TTile.Steps : thread / apart,
            End = end,
        };
        var (leftTo, rightTo) = (reader.LeftStep * leftLine + leftRow, reader.RightStep * rightLine + rightColumn);

        // The columns of a thread are as far apart as there are threads beside it: they read and write neighbours together.
        var wide = TTile.Columns / 4;
        var (x, y) = (thread % wide, thread / wide);
        var (s00, s01, s02, s03) = (0f, 0f, 0f, 0f);
        var (s10, s11, s12, s13) = (0f, 0f, 0f, 0f);
        var (s20, s21, s22, s23) = (0f, 0f, 0f, 0f);
        var (s30, s31, s32, s33) = (0f, 0f, 0f, 0f);
        var next = Read(a, reader, firstStep);
        for (var first = firstStep; first < end; first += TTile.Steps)
        {
            Group.Barrier();
            left[leftTo] = next.Left0;
            left[leftTo + apart] = next.Left1;
            left[leftTo + 2 * apart] = next.Left2;
            left[leftTo + 3 * apart] = next.Left3;
            right[rightTo] = next.Right0;
            if (TTile.Columns > apart)
            {
                right[rightTo + apart] = next.Right1;
                right[rightTo + 2 * apart] = next.Right2;
                right[rightTo + 3 * apart] = next.Right3;
            }
            Group.Barrier();
            // The next steps are on their way while these are multiplied.
            next = Read(a, reader, first + TTile.Steps);
            for (var k = 0; k < TTile.Steps; k++)
            {
                var rows = fours[k * (leftLine / 4) + y];
                var from = k * rightLine + x;
                var (b0, b1, b2, b3) = (right[from], right[from + wide], right[from + 2 * wide], right[from + 3 * wide]);
                s00 += rows.X * b0;
                s01 += rows.X * b1;
                s02 += rows.X * b2;
                s03 += rows.X * b3;
                s10 += rows.Y * b0;
                s11 += rows.Y * b1;
                s12 += rows.Y * b2;
                s13 += rows.Y * b3;
                s20 += rows.Z * b0;
                s21 += rows.Z * b1;
                s22 += rows.Z * b2;
                s23 += rows.Z * b3;
                s30 += rows.W * b0;
                s31 += rows.W * b1;
                s32 += rows.W * b2;
                s33 += rows.W * b3;
            }
        }
        var to = part * a.Rows * a.Columns;
        var (c, d) = (firstColumn + x, firstRow + 4 * y);
        Store(a, to, d, c, s00, s10, s20, s30);
        Store(a, to, d, c + wide, s01, s11, s21, s31);
        Store(a, to, d, c + 2 * wide, s02, s12, s22, s32);
        Store(a, to, d, c + 3 * wide, s03, s13, s23, s33);
    }

    /// <summary>Reads a thread's share of the steps that begin with one; 0 past the end.</summary>
    private static TilePart Read(ConvolutionArguments a, TileReader reader, int first)
    {
        var apart = ConvolutionTiles.Threads / TTile.Steps;
        var part = default(TilePart);
        var step = first + reader.LeftStep;
        var spot = TConvolution.Step(a, step).If(step < reader.End);
        part.Left0 = TConvolution.Read(a, reader.Row0, spot);
        part.Left1 = TConvolution.Read(a, reader.Row1, spot);
        part.Left2 = TConvolution.Read(a, reader.Row2, spot);
        part.Left3 = TConvolution.Read(a, reader.Row3, spot);
        step = first + reader.RightStep;
        var columns = step < reader.End ? a.Columns : 0;
        var at = TConvolution.Factor(a, step) + reader.Column * a.FactorColumn;
        part.Right0 = reader.Column < columns ? a.Factors[at] : 0f;
        if (TTile.Columns <= apart) return part;
        part.Right1 = reader.Column + apart < columns ? a.Factors[at + apart * a.FactorColumn] : 0f;
        part.Right2 = reader.Column + 2 * apart < columns ? a.Factors[at + 2 * apart * a.FactorColumn] : 0f;
        part.Right3 = reader.Column + 3 * apart < columns ? a.Factors[at + 3 * apart * a.FactorColumn] : 0f;
        return part;
    }

    private static void Store(ConvolutionArguments a, int to, int row, int column, float s0, float s1, float s2, float s3)
    {
        if (column >= a.Columns) return;
        var bias = a.HasBias != 0 ? a.Bias[column] : 0f;
        if (row < a.Rows) a.Destination[to + row * a.Columns + column] = Finish(s0 + bias);
        if (row + 1 < a.Rows) a.Destination[to + (row + 1) * a.Columns + column] = Finish(s1 + bias);
        if (row + 2 < a.Rows) a.Destination[to + (row + 2) * a.Columns + column] = Finish(s2 + bias);
        if (row + 3 < a.Rows) a.Destination[to + (row + 3) * a.Columns + column] = Finish(s3 + bias);
    }

    private static float Finish(float value) => TActivation.Value<float, Arithmetic>(value);
}

/// <summary>What a thread reads of each tile: a step of four rows, and a step of columns.</summary>
internal struct TileReader
{
    public Spot Row0, Row1, Row2, Row3;
    public int Column, LeftStep, RightStep, End;
}

/// <summary>What it has read.</summary>
internal struct TilePart
{
    public float Left0, Left1, Left2, Left3, Right0, Right1, Right2, Right3;
}

/// <summary>The sizes of tiles.</summary>
internal static class ConvolutionTiles
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 256;

    /// <summary>Numbers of a matrix in shared memory: 16 lines of 64 + 4, or 8 lines of 128 + 4, which are fewer.</summary>
    public const int Shared = 1088;
}
