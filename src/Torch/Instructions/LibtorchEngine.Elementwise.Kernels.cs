using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        if (isOnHost)
        {
            MapHost<TKernel>(buffers, numbers);
            return;
        }
        using var scope = Temporaries();
        var at = new WholeTensors(buffers, numbers);
        TKernel.Run<TorchNumber, TorchArithmetic, WholeTensors>(ref at);
        at.Finish();
    }

    /// <summary>Runs a kernel in one pass over the host's memory. libtorch would make a tensor for each operation.</summary>
    private static void MapHost<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        Span<nint> addresses = stackalloc nint[KernelLimits.Buffers];
        for (var i = 0; i < buffers.Length; i++) addresses[i] = Of(buffers[i]).Address;
        HostKernels.Map<TKernel>(addresses[..buffers.Length], buffers[0].Count, numbers);
        foreach (var buffer in buffers) GC.KeepAlive(buffer);
    }

    /// <summary>
    /// All elements of each buffer at once. A loaded tensor is the buffer's memory itself, so nothing is written to it before all is
    /// computed.
    /// </summary>
    private readonly ref struct WholeTensors(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) : IElements<TorchNumber>
    {
        private readonly ReadOnlySpan<TensorBuffer> buffers = buffers;
        private readonly ReadOnlySpan<double> numbers = numbers;
        private readonly TorchTensor?[] loaded = new TorchTensor?[buffers.Length];
        private readonly TorchTensor?[] stored = new TorchTensor?[buffers.Length];

        public TorchNumber Load(int buffer) => new(loaded[buffer] ??= Flat(buffers[buffer]));

        public TorchNumber Number(int index) => TorchArithmetic.Number(numbers[index]);

        public void Store(int buffer, TorchNumber value) => stored[buffer] = value.Tensor;

        /// <summary>Writes the results. A result that is the memory of another buffer is copied first.</summary>
        public void Finish()
        {
            for (var i = 0; i < stored.Length; i++)
                if (stored[i] is { } value && Array.Exists(loaded, tensor => ReferenceEquals(tensor, value))) stored[i] = value.clone();
            for (var i = 0; i < stored.Length; i++)
                if (stored[i] is { } value) Flat(buffers[i]).copy_(value);
        }
    }
}
