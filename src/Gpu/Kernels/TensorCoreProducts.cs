using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Products of factors that are rounded, with sums in float32, by the units of a GPU that multiply small matrices. A group of four warps
/// computes 64 × 64 elements, and each warp 32 × 32 of them: 2 × 4 matrices of 16 × 8.
/// </summary>
internal static class TensorCoreProducts<TUnit, TEpilogue>
    where TUnit : struct, IMatrixUnit
    where TEpilogue : struct, IProductEpilogue
{
    public static readonly GpuKernel<ProductArguments> Product = new(Run);

    private static void Run(ProductArguments a)
    {
        var left = SharedMemory.Allocate<uint>(TensorCoreTile.Size * TensorCoreTile.Line);
        var right = SharedMemory.Allocate<uint>(TensorCoreTile.Size * TensorCoreTile.Line);
        var results = SharedMemory.Allocate<float>(TensorCoreTile.Size * TensorCoreTile.ResultLine);
        var unit = default(TUnit);
        unit.Begin();
        var group = new ProductGroup(a, Grid.IdxX, TensorCoreTile.Size, TensorCoreTile.Size);
        var (warp, lane) = (Group.IdxX / 32, Group.IdxX % 32);
        var (row, column) = (warp / 2 * 32, warp % 2 * 32);
        for (var part = group.FirstPart; part < group.EndPart; part++)
        {
            unit.Clear();
            var end = IntrinsicMath.Min((part + 1) * a.PartSteps, a.Steps);
            for (var first = part * a.PartSteps; first < end; first += TensorCoreTile.Words * TUnit.StepsOfWord)
            {
                TensorCoreTile.Load<TUnit>(a.Left, group.Left + first * a.LeftStep, a.LeftRow, a.LeftStep, a.Rows - group.Row,
                    end - first, left);
                TensorCoreTile.Load<TUnit>(
                    a.Right, group.Right + first * a.RightStep, a.RightColumn, a.RightStep, a.Columns - group.Column, end - first, right);
                Group.Barrier();
                for (var word = 0; word < TensorCoreTile.Words; word += Fragments.Words)
                {
                    var (upper, lower) = (LeftFragment.Of(left, row, word, lane), LeftFragment.Of(left, row + 16, word, lane));
                    var (b0, b1) = (RightFragment.Of(right, column, word, lane), RightFragment.Of(right, column + 8, word, lane));
                    var (b2, b3) = (RightFragment.Of(right, column + 16, word, lane), RightFragment.Of(right, column + 24, word, lane));
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
                var at = (row + Fragments.SumRow(lane, number)) * TensorCoreTile.ResultLine + column + Fragments.SumColumn(lane, number);
                unit.Store(number, results, at, at + 16 * TensorCoreTile.ResultLine);
            }
            Group.Barrier();
            var place = group.Place(a, part);
            for (var i = Group.IdxX; i < TensorCoreTile.Size * TensorCoreTile.Size; i += TensorCoreTile.Threads)
            {
                var (y, x) = (i / TensorCoreTile.Size, i % TensorCoreTile.Size);
                place.Write<TEpilogue>(a, results[y * TensorCoreTile.ResultLine + x], group.Row + y, group.Column + x);
            }
            Group.Barrier();
        }
    }
}

/// <summary>What a group of <see cref="TensorCoreProducts{TUnit, TEpilogue}"/> has in its memory.</summary>
internal static class TensorCoreTile
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>Rows and columns.</summary>
    public const int Size = 64;

    /// <summary>Words of a row or column.</summary>
    public const int Words = 16;

    /// <summary>Distance of rows and columns in words. Four more than are used: so the lanes of a warp read from all banks.</summary>
    public const int Line = Words + 4;

    /// <summary>Distance of the rows of results.</summary>
    public const int ResultLine = Size + 4;

    /// <summary>Rounds a part of a factor and brings it into the group's memory; numbers outside the factor are 0.</summary>
    public static void Load<TUnit>(
        ArrayView<float> source, int place, int lineDistance, int stepDistance, int linesLeft, int stepsLeft, ArrayView<uint> target)
        where TUnit : struct, IMatrixUnit
    {
        for (var i = Group.IdxX; i < Size * Words; i += Threads)
        {
            var line = stepDistance == 1 ? i / Words : i % Size;
            var word = stepDistance == 1 ? i % Words : i / Size;
            var step = word * TUnit.StepsOfWord;
            var at = place + line * lineDistance + step * stepDistance;
            var first = line < linesLeft && step < stepsLeft ? source[at] : 0f;
            var second = TUnit.StepsOfWord > 1 && line < linesLeft && step + 1 < stepsLeft ? source[at + stepDistance] : 0f;
            target[line * Line + word] = TUnit.Word(first, second);
        }
    }
}
