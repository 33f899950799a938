using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void ClassIndices(TensorBuffer x, TensorBuffer destination) =>
        Each(LayoutKernels.ClassIndices, x.Count, new ClassArguments
        {
            X = Numbers(x),
            Destination = Of(destination).Classes,
            Count = x.Count,
        });
}
