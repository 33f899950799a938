using ILGPU.Runtime;
using MemoryBlock = ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense>;

namespace ModelDsl.Gpu;

/// <summary>
/// The memory of a device in blocks. A block that is given back is kept for the next taker of its size, because drivers take long to give
/// memory, and wait for all kernels before they take it back. Kernels run in the order of their launches, so a block may be taken again
/// before the kernels have ended that used it last. One thread at a time may call it.
/// </summary>
/// <param name="device">The device.</param>
internal sealed class BlockPool(Accelerator device)
{
    /// <summary>The most numbers that are kept for later: 256 MiB.</summary>
    private const long MostKept = 64L << 20;

    private const int Step = 64;

    private readonly Dictionary<long, Stack<MemoryBlock>> kept = [];
    private long count;

    /// <summary>Count of the numbers that takers have now.</summary>
    public long Taken { get; private set; }

    /// <summary>Count of the numbers that are kept for later.</summary>
    public long Kept => count;

    /// <summary>Returns a block for at least so many numbers; what they are is not known.</summary>
    public MemoryBlock Take(int numbers)
    {
        var size = Size(numbers);
        if (kept.TryGetValue(size, out var blocks) && blocks.TryPop(out var block)) count -= size;
        else block = Allocate(size);
        Taken += size;
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public void Give(MemoryBlock block)
    {
        Taken -= block.Length;
        if (count + block.Length > MostKept)
        {
            block.Dispose();
            return;
        }
        if (!kept.TryGetValue(block.Length, out var blocks)) kept[block.Length] = blocks = new();
        blocks.Push(block);
        count += block.Length;
    }

    /// <summary>Gives all kept blocks back to the driver.</summary>
    public void Clear()
    {
        foreach (var blocks in kept.Values)
            while (blocks.TryPop(out var block)) block.Dispose();
        kept.Clear();
        count = 0;
    }

    /// <summary>Rounds a size up, to at most an eighth more, so that there are few sizes and kept blocks fit.</summary>
    private static long Size(int numbers)
    {
        var step = Math.Max(Step, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(numbers, 1)) / 16);
        return (Math.Max(numbers, 1) + step - 1) / step * step;
    }

    private MemoryBlock Allocate(long size)
    {
        try
        {
            return device.Allocate1D<float>(size);
        }
        catch (Exception fault) when (count > 0 && GpuFaults.IsOfMemory(fault))
        {
            Clear();
            return device.Allocate1D<float>(size);
        }
    }
}
