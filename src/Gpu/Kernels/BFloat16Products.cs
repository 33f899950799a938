using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Products of factors that are rounded to bfloat16, with sums in float32, by the units of a GPU that multiply small matrices. A group of
/// four warps computes 64 × 64 elements, and each warp 32 × 32 of them: 2 × 4 matrices of 16 × 8.
/// </summary>
internal static class BFloat16Products<TUnit, TEpilogue>
    where TUnit : struct, IMatrixUnit
    where TEpilogue : struct, IProductEpilogue
{
    public static readonly GpuKernel<ProductArguments> Product = new(Run);

    private static void Run(ProductArguments a)
    {
        var left = SharedMemory.Allocate<uint>(BFloat16Tile.Size * BFloat16Tile.Line);
        var right = SharedMemory.Allocate<uint>(BFloat16Tile.Size * BFloat16Tile.Line);
        var results = SharedMemory.Allocate<float>(BFloat16Tile.Size * BFloat16Tile.ResultLine);
        var unit = default(TUnit);
        unit.Begin();
        var group = new ProductGroup(a, Grid.IdxX, BFloat16Tile.Size, BFloat16Tile.Size);
        var (warp, lane) = (Group.IdxX / 32, Group.IdxX % 32);
        var (row, column) = (warp / 2 * 32, warp % 2 * 32);
        for (var part = group.FirstPart; part < group.EndPart; part++)
        {
            unit.Clear();
            var end = IntrinsicMath.Min((part + 1) * a.PartSteps, a.Steps);
            for (var first = part * a.PartSteps; first < end; first += BFloat16Tile.Steps)
            {
                BFloat16Tile.Load(a.Left, group.Left + first * a.LeftStep, a.LeftRow, a.LeftStep, a.Rows - group.Row, end - first, left);
                BFloat16Tile.Load(
                    a.Right, group.Right + first * a.RightStep, a.RightColumn, a.RightStep, a.Columns - group.Column, end - first, right);
                Group.Barrier();
                for (var step = 0; step < BFloat16Tile.Steps; step += 16)
                {
                    var (upper, lower) = (LeftFragment.Of(left, row, step, lane), LeftFragment.Of(left, row + 16, step, lane));
                    var (b0, b1) = (RightFragment.Of(right, column, step, lane), RightFragment.Of(right, column + 8, step, lane));
                    var (b2, b3) = (RightFragment.Of(right, column + 16, step, lane), RightFragment.Of(right, column + 24, step, lane));
                    unit.Multiply(0, upper, b0);
                    unit.Multiply(1, upper, b1);
                    unit.Multiply(2, upper, b2);
                    unit.Multiply(3, upper, b3);
                    unit.Multiply(4, lower, b0);
                    unit.Multiply(5, lower, b1);
                    unit.Multiply(6, lower, b2);
                    unit.Multiply(7, lower, b3);
                }
                Group.Barrier();
            }
            for (var number = 0; number < 4; number++)
            {
                var at = (row + Fragments.SumRow(lane, number)) * BFloat16Tile.ResultLine + column + Fragments.SumColumn(lane, number);
                unit.Store(number, results, at, at + 16 * BFloat16Tile.ResultLine);
            }
            Group.Barrier();
            var place = group.Place(a, part);
            for (var i = Group.IdxX; i < BFloat16Tile.Size * BFloat16Tile.Size; i += BFloat16Tile.Threads)
            {
                var (y, x) = (i / BFloat16Tile.Size, i % BFloat16Tile.Size);
                place.Write<TEpilogue>(a, results[y * BFloat16Tile.ResultLine + x], group.Row + y, group.Column + x);
            }
            Group.Barrier();
        }
    }
}

/// <summary>What a group of <see cref="BFloat16Products{TUnit, TEpilogue}"/> has in its memory.</summary>
internal static class BFloat16Tile
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>Rows and columns.</summary>
    public const int Size = 64;

    /// <summary>Steps of the inner dimension.</summary>
    public const int Steps = 32;

    /// <summary>
    /// Words of a line, each with the numbers of two steps. Four more than are used: so the lanes of a warp read from all banks.
    /// </summary>
    public const int Line = Steps / 2 + 4;

    /// <summary>Distance of the rows of results.</summary>
    public const int ResultLine = Size + 4;

    /// <summary>Rounds a part of a factor to bfloat16 and brings it into the group's memory; numbers outside the factor are 0.</summary>
    public static void Load(
        ArrayView<float> source, int place, int lineDistance, int stepDistance, int linesLeft, int stepsLeft, ArrayView<uint> target)
    {
        for (var i = Group.IdxX; i < Size * Steps / 2; i += Threads)
        {
            var line = stepDistance == 1 ? i / (Steps / 2) : i % Size;
            var pair = stepDistance == 1 ? i % (Steps / 2) : i / Size;
            var at = place + line * lineDistance + 2 * pair * stepDistance;
            var first = line < linesLeft && 2 * pair < stepsLeft ? source[at] : 0f;
            var second = line < linesLeft && 2 * pair + 1 < stepsLeft ? source[at + stepDistance] : 0f;
            target[line * Line + pair] = BFloat16.Bits(first) | (BFloat16.Bits(second) << 16);
        }
    }
}
