using System.Runtime.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>Samples in a device's memory. The device gathers, converts and scales the batches.</summary>
internal sealed class TorchSamples : DeviceMemory, IDeviceSamples
{
    /// <summary>Number of bytes that are uploaded at once. The host's memory for them is pinned if the device is a GPU.</summary>
    private const int UploadBytes = 16 << 20;

    private readonly TorchTensor samples;
    private readonly Step center;
    private readonly Step scale;
    private readonly bool isPinned;

    /// <summary>Makes the memory.</summary>
    public TorchSamples(
        torch.ScalarType type, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales,
        torch.Device device, bool isPinned)
    {
        this.isPinned = isPinned;
        samples = torch.empty(count, width, type, device).DetachFromDisposeScope();
        (center, scale) = (new Step(centers, nothing: 0f, device), new Step(scales, nothing: 1f, device));
    }

    public void Write<T>(int first, ReadOnlySpan<T> numbers) where T : unmanaged
    {
        Use();
        var width = (int)samples.shape[1];
        var rows = (int)Math.Max(UploadBytes / ((long)width * Unsafe.SizeOf<T>()), 1);
        using var host = new HostTensor(samples.dtype, Math.Min(rows, numbers.Length / width) * width, isPinned);
        for (; numbers.Length > 0; first += rows)
        {
            rows = Math.Min(rows, numbers.Length / width);
            numbers[..(rows * width)].CopyTo(host.Span<T>());
            using var from = host.Vector.narrow(0, 0, (long)rows * width);
            using var to = samples.narrow(0, first, rows);
            using var block = to.view(-1);
            block.copy_(from);
            numbers = numbers[(rows * width)..];
        }
    }

    public void Gather(ReadOnlySpan<int> rows, TensorBuffer destination)
    {
        Use();
        var to = ((TorchBuffer)destination).Samples;
        using var positions = new HostTensor(ElementType.Int32, rows.Length);
        LibtorchEngine.Widen(rows, positions.Span<long>());
        using var onDevice = positions.Vector.to(samples.device);
        using var chosen = samples.index_select(0, onDevice);
        to.copy_(chosen);
        if (!center.IsNothing) to.Minus_(center.Operand);
        if (!scale.IsNothing) to.mul_(scale.Operand);
    }

    protected override void Free()
    {
        samples.Dispose();
        center.Dispose();
        scale.Dispose();
    }

    /// <summary>An operand of the scaling: one number for all features, or one for each.</summary>
    private readonly struct Step : IDisposable
    {
        private readonly TorchTensor? ofFeatures;
        private readonly float ofAll;

        public Step(ReadOnlySpan<float> numbers, float nothing, torch.Device device)
        {
            ofAll = numbers[0];
            IsNothing = numbers.Length == 1 && ofAll == nothing;
            if (numbers.Length == 1) return;
            using var host = new HostTensor(ElementType.Float, numbers.Length);
            numbers.CopyTo(host.Span<float>());
            ofFeatures = host.Vector.to(device, copy: true).DetachFromDisposeScope();
        }

        /// <summary>True if it changes no number.</summary>
        public bool IsNothing { get; }

        public TorchTensor Operand => ofFeatures ?? Torch.Operand.Of(ofAll);

        public void Dispose() => ofFeatures?.Dispose();
    }
}
