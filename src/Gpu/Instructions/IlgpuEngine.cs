using System.Runtime.InteropServices;
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
    private readonly Lazy<Fin<GpuDevice>> device;

    /// <summary>Makes the engine of a device. Nothing native is loaded yet.</summary>
    /// <param name="type">The type of device.</param>
    /// <param name="index">Index among the devices of this type.</param>
    public IlgpuEngine(AcceleratorType type, int index)
    {
        Name = GpuDevices.Name(type, index);
        this.type = type;
        device = new(() => GpuDevices.Open(type, index));
        inBFloat16 = new(() => new IlgpuEngine(this, ComputePrecision.BFloat16));
        inTensorFloat32 = new(() => new IlgpuEngine(this, ComputePrecision.TensorFloat32));
        library = new(() => Cublas.Find(Device.Accelerator));
    }

    public string Name { get; }

    public override string ToString() => Name;

    public Fin<Unit> Availability => device.Value.Map(_ => Unit.Default);

    /// <summary>The device.</summary>
    /// <exception cref="DeviceException">It can't be used.</exception>
    public GpuDevice Device => device.Value.IfFail(missing => throw new DeviceException(missing.Message));

    public IMemoryRegion NewRegion() => new MemoryRegion<IlgpuEngine>();

    public TensorBuffer Allocate(ElementType element, Shape shape)
    {
        var storage = new GpuStorage(Device, shape.Size);
        MemoryRegion<IlgpuEngine>.Take(storage);
        if (shape.Size > 0) lock (Device.Gate) storage.Numbers.MemSetToZero(Device.Compute);
        return new GpuBuffer(storage, 0, element, shape);
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
        Upload(MemoryMarshal.AsBytes(source), Of(destination));
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        Upload(MemoryMarshal.AsBytes(source), Of(destination));
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Download(Of(source), MemoryMarshal.AsBytes(destination));
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        Download(Of(source), MemoryMarshal.AsBytes(destination));
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
        if (rows > 0) Launch(kernel, new(rows, GroupOf(length)), arguments);
    }

    /// <summary>
    /// Returns how many threads a group has for a row: a power of two, as many as numbers, from 32, which devices start at once anyway, to
    /// 256. So there are few sizes, for each of which some drivers compile a kernel anew.
    /// </summary>
    private static int GroupOf(int length) => Math.Max(ThreadsOf(length), 32);

    private void Launch<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments) where TArguments : struct =>
        Device.Launch(kernel, threads, arguments);

    /// <summary>Returns memory for an instruction's own use. It is made at the first call, and ends with the destination's.</summary>
    private static ArrayView<float> Scratch(TensorBuffer destination, int count) => Of(destination).Storage.Scratch(count);

    private void Upload(ReadOnlySpan<byte> source, GpuBuffer destination)
    {
        Device.Upload(source, destination.Storage.Address, (long)destination.Offset * sizeof(float));
        GC.KeepAlive(destination);
    }

    private void Download(GpuBuffer source, Span<byte> destination)
    {
        Device.Download(destination, source.Storage.Address, (long)source.Offset * sizeof(float));
        GC.KeepAlive(source);
    }
}
