using ILGPU;
using ILGPU.Runtime;
using ModelDsl.Engines;
using MemoryBlock = ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense>;

namespace ModelDsl.Gpu;

/// <summary>Memory of a GPU. It is a block of the device's pool.</summary>
/// <param name="device">The device.</param>
/// <param name="count">Count of its numbers: float32, or class indices in the same bits.</param>
internal sealed class GpuStorage(GpuDevice device, int count) : DeviceMemory
{
    private readonly MemoryBlock block = device.Take(count);
    private MemoryBlock? scratch;

    /// <summary>All numbers.</summary>
    public ArrayView<float> Numbers
    {
        get
        {
            Use();
            return block.View.BaseView.SubView(0, count);
        }
    }

    /// <summary>The driver's name for the memory.</summary>
    public nint Address
    {
        get
        {
            Use();
            return block.NativePtr;
        }
    }

    /// <summary>
    /// Returns memory that ends with this one, for the instruction that writes it. Its numbers are those of the last use.
    /// </summary>
    public ArrayView<float> Scratch(int numbers)
    {
        Use();
        if (scratch is null || scratch.Length < numbers)
        {
            if (scratch is not null) device.Give(scratch);
            scratch = device.Take(numbers);
        }
        return scratch.View;
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        device.Give(block);
        if (scratch is not null) device.Give(scratch);
    }
}
