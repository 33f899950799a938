using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) =>
        Each(RandomKernels.Uniform, Blocks(destination), Random(key, stream, destination));

    public void Normal(RandomKey key, uint stream, TensorBuffer destination) => Each(
        RandomKernels.Normal, Blocks(destination), Random(key, stream, destination) with { Angles = stream + RandomStreams.Angles });

    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) =>
        Each(RandomKernels.Dropout, Blocks(destination), Random(key, stream, destination) with
        {
            X = Numbers(x),
            // A uniform number is 24 bits over 2²⁴.
            LeastKept = (uint)Math.Ceiling(rate * (1 << 24)),
            Factor = (float)(1 / (1 - rate)),
        });

    /// <summary>Returns the number of blocks of four numbers.</summary>
    private static int Blocks(TensorBuffer destination) => (destination.Count + 3) / 4;

    private static RandomArguments Random(RandomKey key, uint stream, TensorBuffer destination) => new()
    {
        X = Numbers(destination),
        Destination = Numbers(destination),
        Key = key,
        Stream = stream,
        Count = destination.Count,
    };
}
