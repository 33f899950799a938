using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>
/// Products in float32. A group brings parts of both factors into its own memory, and each thread adds up blocks of 4 × 4 elements in
/// registers. The terms of an element are added in the order of the steps, part by part, whatever the tile: so the tile changes no bit.
/// </summary>
internal static class ProductKernels<TTile, TEpilogue>
    where TTile : struct, IProductTile
    where TEpilogue : struct, IProductEpilogue
{
    public static readonly GpuKernel<ProductArguments> Product = new(Run);

    private static void Run(ProductArguments a)
    {
        var memory = TTile.Memory();
        var acrossBits = TTile.AcrossBits(a);
        var (down, across) = (1 << (TTile.ThreadBits - acrossBits), 1 << acrossBits);
        // A line of the group's memory is a step; an unused place at its end spreads the lines over the banks.
        var (leftLine, rightLine) = (TTile.Blocks * down + 1, TTile.Blocks * across + 1);
        var rightFirst = leftLine << TTile.StepBits;
        var group = new ProductGroup(a, Grid.IdxX, 4 * TTile.Blocks * down, 4 * TTile.Blocks * across);
        var numbers = memory.Cast<float>();
        var left = ProductLoad.Of<TTile>(
            group.Left, a.LeftRow, a.LeftStep, TTile.ThreadBits - acrossBits, a.Rows - group.Row, 0, 4 * leftLine);
        var right = ProductLoad.Of<TTile>(
            group.Right, a.RightColumn, a.RightStep, acrossBits, a.Columns - group.Column, 4 * rightFirst, 4 * rightLine);
        var (x, y) = (Group.IdxX & (across - 1), Group.IdxX >> acrossBits);
        for (var part = group.FirstPart; part < group.EndPart; part++)
        {
            TTile sums = default;
            var end = IntrinsicMath.Min((part + 1) * a.PartSteps, a.Steps);
            Four nextLeft = default, nextRight = default;
            if (TTile.ReadsAhead)
            {
                nextLeft = left.Read(a.Left, part * a.PartSteps, end, 0);
                nextRight = right.Read(a.Right, part * a.PartSteps, end, 0);
            }
            for (var first = part * a.PartSteps; first < end; first += 1 << TTile.StepBits)
            {
                if (TTile.ReadsAhead)
                {
                    left.Store(nextLeft, numbers, 0);
                    right.Store(nextRight, numbers, 0);
                }
                else
                {
                    left.Copy(a.Left, first, end, numbers);
                    right.Copy(a.Right, first, end, numbers);
                }
                Group.Barrier();
                if (TTile.ReadsAhead)
                {
                    nextLeft = left.Read(a.Left, first + (1 << TTile.StepBits), end, 0);
                    nextRight = right.Read(a.Right, first + (1 << TTile.StepBits), end, 0);
                }
                for (var step = 0; step < 1 << TTile.StepBits; step++)
                    sums.Add(memory, step * leftLine + y, rightFirst + step * rightLine + x, down, across);
                Group.Barrier();
            }
            sums.Write<TEpilogue>(a, group.Place(a, part), group.Row + 4 * y, group.Column + 4 * x, down, across);
        }
    }
}

/// <summary>Adds the parts of split products, in their order.</summary>
internal static class ProductParts<TEpilogue> where TEpilogue : struct, IProductEpilogue
{
    /// <summary>The left factor is the memory of the parts.</summary>
    public static readonly GpuKernel<ProductArguments> Sum = new(Run);

    private static void Run(ProductArguments a)
    {
        var size = a.Rows * a.Columns;
        var count = a.Left.IntLength / a.Parts;
        for (var i = Threads.First; i < count; i += Threads.Step)
        {
            var (product, element) = (i / size, i % size);
            var first = product * a.Parts * size + element;
            var sum = a.Left[first];
            for (var part = 1; part < a.Parts; part++) sum += a.Left[first + part * size];
            var (row, column) = (element / a.Columns, element % a.Columns);
            a.Destination[product * a.DestinationNext + row * a.DestinationRow + column] = TEpilogue.Finish(a, sum, row, column);
        }
    }
}
