using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>A part of a storage, with a shape.</summary>
internal sealed class GpuBuffer(GpuStorage storage, int offset, ElementType element, Shape shape) : TensorBuffer(element, shape)
{
    /// <summary>The memory.</summary>
    public GpuStorage Storage => storage;

    /// <summary>Index of its first number in the memory.</summary>
    public int Offset => offset;

    /// <summary>The numbers, on the device.</summary>
    /// <exception cref="ObjectDisposedException">The region that the memory was made in has ended.</exception>
    public ArrayView<float> Numbers => storage.Numbers.SubView(offset, Count);

    /// <summary>The class indices, on the device.</summary>
    /// <exception cref="ObjectDisposedException">The region that the memory was made in has ended.</exception>
    public ArrayView<int> Classes => Numbers.Cast<int>();
}
