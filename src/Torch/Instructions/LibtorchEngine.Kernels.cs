namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        using var scope = Temporaries();
        var at = new WholeTensors(buffers, numbers);
        TKernel.Run<TorchNumber, TorchArithmetic, WholeTensors>(ref at);
    }

    /// <summary>All elements of each buffer at once.</summary>
    private readonly ref struct WholeTensors(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) : IElements<TorchNumber>
    {
        private readonly ReadOnlySpan<TensorBuffer> buffers = buffers;
        private readonly ReadOnlySpan<double> numbers = numbers;

        public TorchNumber Load(int buffer) => new(Flat(buffers[buffer]));

        public TorchNumber Number(int index) => TorchArithmetic.Number(numbers[index]);

        public void Store(int buffer, TorchNumber value) => Flat(buffers[buffer]).copy_(value.Tensor);
    }
}
