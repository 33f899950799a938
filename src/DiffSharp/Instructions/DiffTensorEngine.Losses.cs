using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void ClassIndices(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Flat(x).int32());
}
