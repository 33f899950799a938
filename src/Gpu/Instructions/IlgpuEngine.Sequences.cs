using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination) =>
        Each(LayoutKernels.Gather, destination.Count, new TableArguments
        {
            Indices = Numbers(indices),
            X = Numbers(table),
            Destination = Numbers(destination),
            Width = table.Columns,
            Count = destination.Count,
        });

    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination) =>
        Each(LayoutKernels.GatherGradient, destination.Count, new TableArguments
        {
            Indices = Numbers(indices),
            X = Numbers(gradient),
            Destination = Numbers(destination),
            Width = destination.Columns,
            Indexed = indices.Count,
            Count = destination.Count,
        });

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination) =>
        Each(LayoutKernels.CausalMask, destination.Count, new MaskArguments
        {
            X = Numbers(x),
            Destination = Numbers(destination),
            Value = (float)value,
            Steps = x.Columns,
            Count = destination.Count,
        });
}
