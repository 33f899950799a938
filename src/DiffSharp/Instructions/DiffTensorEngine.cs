using LanguageExt;
using LanguageExt.Common;
using Microsoft.FSharp.Core;
using ModelDsl.Engines;
using ModelDsl.Torch;
using Unit = LanguageExt.Unit;

namespace ModelDsl.DiffSharp;

/// <summary>
/// The instructions in DiffSharp's operations, on one backend and device, in one precision. An instruction is an expression of immutable
/// tensors, and its value replaces the destination's. Nothing is written in place, and every operation makes a new tensor. Every tensor is
/// made with an explicit backend, device and type, so that <c>dsharp.config</c> has no effect and does not change.
/// </summary>
internal partial class DiffTensorEngine : IDeviceEngine
{
    private readonly FSharpOption<Device> device;
    private readonly FSharpOption<Dtype> dtype;
    private readonly FSharpOption<Backend> backend;
    private readonly Lazy<Fin<Unit>> availability;

    /// <summary>Makes the engine of a backend. No DiffSharp backend is loaded yet.</summary>
    public DiffTensorEngine(Backend backend, Device device, Dtype dtype, string name)
    {
        Name = name;
        (this.backend, this.device, this.dtype) = (backend.Some(), device.Some(), dtype.Some());
        availability = new(() => DiffBackend.Find(backend, device));
    }

    public string Name { get; }

    public override string ToString() => Name;

    public Fin<Unit> Availability => availability.Value;

    /// <summary>
    /// Makes a region. DiffSharp can't dispose a tensor: the garbage collector frees tensors that nothing refers to. The collector does not
    /// see the size of native memory; so the end of a region asks it to collect, if the backend uses native memory.
    /// </summary>
    public IMemoryRegion NewRegion() => new MemoryRegion<DiffTensorEngine>(backend.Value.IsReference ? null : Collect);

    public string? Explain(Exception thrown) => DeviceFaults.Explain(Name, thrown);

    public TensorBuffer Allocate(ElementType element, Shape shape)
    {
        if (Availability.Case is Error missing) throw new DeviceException(missing.Message);
        var type = element == ElementType.Int32 ? Dtype.Int32.Some() : dtype;
        var storage = new DiffStorage(DSharp.zeros(shape.Size, device, type, backend));
        MemoryRegion<DiffTensorEngine>.Take(storage);
        return new DiffBuffer(storage, 0, element, shape);
    }

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape)
    {
        BufferChecks.View(storage, offset, shape);
        var buffer = Of(storage);
        return new DiffBuffer(buffer.Storage, buffer.Offset + offset, buffer.Element, shape);
    }

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        if (source.Length > 0) Of(destination).Numbers = Upload(source);
    }

    public void Write(ReadOnlySpan<double> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        if (source.Length > 0) Of(destination).Numbers = Upload(source);
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        if (source.Length > 0) Of(destination).Numbers = Upload(source);
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        if (destination.Length > 0) Of(source).Flat.toArray1D<float>().CopyTo(destination);
    }

    public void Read(TensorBuffer source, Span<double> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        if (destination.Length > 0) Of(source).Flat.toArray1D<double>().CopyTo(destination);
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        if (destination.Length > 0) Of(source).Flat.toArray1D<int>().CopyTo(destination);
    }

    /// <summary>
    /// Makes a vector of the host's numbers. DiffSharp uses an array of the tensor's own type as it is, and iterates over any other.
    /// </summary>
    private DiffTensor Upload(ReadOnlySpan<float> source)
    {
        if (!dtype.Value.IsFloat64) return DSharp.tensor(source.ToArray(), device, dtype, backend);
        var numbers = new double[source.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = source[i];
        return DSharp.tensor(numbers, device, dtype, backend);
    }

    private DiffTensor Upload(ReadOnlySpan<double> source)
    {
        if (dtype.Value.IsFloat64) return DSharp.tensor(source.ToArray(), device, dtype, backend);
        var numbers = new float[source.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)source[i];
        return DSharp.tensor(numbers, device, dtype, backend);
    }

    private DiffTensor Upload(ReadOnlySpan<int> source) => DSharp.tensor(source.ToArray(), device, Dtype.Int32.Some(), backend);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private DiffTensor Zeros(params int[] shape) => DSharp.zeros(shape, device, dtype, backend);

    private DiffTensor Full(double value, params int[] shape) => DSharp.full(shape, value, device, dtype, backend);

    /// <summary>Puts the value of an expression into the destination. An empty destination needs none.</summary>
    private static void Put(TensorBuffer destination, Func<DiffTensor> expression)
    {
        if (destination.Count > 0) Of(destination).Numbers = expression();
    }

    private static DiffBuffer Of(TensorBuffer buffer) => (DiffBuffer)buffer;

    private static DiffTensor Flat(TensorBuffer buffer) => ((DiffBuffer)buffer).Flat;

    private static DiffTensor Matrix(TensorBuffer buffer) => ((DiffBuffer)buffer).Matrix;

    private static DiffTensor Whole(TensorBuffer buffer) => ((DiffBuffer)buffer).Whole;

    /// <summary>Returns one number per row, as a column that can be combined with a matrix.</summary>
    private static DiffTensor Column(TensorBuffer buffer) => ((DiffBuffer)buffer).Numbers.As(buffer.Count, 1);

    /// <summary>Returns one number per column, as a row that can be combined with a matrix.</summary>
    private static DiffTensor Row(TensorBuffer buffer) => ((DiffBuffer)buffer).Numbers.As(1, buffer.Count);
}
