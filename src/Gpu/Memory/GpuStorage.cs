using ILGPU;
using ILGPU.Runtime;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Memory of a GPU.</summary>
/// <param name="numbers">The memory: float32 numbers, or class indices in the same bits.</param>
internal sealed class GpuStorage(MemoryBuffer1D<float, Stride1D.Dense> numbers) : DeviceMemory
{
    private MemoryBuffer1D<float, Stride1D.Dense>? scratch;

    /// <summary>All numbers.</summary>
    public ArrayView<float> Numbers
    {
        get
        {
            Use();
            return numbers.View;
        }
    }

    /// <summary>
    /// Returns memory that ends with this one, for the instruction that writes it. Its numbers are those of the last use.
    /// </summary>
    public ArrayView<float> Scratch(Accelerator device, int count)
    {
        Use();
        if (scratch is null || scratch.Length < count)
        {
            scratch?.Dispose();
            scratch = device.Allocate1D<float>(Math.Max(count, 1));
        }
        return scratch.View;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        numbers.Dispose();
        scratch?.Dispose();
    }
}
