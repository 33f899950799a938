using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// The instructions in libtorch's operations on one device: float32, or with products in another precision. An instruction disposes every
/// tensor that it makes besides its destination: one by one if there are few, by a scope if there are many.
/// </summary>
internal partial class LibtorchEngine : IDeviceEngine
{
    private readonly Lazy<torch.Device> device;
    private readonly Lazy<Fin<Unit>> availability;
    private readonly bool isOnHost;

    /// <summary>Makes the engine of a device. Nothing native is loaded yet.</summary>
    /// <param name="type">The kind of device.</param>
    /// <param name="index">Index among the devices of this kind.</param>
    /// <param name="name">The engine's name.</param>
    /// <param name="isFar">True if the host must not access the memory, even if it could: the behaviour of a GPU, on any machine.</param>
    public LibtorchEngine(DeviceType type, int index, string name, bool isFar = false)
    {
        Name = name;
        isOnHost = type == DeviceType.CPU && !isFar;
        availability = new(() => Libtorch.Load().Bind(_ => Find(type, index)));
        device = new(() => new torch.Device(type, index));
        inBFloat16 = new(() => new LibtorchEngine(this));
    }

    public string Name { get; }

    public override string ToString() => Name;

    public Fin<Unit> Availability => availability.Value;

    private torch.Device Device => device.Value;

    public IMemoryRegion NewRegion() => new MemoryRegion<LibtorchEngine>();

    public string? Explain(Exception thrown) => DeviceFaults.Explain(Name, thrown);

    public TensorBuffer Allocate(ElementType element, Shape shape)
    {
        if (Availability.Case is Error missing) throw new DeviceException(missing.Message);
        var storage = new TorchStorage(element, shape.Size, Device, isOnHost);
        MemoryRegion<LibtorchEngine>.Take(storage);
        return new TorchBuffer(storage, 0, element, shape);
    }

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape)
    {
        BufferChecks.View(storage, offset, shape);
        var buffer = Of(storage);
        return new TorchBuffer(buffer.Storage, buffer.Offset + offset, buffer.Element, shape);
    }

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        Upload(source, Of(destination));
    }

    public void Write(ReadOnlySpan<double> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        if (TryGetSpan(destination, out var span)) Round(source, span);
        else
        {
            var numbers = new float[source.Length];
            Round(source, numbers);
            Upload<float>(numbers, Of(destination));
        }
        GC.KeepAlive(destination);

        static void Round(ReadOnlySpan<double> from, Span<float> to)
        {
            for (var i = 0; i < to.Length; i++) to[i] = (float)from[i];
        }
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        var to = Of(destination);
        if (to.Storage.IsOnHost) Widen(source, to.Span<long>());
        else
        {
            using var host = new HostTensor(ElementType.Int32, source.Length);
            Widen(source, host.Span<long>());
            to.Flat.copy_(host.Vector);
        }
        GC.KeepAlive(destination);
    }

    /// <summary>Writes whole numbers as libtorch stores them.</summary>
    internal static void Widen(ReadOnlySpan<int> numbers, Span<long> destination)
    {
        for (var i = 0; i < numbers.Length; i++) destination[i] = numbers[i];
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Download(Of(source), destination);
    }

    public void Read(TensorBuffer source, Span<double> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        if (!TryGetSpan(source, out var numbers))
        {
            numbers = new float[destination.Length];
            Download(Of(source), numbers);
        }
        for (var i = 0; i < destination.Length; i++) destination[i] = numbers[i];
        GC.KeepAlive(source);
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        var indices = new long[destination.Length];
        Download(Of(source), indices);
        for (var i = 0; i < destination.Length; i++) destination[i] = (int)indices[i];
    }

    public bool TryGetSpan(TensorBuffer buffer, out Span<float> span)
    {
        var isSeen = Of(buffer) is { Element: ElementType.Float, Storage.IsOnHost: true };
        span = isSeen ? Of(buffer).Span<float>() : default;
        return isSeen;
    }

    private static Fin<Unit> Find(DeviceType type, int index)
    {
        if (type == DeviceType.CPU) return Unit.Default;
        if (!torch.cuda.is_available())
        {
            return Error.New(
                "There is no CUDA device that libtorch can use: it needs an NVIDIA GPU, its driver, and a package libtorch-cuda for this " +
                "platform instead of libtorch-cpu (docs/engines.md). TorchEngine.Cpu and Engine.Cpu need no GPU.");
        }
        var count = torch.cuda.device_count();
        return index < count ? Unit.Default : Error.New($"There is no CUDA device {index}: this machine has {count}, counted from 0.");
    }

    /// <summary>
    /// Copies numbers from the host: directly into the host's memory, or through a host tensor into a device's memory. A span does not keep
    /// the libtorch memory that it points to alive.
    /// </summary>
    private static void Upload<T>(ReadOnlySpan<T> source, TorchBuffer destination) where T : unmanaged
    {
        if (destination.Storage.IsOnHost)
        {
            source.CopyTo(destination.Span<T>());
            GC.KeepAlive(destination);
            return;
        }
        using var host = new HostTensor(destination.Element, source.Length);
        source.CopyTo(host.Span<T>());
        destination.Flat.copy_(host.Vector);
    }

    private static void Download<T>(TorchBuffer source, Span<T> destination) where T : unmanaged
    {
        if (source.Storage.IsOnHost)
        {
            source.Span<T>().CopyTo(destination);
            GC.KeepAlive(source);
            return;
        }
        using var host = new HostTensor(source.Element, source.Count);
        host.Vector.copy_(source.Flat);
        host.Span<T>().CopyTo(destination);
    }

    /// <summary>Returns a scope. When it ends, it disposes the tensors that were made within it.</summary>
    private static DisposeScope Temporaries() => torch.NewDisposeScope();

    private static TorchBuffer Of(TensorBuffer buffer) => (TorchBuffer)buffer;

    private static TorchTensor Flat(TensorBuffer buffer) => ((TorchBuffer)buffer).Flat;

    private static TorchTensor Matrix(TensorBuffer buffer) => ((TorchBuffer)buffer).Matrix;

    private static TorchTensor Whole(TensorBuffer buffer) => ((TorchBuffer)buffer).Whole;

    private static bool AreOne(TensorBuffer a, TensorBuffer b) => Of(a).Is(Of(b));

    /// <summary>Copies the operand's numbers into the destination, and returns it as a vector to be changed in place.</summary>
    private static TorchTensor Begin(TensorBuffer x, TensorBuffer destination)
    {
        var to = Flat(destination);
        return AreOne(x, destination) ? to : to.copy_(Flat(x));
    }
}
