using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    /// <summary>Makes Philox's numbers on the host and uploads them, so that they are the same on every engine.</summary>
    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) => Put(destination, () =>
    {
        var uniforms = new float[destination.Count];
        Philox.Fill(uniforms, key, stream, 0);
        return Upload(uniforms);
    });
}
