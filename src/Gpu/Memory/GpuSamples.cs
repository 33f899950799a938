using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ModelDsl.Engines;
using MemoryBlock = ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense>;

namespace ModelDsl.Gpu;

/// <summary>Samples in a device's memory. The device gathers, converts and scales the batches.</summary>
internal sealed class GpuSamples : DeviceMemory, IDeviceSamples
{
    private readonly GpuDevice device;
    private readonly IlgpuEngine engine;
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> samples;
    private readonly MemoryBlock centers, scales;
    private readonly SampleElement element;
    private readonly int width, centerStep, scaleStep;
    private MemoryBlock rows;

    public GpuSamples(
        IlgpuEngine engine, GpuDevice device, SampleElement element, int count, int width, ReadOnlySpan<float> centers,
        ReadOnlySpan<float> scales)
    {
        (this.engine, this.device, this.element, this.width) = (engine, device, element, width);
        samples = device.Accelerator.Allocate1D<byte>(Math.Max((long)count * width, 1) * Size);
        (this.centers, this.scales, rows) = (device.Take(centers.Length), device.Take(scales.Length), device.Take(1));
        (centerStep, scaleStep) = (centers.Length > 1 ? 1 : 0, scales.Length > 1 ? 1 : 0);
        device.Upload(MemoryMarshal.AsBytes(centers), this.centers.NativePtr, 0);
        device.Upload(MemoryMarshal.AsBytes(scales), this.scales.NativePtr, 0);
    }

    /// <summary>Bytes of a number.</summary>
    private int Size => element == SampleElement.Byte ? 1 : sizeof(float);

    public void Write<T>(int first, ReadOnlySpan<T> numbers) where T : unmanaged
    {
        Use();
        var bytes = MemoryMarshal.AsBytes(numbers);
        if (!bytes.IsEmpty) device.Upload(bytes, samples.NativePtr, (long)first * width * Size);
    }

    public void Gather(ReadOnlySpan<int> positions, TensorBuffer destination)
    {
        Use();
        if (destination.Count == 0) return;
        lock (device.Gate)
        {
            if (rows.Length < positions.Length)
            {
                device.Give(rows);
                rows = device.Take(positions.Length);
            }
            device.Upload(MemoryMarshal.AsBytes(positions), rows.NativePtr, 0);
        }
        engine.GatherSamples(element, destination, new SampleArguments
        {
            Bytes = samples.View,
            Floats = samples.View.BaseView.SubView(0, samples.Length / sizeof(float) * sizeof(float)).Cast<float>(),
            Rows = rows.View.BaseView.Cast<int>(),
            Centers = centers.View,
            Scales = scales.View,
            Width = new(width),
            CenterStep = centerStep,
            ScaleStep = scaleStep,
        });
    }

    protected override void Free()
    {
        // The driver waits for the kernels that still read the samples.
        samples.Dispose();
        device.Give(centers);
        device.Give(scales);
        device.Give(rows);
    }
}
