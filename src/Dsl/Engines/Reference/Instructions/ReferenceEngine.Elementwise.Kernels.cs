namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        var at = new DoubleElements(buffers, numbers);
        for (; at.Index < buffers[0].Count; at.Index++) TKernel.Run<double, DoubleArithmetic, DoubleElements>(ref at);
    }

    /// <summary>One element of each buffer.</summary>
    private ref struct DoubleElements(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) : IElements<double>
    {
        private readonly ReadOnlySpan<TensorBuffer> buffers = buffers;
        private readonly ReadOnlySpan<double> numbers = numbers;

        public int Index { get; set; }

        public readonly double Load(int buffer) => Doubles(buffers[buffer])[Index];

        public readonly double Number(int index) => numbers[index];

        public readonly void Store(int buffer, double value) => Doubles(buffers[buffer])[Index] = value;
    }
}
