using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    /// <summary>Comparisons that take a GPU as long as one or two launches.</summary>
    private const long ManyComparisons = 1 << 24;

    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination) =>
        Each(TableKernels.Gather, destination.Count, new TableArguments
        {
            Indices = Numbers(indices),
            X = Numbers(table),
            Destination = Numbers(destination),
            Width = new(table.Columns),
            Count = destination.Count,
        });

    /// <summary>
    /// Sorts the indices, three launches for each eight bits of them, so that the gradients of a table row stand together. For small tables
    /// it is faster that each number looks through all indices.
    /// </summary>
    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination)
    {
        if ((long)destination.Count * indices.Count <= ManyComparisons)
        {
            Each(TableKernels.GatherGradient, destination.Count, new TableArguments
            {
                Indices = Numbers(indices),
                X = Numbers(gradient),
                Destination = Numbers(destination),
                Width = new(destination.Columns),
                Indexed = indices.Count,
                Count = destination.Count,
            });
            return;
        }
        var (keys, positions) = Sort(indices, destination.Rows, destination);
        ShortRows(TableKernels.SumSorted, destination.Rows, destination.Columns, new SortedArguments
        {
            X = Numbers(gradient),
            Destination = Numbers(destination),
            Keys = keys,
            Positions = positions,
            Indexed = indices.Count,
            Rows = destination.Rows,
            Width = destination.Columns,
            Threads = ThreadsOf(destination.Columns),
        });
    }

    /// <summary>Sorts indices, digit by digit from the lowest, and tells where each one stood. Equal indices keep their order.</summary>
    private (ArrayView<int> Keys, ArrayView<int> Positions) Sort(TensorBuffer indices, int limit, TensorBuffer destination)
    {
        var (count, chunks) = (indices.Count, (indices.Count - 1) / TableKernels.Chunk + 1);
        var scratch = Scratch(destination, 4 * count + 2 * chunks * TableKernels.Digits).Cast<int>();
        var sort = new SortArguments
        {
            Indices = Numbers(indices),
            NewKeys = Part(0),
            NewPositions = Part(1),
            Keys = Part(2),
            Positions = Part(3),
            Counts = scratch.SubView(4 * count, chunks * TableKernels.Digits),
            Starts = scratch.SubView(4 * count + chunks * TableKernels.Digits, chunks * TableKernels.Digits),
            Count = count,
            Chunks = chunks,
        };
        Each(TableKernels.Number, count, sort);
        for (; sort.Shift == 0 || (limit - 1) >> sort.Shift > 0; sort.Shift += 8)
        {
            (sort.Keys, sort.NewKeys) = (sort.NewKeys, sort.Keys);
            (sort.Positions, sort.NewPositions) = (sort.NewPositions, sort.Positions);
            Launch(TableKernels.CountDigits, new(chunks, TableKernels.Digits), sort);
            Launch(TableKernels.AddCounts, new(1, TableKernels.Digits), sort);
            Launch(TableKernels.Move, new(chunks, TableKernels.Digits), sort);
        }
        return (sort.NewKeys, sort.NewPositions);

        ArrayView<int> Part(int part) => scratch.SubView(part * count, count);
    }

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination) =>
        Each(LayoutKernels.CausalMask, destination.Count, new MaskArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Value = (float)value,
            Steps = new(x.Columns),
            Count = destination.Count,
        });
}
