using ILGPU;
using ILGPU.Runtime;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using Unit = LanguageExt.Unit;

namespace ModelDsl.Gpu;

/// <summary>
/// The instructions as kernels that ILGPU compiles for a device. They run one after the other, in the order of the calls. A read waits for
/// them.
/// </summary>
internal sealed partial class IlgpuEngine : IDeviceEngine
{
    private static int count;

    private readonly int number = Interlocked.Increment(ref count) - 1;
    private readonly Lazy<Fin<Accelerator>> device;
    private readonly Lock gate = new();

    /// <summary>Makes the engine of a device. Nothing native is loaded yet.</summary>
    /// <param name="type">The type of device.</param>
    /// <param name="index">Index among the devices of this type.</param>
    public IlgpuEngine(AcceleratorType type, int index)
    {
        Name = FormattableString.Invariant($"gpu:{GpuDevices.Text(type).ToLowerInvariant()}:{index}");
        device = new(() => GpuDevices.Open(type, index));
    }

    public string Name { get; }

    public override string ToString() => Name;

    public Fin<Unit> Availability => device.Value.Map(_ => Unit.Default);

    private Accelerator Device => device.Value.IfFail(missing => throw new DeviceException(missing.Message));

    public IMemoryRegion NewRegion() => new MemoryRegion<IlgpuEngine>();

    public TensorBuffer Allocate(ElementType element, Shape shape)
    {
        lock (gate)
        {
            // A device has no memory of no numbers.
            var storage = new GpuStorage(Device.Allocate1D<float>(Math.Max(shape.Size, 1)));
            storage.Numbers.MemSetToZero(Device.DefaultStream);
            MemoryRegion<IlgpuEngine>.Take(storage);
            return new GpuBuffer(storage, 0, element, shape);
        }
    }

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape)
    {
        BufferChecks.View(storage, offset, shape);
        var buffer = Of(storage);
        return new GpuBuffer(buffer.Storage, buffer.Offset + offset, buffer.Element, shape);
    }

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        Upload(source, Of(destination).Numbers);
        GC.KeepAlive(destination);
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        Upload(source, Of(destination).Classes);
        GC.KeepAlive(destination);
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Download(Of(source).Numbers, destination);
        GC.KeepAlive(source);
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        Download(Of(source).Classes, destination);
        GC.KeepAlive(source);
    }

    private static GpuBuffer Of(TensorBuffer buffer) => (GpuBuffer)buffer;

    private static ArrayView<float> Numbers(TensorBuffer buffer) => ((GpuBuffer)buffer).Numbers;

    /// <summary>Launches a kernel whose threads share the elements of a result.</summary>
    private void Each<TArguments>(GpuKernel<TArguments> kernel, int elements, TArguments arguments) where TArguments : struct
    {
        if (elements > 0) Launch(kernel, new KernelConfig(Math.Min((elements - 1) / Team.Most + 1, 1024), Team.Most), arguments);
    }

    /// <summary>Launches a kernel with a group of threads for each row.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rows">Number of groups.</param>
    /// <param name="length">Numbers of a row; it alone decides how many threads a group has.</param>
    /// <param name="arguments">The kernel's arguments.</param>
    private void Rows<TArguments>(GpuKernel<TArguments> kernel, int rows, int length, TArguments arguments) where TArguments : struct
    {
        if (rows == 0) return;
        var threads = 1;
        while (threads < length && threads < Team.Most) threads *= 2;
        Launch(kernel, new(rows, threads), arguments);
    }

    private void Launch<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments) where TArguments : struct
    {
        lock (gate) kernel.Launch(Device, number, threads, arguments);
    }

    /// <summary>Returns memory for an instruction's own use. It is made at the first call, and ends with the destination's.</summary>
    private ArrayView<float> Scratch(TensorBuffer destination, int count)
    {
        lock (gate) return Of(destination).Storage.Scratch(Device, count);
    }

    private void Upload<T>(ReadOnlySpan<T> source, ArrayView<T> destination) where T : unmanaged
    {
        if (source.IsEmpty) return;
        lock (gate) destination.CopyFromCPU(Device.DefaultStream, source);
    }

    private void Download<T>(ArrayView<T> source, Span<T> destination) where T : unmanaged
    {
        if (destination.IsEmpty) return;
        lock (gate) source.CopyToCPU(Device.DefaultStream, in destination);
    }
}
