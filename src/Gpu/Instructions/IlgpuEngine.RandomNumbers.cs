using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) =>
        Each(LayoutKernels.Uniform, destination.Count, new UniformArguments
        {
            Destination = Numbers(destination),
            Key = key,
            Stream = stream,
            Count = destination.Count,
        });
}
