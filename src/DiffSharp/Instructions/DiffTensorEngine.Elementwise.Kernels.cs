using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        if (buffers[0].Count == 0) return;
        var at = new WholeTensors(buffers, numbers);
        TKernel.Run<DiffNumber, DiffArithmetic, WholeTensors>(ref at);
    }

    /// <summary>All elements of each buffer at once.</summary>
    private readonly ref struct WholeTensors(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) : IElements<DiffNumber>
    {
        private readonly ReadOnlySpan<TensorBuffer> buffers = buffers;
        private readonly ReadOnlySpan<double> numbers = numbers;

        public DiffNumber Load(int buffer) => new(Flat(buffers[buffer]));

        public DiffNumber Number(int index) => DiffArithmetic.Number(numbers[index]);

        public void Store(int buffer, DiffNumber value) => Of(buffers[buffer]).Numbers = value.Like(Flat(buffers[buffer]));
    }
}
